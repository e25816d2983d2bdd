"""Keeping the index in step with the rows, which are the record. A crash anywhere loses nothing.

A case is stale while its `revision` is not its `indexed_revision`. It is read, indexed, committed, and
only then marked, and marked only if it is still the revision that was read. Whatever was interrupted or
changed meanwhile is stale still, and is indexed next. What is marked is also noted in the journal, from which
the indexes of other machines take it in.
"""

from __future__ import annotations

import time
from array import array
from datetime import timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from decisions.models import ArchiveIdentity, Case, RemovedCase, Treatment
from decisions.search.documents import documents_of
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import REPAIR
from decisions.search.journal import last_note, next_notes, note_indexed
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from django.db.models import QuerySet

    from decisions.search.engine import Engine, ItemDocument, Writer

BATCH = 200
"""Cases that are read, committed and marked together: more would go faster, and let others wait longer."""
LONG = timedelta(minutes=1)
"""After which a letter is not left to who tends the index: that process may be stopped, or wait for something."""
LOOK = 0.02
"""Seconds between two looks whether what is waited for is indexed."""
PATIENCE, PATIENCE_TENDED = 1.0, 10.0
"""Seconds for which a long merge is left to others, and to who tends the index."""
LONGEST = 20.0
"""Seconds for which a page waits for others that have the index."""
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


def changed_cases() -> Q:
    """The condition for those of them that are found as they no longer are."""
    return stale_cases() & Q(indexed_revision__gt=0)


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


def keep_up(engine: Engine) -> int:
    """Index what is due next, as far as it is not left to who tends the index; 0 where nothing is.

    Returns:
        How many cases the index then holds as they are, or let go of.
    """
    return index_corrections(engine) if is_left_to_another(engine) else index_batch(engine)


def index_batch(engine: Engine, batch: int = BATCH) -> int:
    """Index up to `batch` stale cases, take out removed ones, do what another index did, merge what is due.

    Returns:
        How many cases the index then holds as they are, or let go of.
    """
    if not work_left() and not engine.is_merge_due():
        return 0
    with engine.lock():
        return write_and_merge(engine, partial(index_some, batch=batch))


def index_corrections(engine: Engine) -> int:
    """Only what is found as it no longer is, and only if nobody else writes now: who does takes it in next.

    Returns:
        How many cases the index then holds as they are, or let go of.
    """
    if not are_waiting(changed_cases()) and engine.position() == last_note():
        return 0
    if engine.is_long_merge_ahead():  # who writes now has to do it; who tends the index will
        return 0
    with engine.lock(wait=False) as ours:
        return write_and_merge(engine, index_changed) if ours else 0


def is_left_to_another(engine: Engine) -> bool:
    """Whether new letters and merges need not be seen to: a process tends to them, and none has waited for long."""
    long_ago = timezone.now() - LONG
    return engine.is_tended() and not by_id(stale_cases() & Q(indexed_revision=0, loaded_at__lt=long_ago)).exists()


def index_now(case_ids: Sequence[int]) -> bool:
    """Have the index hold these cases as they are, whoever does it.

    Those that another transaction is changing at this moment are left to who changes them. It does not wait for merges
    of others: who merges takes in what is stale meanwhile. A long merge that it would begin itself is left for a while
    to who has the time for it, a worker. Raises IndexUnavailableError.

    Returns:
        False where others had the index for longer than anyone waits for a page: then it is left to them.
    """
    engine = get_engine()
    return all(_index_now(engine, case_ids[start : start + BATCH]) for start in range(0, len(case_ids), BATCH))


def _index_now(engine: Engine, case_ids: Sequence[int]) -> bool:
    stale = stale_cases() & Q(pk__in=case_ids)
    removed = RemovedCase.objects.filter(case_id__in=case_ids)

    def index_asked(index: Writer) -> int:
        return index_these(index, free(stale, BATCH), removed_cases()) or index_changed(index)

    since, note = time.monotonic(), 0
    while by_id(stale).exists() or removed.exists() or engine.position() < (note := note or last_note()):
        waited = time.monotonic() - since
        if waited > LONGEST:
            return False
        patience = PATIENCE_TENDED if engine.is_tended() else PATIENCE
        if engine.is_long_merge_ahead() and waited < patience:
            time.sleep(LOOK)
            continue
        with engine.lock(wait=False) as ours:
            if ours and not write_and_merge(engine, index_asked):
                return True
        if ours:
            since = time.monotonic()
        else:
            time.sleep(LOOK)
    return True


