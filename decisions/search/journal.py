"""What indexes tell each other: several machines may each keep an index of the one database.

Whoever indexes stale cases marks them, so that the others no longer find them stale, and therefore notes them here in
the same transaction. Each index keeps the number of the note up to which it holds all, and takes in the later ones.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from decisions.models import IndexedCases
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import REPAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = timedelta(days=90)
"""How long a note is kept, and a machine may be off, before its index has to be built anew."""

NOTES_TOGETHER = 50
"""Notes that are read at a time: those of a rebuild hold ten thousand cases each."""

_NOTING = 0x494E4F
"""Key of PostgreSQL's advisory lock for writing notes."""


class Note(NamedTuple):
    """A note, and the one that was the last before it."""

    number: int
    after: int


def last_note() -> int:
    """Number of the latest note; 0 where there is none."""
    return IndexedCases.objects.aggregate(last=Max("pk"))["last"] or 0


def note_indexed(case_ids: Sequence[int]) -> Note | None:
    """Tell the other indexes that one holds these cases as they are, or has let go of them; None for no cases.

    Inside the transaction that marks them, at its end: until it is over nobody else can note, so that notes become
    visible in the order of their numbers and no reader passes one over.
    """
    if not case_ids:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NOTING])
    _let_go_of_old_notes()
    after = last_note()
    return Note(IndexedCases.objects.create(case_ids=list(case_ids)).pk, after)


def next_notes(position: int, cases: int) -> tuple[list[int], int]:
    """The cases, in order, of the next few notes, of about so many cases in all, and the number of the last of them.

    Raises IndexUnavailableError as `check_position` does.
    """
    notes = _notes_after(position)
    check_position(position)  # now, so that what was let go of before the notes were read is not passed over
    ids: set[int] = set()
    for number, noted in notes:
        if ids and len(ids) + len(noted) > cases:
            break
        ids.update(noted)
        position = number
    return sorted(ids), position


def check_position(position: int) -> None:
    """Raise IndexUnavailableError where an index at this note cannot go on from there.

    It holds more than was ever noted, so that the database is an older one; or what comes next is no longer kept.
    """
    if last_note() < position:
        raise IndexUnavailableError(f"The search index is newer than the database. {REPAIR}")
    if IndexedCases.objects.filter(pk__gt=position, case_ids=[]).exists():
        raise IndexUnavailableError(f"The search index was out of use for too long to catch up. {REPAIR}")


def _notes_after(position: int) -> list[tuple[int, list[int]]]:
    notes = IndexedCases.objects.filter(pk__gt=position).order_by("pk").values_list("pk", "case_ids")
    return list(notes[:NOTES_TOGETHER])


def _let_go_of_old_notes() -> None:
    """Delete notes from before `KEPT`, all but the last of them: that one, emptied, tells who missed them."""
    before = timezone.now() - KEPT
    oldest = IndexedCases.objects.order_by("pk").values_list("indexed_at", flat=True)[:2]
    if len(oldest) < 2 or oldest[1] >= before:  # the first may be the one that was emptied
        return
    last = IndexedCases.objects.filter(indexed_at__lt=before).latest("pk")
    IndexedCases.objects.filter(pk__lt=last.pk).delete()
    last.case_ids = []
    last.save(update_fields=["case_ids"])
