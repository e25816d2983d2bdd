"""Keeping the index in step with the rows, which are the record. A crash anywhere loses nothing.

A case is stale while its `revision` is not its `indexed_revision`. It is read, indexed, committed, and
only then marked, and marked only if it is still the revision that was read. Whatever was interrupted or
changed meanwhile is stale still, and is indexed next. What is marked is also noted in the journal, from which
the indexes of other machines take it in.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from decisions.models import ArchiveIdentity, Case, RemovedCase, Treatment
from decisions.search.documents import documents_of
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import REPAIR
from decisions.search.journal import last_note, next_notes, note_indexed
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from decisions.search.engine import Engine, ItemDocument

BATCH = 500
"""Cases that are read, committed and marked together: more would go faster, and let others wait longer."""
READ_TOGETHER = 2_000
"""Cases whose rows a rebuild reads together."""
MARKED_TOGETHER = 10_000


def get_engine() -> Engine:
    """The archive's search engine, one for this process and the folder of the settings.

    An archive that never held a case gets an empty index, so that its search finds nothing instead of
    failing. Where cases are, a missing index stays missing: searching raises IndexUnavailableError.
    """
    engine = _engine(settings.INDEX_DIR)
    if not engine.exists():
        position = last_note()
        if not Case.objects.exists():
            engine.create(position)
    return engine


@lru_cache(maxsize=8)
def _engine(folder: Path) -> Engine:
    return TantivyEngine(folder, ArchiveIdentity.current, read_thesaurus)


def read_thesaurus() -> Thesaurus:
    """The names of every treatment."""
    names = Treatment.objects.order_by("pk").values_list("name", "synonyms")
    return Thesaurus.of((name, *synonyms) for name, synonyms in names)


def stale_cases() -> Q:
    """The condition for cases that the index does not hold as they are."""
    return ~Q(revision=F("indexed_revision"))


def index_stale(*, batch: int = BATCH) -> int:
    """Bring the index up to date; returns the number of cases indexed or taken out.

    Call it after the transaction that changed the rows, never inside it. Others may write between two
    batches. A case that another process changes at this moment is left to that process.
    Raises IndexUnavailableError where an index was lost: then only `rebuild_index` is right, and where
    one is at work already, it takes in what is left.
    """
    engine = get_engine()
    done = 0
    try:
        while handled := index_batch(engine, batch):
            done += handled
    except IndexUnavailableError:
        if not engine.is_rebuilding():
            raise
    return done


def index_batch(engine: Engine, batch: int = BATCH) -> int:
    """Index up to `batch` stale cases, take out as many removed ones, and do what another index did.

    Returns:
        How many cases the index then holds as they are, or let go of.
    """
    if not work_left():
        return 0
    with engine.lock():
        start_if_new(engine)
        followed = follow_others(engine)
        removed = list(RemovedCase.objects.order_by("pk").values_list("case_id", flat=True)[:batch])
        stale = next_stale(batch)
        hold_as_they_are(engine, [pk for pk, _ in stale], removed)
        marked = mark_indexed(engine, [pk for pk, _ in stale], [revision for _, revision in stale], removed)
    return followed + marked + len(removed)


def follow_others(engine: Engine) -> int:
    """Take in the next few notes of other indexes; returns the number of their cases. Under the lock."""
    held = engine.position()
    ids, position = next_notes(held, BATCH)
    for start in range(0, len(ids), BATCH):
        hold_as_they_are(engine, ids[start : start + BATCH])
    if position != held:
        engine.keep_position(position)
    return len(ids)


def hold_as_they_are(engine: Engine, ids: Sequence[int], removed: Sequence[int] = ()) -> None:
    """Have the index hold these cases, by id in order, as they are now; none of them without items, or removed."""
    if not ids and not removed:
        return
    documents = list(documents_of(ids))
    without = set(ids) - {document.case_id for document in documents}
    engine.update(documents, [*removed, *without])


def next_stale(batch: int) -> list[tuple[int, int]]:
    """Ids, in order, and revisions of stale cases.

    Those that are found as they no longer are come first: a correction does not wait for new letters.
    """
    stale = Case.objects.filter(stale_cases()).order_by("pk").values_list("pk", "revision")
    return list(stale.filter(indexed_revision__gt=0)[:batch]) or list(stale[:batch])


def work_left() -> bool:
    """Whether the index is behind the rows, or not where the journal is."""
    if Case.objects.filter(stale_cases()).exists() or RemovedCase.objects.exists():
        return True
    engine = _engine(settings.INDEX_DIR)
    try:
        return engine.exists() and engine.position() != last_note()
    except IndexUnavailableError:  # nothing can be taken in; who searches is told
        return False


def start_if_new(engine: Engine) -> None:
    """Make the first index of an archive none of whose cases was ever indexed."""
    if engine.exists():
        return
    position = last_note()
    if Case.objects.filter(indexed_revision__gt=0).exists():
        raise IndexUnavailableError(
            f"The search index is gone, with cases that were in it. {REPAIR}", settings.INDEX_DIR
        )
    engine.create(position)


def mark_indexed(engine: Engine, ids: Sequence[int], revisions: Sequence[int], removed: Sequence[int] = ()) -> int:
    """Note that the index holds these revisions and has let go of the removed cases. Under the lock.

    Returns how many of the held ones that was news of. A case that changed since stays stale. So does one
    that another transaction is changing now: waiting for it, with other rows locked, is how two processes
    wait for each other for ever.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE decisions_case SET indexed_revision = held.revision
            FROM (
                SELECT found.id, found.revision
                FROM unnest(%s::bigint[], %s::bigint[]) AS read (id, revision)
                JOIN decisions_case found ON found.id = read.id AND found.revision = read.revision
                WHERE found.indexed_revision <> found.revision
                FOR NO KEY UPDATE OF found SKIP LOCKED
            ) AS held
            WHERE decisions_case.id = held.id
            RETURNING decisions_case.id
            """,
            [list(ids), list(revisions)],
        )
        marked = [pk for (pk,) in cursor.fetchall()]
        RemovedCase.objects.filter(case_id__in=removed).delete()
        note = note_indexed([*marked, *removed])
    if note and note.after == engine.position():  # else others noted as well, and this index takes in all of it again
        engine.keep_position(note.number)
    return len(marked)


def rebuild_index(progress: Callable[[int, int], None] | None = None) -> int:
    """Build the index anew from all rows and swap it in; returns the number of disputed items.

    Others go on loading, correcting and indexing meanwhile, and find all of that in the old index and in
    the new one.

    Args:
        progress: called with the cases read so far and the cases there are.
    """
    engine = _engine(settings.INDEX_DIR)
    position = last_note()
    removed = list(RemovedCase.objects.values_list("case_id", flat=True))
    ids, revisions = array("q"), array("q")
    items = engine.rebuild(read_all(ids, revisions, progress), read_changed, position)
    for start in range(0, len(ids), MARKED_TOGETHER):
        part = slice(start, start + MARKED_TOGETHER)
        with engine.lock():
            mark_indexed(engine, ids[part], revisions[part])
    with engine.lock():
        mark_indexed(engine, [], [], removed)
    index_stale()
    return items


def read_all(
    ids: array[int], revisions: array[int], progress: Callable[[int, int], None] | None
) -> Iterator[ItemDocument]:
    """The documents of all cases; notes in `ids` and `revisions` what was read."""
    total = Case.objects.count()
    rows = Case.objects.order_by("pk").values_list("pk", "revision")
    while chunk := list(rows.filter(pk__gt=ids[-1] if ids else 0)[:READ_TOGETHER]):
        read = [pk for pk, _ in chunk]
        ids.extend(read)
        revisions.extend(revision for _, revision in chunk)
        yield from documents_of(read)
        if progress:
            progress(len(ids), total)


def read_changed(ids: Sequence[int]) -> Iterator[ItemDocument]:
    """The documents of these cases as they are now; ids in order."""
    for start in range(0, len(ids), READ_TOGETHER):
        yield from documents_of(ids[start : start + READ_TOGETHER])