def write_and_merge(engine: Engine, index_next: Callable[[Writer], int]) -> int:
    """Take in notes of other indexes and index what is next, now and again and again during merges. Under the lock.

    Returns:
        How many cases the index then holds as they are, or let go of.
    """
    start_if_new(engine)
    with engine.writing() as index:

        def index_more() -> int:
            return follow_others(index) + index_next(index)

        return index_more() + index.merge(meanwhile=index_more)


def follow_others(index: Writer) -> int:
    """Take in the next few notes of other indexes; returns the number of cases done. Under the lock.

    A note may be of thousands of cases: between them goes what is found as it no longer is.
    """
    held = index.position()
    ids, position = next_notes(held, BATCH)
    done = len(ids)
    for start in range(0, len(ids), BATCH):
        done += index_changed(index)
        hold_as_they_are(index, ids[start : start + BATCH])
    if position != held:
        index.keep_position(position)
    return done


def index_some(index: Writer, batch: int) -> int:
    """Index the next few stale cases; returns how many are done. Under the lock.

    What is found as it no longer is comes first, and alone: it does not wait for new letters to be read.
    """
    return index_changed(index, batch) or index_these(index, free(stale_cases(), batch))


def index_changed(index: Writer, batch: int = BATCH) -> int:
    """Index cases that are found as they no longer are, and take out removed ones; how many. Under the lock."""
    return index_these(index, free(changed_cases(), batch), removed_cases())


def index_these(index: Writer, cases: Iterable[tuple[int, int]], removed: Sequence[int] = ()) -> int:
    """Have the index hold these cases, by id and revision, and mark them; how many are done. Under the lock."""
    revisions = dict(cases)
    if not revisions and not removed:
        return 0
    hold_as_they_are(index, [*revisions], removed)
    return mark_indexed(index, [*revisions], [*revisions.values()], removed) + len(removed)


def hold_as_they_are(index: Writer, ids: Sequence[int], removed: Sequence[int] = ()) -> None:
    """Have the index hold these cases, by id in order, as they are now; none of them without items, or removed."""
    documents = list(documents_of(ids))
    without = set(ids) - {document.case_id for document in documents}
    index.update(documents, [*removed, *without])


def by_id(cases: Q) -> QuerySet[Case, tuple[int, int]]:
    """Ids, in order, and revisions of such cases."""
    return Case.objects.filter(cases).order_by("pk").values_list("pk", "revision")


def free(cases: Q, batch: int) -> list[tuple[int, int]]:
    """Ids and revisions of the next few such cases that no other transaction holds: those could not be marked."""
    with transaction.atomic():
        return list(by_id(cases).select_for_update(skip_locked=True, no_key=True)[:batch])


def removed_cases() -> list[int]:
    """Ids of the next cases to be taken out."""
    return list(RemovedCase.objects.order_by("pk").values_list("case_id", flat=True)[:BATCH])


def are_waiting(cases: Q) -> bool:
    """Whether there are such cases to be indexed, or any to be taken out."""
    return Case.objects.filter(cases).exists() or RemovedCase.objects.exists()


def work_left() -> bool:
    """Whether the index is behind the rows, or not where the journal is."""
    if are_waiting(stale_cases()):
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


def mark_indexed(index: Writer, ids: Sequence[int], revisions: Sequence[int], removed: Sequence[int] = ()) -> int:
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
    if note and note.after == index.position():  # else others noted as well, and this index takes in all of it again
        index.keep_position(note.number)
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
        with engine.writing() as index:
            mark_indexed(index, ids[part], revisions[part])
    with engine.writing() as index:
        mark_indexed(index, [], [], removed)
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
