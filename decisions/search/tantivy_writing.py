"""Documents into an index: a fresh one built of them, cases of one that is there replaced."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import REPAIR
from decisions.search.tantivy_schema import to_index
from decisions.search.tantivy_snapshot import create_index, open_index, read_phrases, write_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from decisions.search.engine import ItemDocument
    from decisions.search.phrases import Phrases

UPDATE_MEMORY = 60_000_000
LEAST_REBUILD_MEMORY, MOST_REBUILD_MEMORY = 200_000_000, 3_000_000_000
"""Bytes of documents that a writer gathers before it writes them out, 4 kB a document.

Whoever rebuilds takes an eighth of the machine's memory: of few large segments facets are counted in less time, since
each names its values anew.
"""
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where Linux tells a container its limit."""


@dataclass
class CaseWriter:
    """Writes to an index until it is stopped; nothing is seen before `commit`.

    Args:
        index: to write to.
        begin: gives tantivy's own writer, which takes threads and memory: only once there is something to write.
        phrases: those that the index has as words of its own.
    """

    index: tantivy.Index
    begin: Callable[[], tantivy.IndexWriter]
    phrases: Phrases

    @cached_property
    def _writer(self) -> tantivy.IndexWriter:
        return self.begin()

    def replace(self, documents: Iterable[ItemDocument], removed_cases: Iterable[int]) -> list[int]:
        """Take cases out, put documents in the place of those of their cases; returns the ids of all these cases."""
        touched = []
        self.index.reload()  # what was committed since it was opened
        held = self.index.searcher()
        for case_id in removed_cases:
            if held.search(tantivy.Query.term_query(self.index.schema, "case_id", case_id), limit=1).hits:
                self._delete(case_id)
            touched.append(case_id)
        for case_id, of_case in groupby(documents, key=lambda document: document.case_id):
            self._delete(case_id)
            self.add(of_case)
            touched.append(case_id)
        return touched

    def _delete(self, case_id: int) -> None:
        self._writer.delete_documents_by_term("case_id", case_id)

    def add(self, documents: Iterable[ItemDocument]) -> int:
        """Add documents, those of a case one after the other; returns how many."""
        added, last_case = 0, None
        for document in documents:
            first_of_case = document.case_id != last_case
            self._writer.add_json(to_index(document, self.phrases, first_of_case=first_of_case))
            added, last_case = added + 1, document.case_id
        return added

    def commit(self) -> None:
        """Have searches see it; raises ValueError with "(os error" where the disk is full.

        Letters that wait to be published change nothing: then the index stays in its state, and what was counted
        and remembered of it holds on.
        """
        if self.has_begun:
            self._writer.commit()

    @property
    def has_begun(self) -> bool:
        """Whether tantivy's writer is at work."""
        return "_writer" in vars(self)

    def begin_merges(self) -> None:
        """Have tantivy merge what is due: it looks for that at each commit, those without documents included."""
        self._writer.commit()

    def collect_garbage(self) -> None:
        """Remove files that no segment has, once a merge that is ending has ended: one thread does both.

        What cannot be removed stays for the next time, as after a commit: it takes place, and does no harm.
        """
        with suppress(ValueError):
            self._writer.garbage_collect_files()

    def stop(self) -> None:
        """Let go of tantivy's writer and its lock; what it has not committed is lost.

        After an error a merge may still be at work. One that is ending just now is waited for, as none must be let go
        of in that moment (see tantivy_merging); one that has longer to go is done again by the next writer.
        """
        if self.has_begun:
            self.collect_garbage()
            del self._writer


def open_writer(folder: Path, phrases_now: Callable[[], Phrases]) -> CaseWriter:
    """A writer that starts from the last commit: what a process killed in its commit wrote after it is deleted.

    tantivy counts on from the commit, so that it would give a new file the name of one that was left, and stop there.
    Raises IndexUnavailableError where the index is damaged.

    Args:
        folder: of the index.
        phrases_now: the phrases that one begun now would have as words of its own. One that holds nothing was perhaps
            begun before there were names, and can still learn them.
    """
    try:
        index, phrases = open_index(folder), read_phrases(folder)
    except (ValueError, OSError) as error:
        raise IndexUnavailableError(f"The search index is damaged. {REPAIR}", f"{folder}: {error}") from error
    if not index.searcher().num_docs and (now := phrases_now()) != phrases:
        write_phrases(folder, now)
        phrases = now

    def begin() -> tantivy.IndexWriter:
        writer = index.writer(UPDATE_MEMORY, num_threads=1)
        writer.garbage_collect_files()
        return writer

    return CaseWriter(index, begin, phrases)


def rebuild_memory() -> int:
    """Bytes that a rebuild gathers documents in."""
    return min(max(memory() // 8, LEAST_REBUILD_MEMORY), MOST_REBUILD_MEMORY)


def memory(limit: Path = MEMORY_LIMIT) -> int:
    """Bytes of memory that this process may count on: the machine's, or what its container is held to."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(machine, int(limit.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return machine


def build(folder: Path, documents: Iterable[ItemDocument], phrases: Phrases) -> None:
    """A new index of these documents; raises IndexUnavailableError where it does not hold them all."""
    index = create_index(folder, phrases)
    writer = index.writer(rebuild_memory(), num_threads=2)
    try:
        added = CaseWriter(index, lambda: writer, phrases).add(documents)
        writer.commit()
        writer.wait_merging_threads()
    except BaseException:
        with suppress(ValueError):
            writer.wait_merging_threads()  # ends its threads: the error holds on to it, and they would go on writing
        raise
    held = open_index(folder).searcher().num_docs
    if held != added:
        raise IndexUnavailableError(f"The new index holds {held} of {added} items. {REPAIR}")
