"""What indexes tell each other: several machines may each keep an index of the one database.

Whoever indexes stale cases marks them, so that the others no longer find them stale, and therefore notes them here in
the same transaction. Each index keeps the number of the last note that it holds, and takes in the later ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max

from decisions.models import IndexedCases
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import REPAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTING = 0x494E4F
"""Key of PostgreSQL's advisory lock for writing notes."""


def last_note() -> int:
    """Number of the latest note; 0 where there is none."""
    return IndexedCases.objects.aggregate(last=Max("pk"))["last"] or 0


def note_indexed(case_ids: Sequence[int], index: str) -> None:
    """Tell the other indexes that this one holds these cases as they are, or has let go of them.

    Inside the transaction that marks them, at its end: until it is over nobody else can note, so that notes become
    visible in the order of their numbers and no reader passes one over.
    """
    if not case_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NOTING])
    IndexedCases.objects.create(index=index, case_ids=list(case_ids))


def next_note(position: int, index: str) -> tuple[list[int], int]:
    """The cases of the next note of another index, in order, and the number up to which this index then holds all.

    Raises IndexUnavailableError where this index holds more than was ever noted: the database is an older one.
    """
    last = last_note()
    if last < position:
        raise IndexUnavailableError(f"The search index is newer than the database. {REPAIR}")
    others = IndexedCases.objects.filter(pk__gt=position, pk__lte=last).exclude(index=index).order_by("pk")
    note = others.first()
    return (sorted(note.case_ids), note.pk) if note else ([], last)
