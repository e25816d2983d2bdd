"""The embedded search engine. Only this module and its `tantivy_` neighbours know tantivy."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from decisions.search.engine import IndexUnavailableError, Listing, none_of
from decisions.search.generations import Generations, read_position, write_position
from decisions.search.inflections import inflections
from decisions.search.phrases import SAMPLE, Phrases
from decisions.search.snippets import best_passages
from decisions.search.synonyms import Thesaurus, widen
from decisions.search.tantivy_listing import list_hits
from decisions.search.tantivy_merging import documents_due, merge_is_due, segment_sizes
from decisions.search.tantivy_outcomes import count_outcomes
from decisions.search.tantivy_schema import VERSION, said_in
from decisions.search.tantivy_search import answering, run_search
from decisions.search.tantivy_similar import find_similar
from decisions.search.tantivy_snapshot import SnapshotKeeper, create_index, open_index
from decisions.search.tantivy_updating import writing_to
from decisions.search.tantivy_writing import build
from decisions.search.text_query import parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from decisions.search.engine import Hit, ItemDocument, OutcomeCounts, SearchResult, Snippet, Summaries
    from decisions.search.generations import Changes
    from decisions.search.query import SearchQuery, Selection
    from decisions.search.tantivy_snapshot import Snapshot
    from decisions.search.tantivy_updating import GenerationWriter

LEFT_FOR_THE_END = 500
"""Cases changed during a rebuild that may be left for its last moment, when nobody else can write."""
SOON_MERGED = 20_000
"""Documents that are merged in a second or two."""


class TantivyEngine:
    """The search engine that lives in a folder. Safe between threads; one for each process.

    Args:
        folder: of the index; made on the first write.
        database: gives the identity of the database whose rows it indexes: an index of another is refused.
            Asked whenever a generation is opened or made.
        read_thesaurus: gives the other names of things. Asked once for each state of the index, and when one is begun.
    """

    def __init__(
        self, folder: Path, database: Callable[[], str], read_thesaurus: Callable[[], Thesaurus] = Thesaurus
    ) -> None:
        self._generations = Generations(folder, VERSION, database)
        self._read_thesaurus = read_thesaurus
        self._keeper = SnapshotKeeper(self._generations, read_thesaurus)
        self._executor: ThreadPoolExecutor | None = None
        self._executor_process = 0
        self._not_merged: list[int] = []

    def search(self, query: SearchQuery) -> SearchResult:
        """The page, totals and facet counts of a query; raises IndexUnavailableError."""
        return self._search(self._keeper.current(), query)

    def listing(self, query: SearchQuery) -> Listing:
        """The query with all of its hits, lazily, at one state of the index; raises IndexUnavailableError."""
        snapshot = self._keeper.current()
        return Listing(self._search(snapshot, query), list_hits(snapshot, query))

    def outcomes(self, query: SearchQuery) -> OutcomeCounts:
        """The decisions of a query by outcome, at one state of the index; raises IndexUnavailableError."""
        snapshot = self._keeper.current()
        return count_outcomes(snapshot, query, lambda narrower: self._search(snapshot, narrower))

    def state(self) -> str:
        """Names the state of the index; raises IndexUnavailableError."""
        return self._keeper.current().state

    def _search(self, snapshot: Snapshot, query: SearchQuery) -> SearchResult:
        with answering():
            return run_search(snapshot, query, self._threads())

    def snippets(self, query: SearchQuery, rationales: Sequence[str], summaries: Summaries = none_of) -> list[Snippet]:
        """For each decision its best passage under the query's words; the rationale's beginning where none is found."""
        root = parse_text(query.text).root
        if root and query.synonyms:
            root, _ = widen(root, self._keeper.latest().thesaurus)
        return best_passages(root, inflections, rationales, summaries)

    def similar(
        self, document: ItemDocument, count: int, filters: Mapping[str, Selection] | None = None
    ) -> tuple[Hit, ...]:
        """Items of other cases most like this one in request, rationale and guideline, best first."""
        return find_similar(self._keeper.current(), document, count, filters or {})

    def lock(self, *, wait: bool = True) -> AbstractContextManager[bool]:
        """Be the one writer among all processes; gives whether one is, which is certain for who waits for it."""
        return self._generations.lock(wait=wait)

    def tending(self) -> AbstractContextManager[None]:
        """Be one that indexes new letters and merges, for long: others leave both to it."""
        return self._generations.tending()

    def is_tended(self) -> bool:
        """Whether anyone is, this process included."""
        return self._generations.is_tended()

    def exists(self) -> bool:
        """Whether an index was ever built here, usable or not."""
        return self._generations.exists()

    def is_rebuilding(self) -> bool:
        """Whether anyone rebuilds the index now."""
        return self._generations.is_rebuilding()

    def create(self, position: int = 0) -> None:
        """Make an empty index unless there is one; at this note (see journal)."""
        with self.lock():
            if not self.exists():
                folder = self._generations.begin()
                create_index(folder, self._phrases())
                write_position(folder, position)
                self._generations.swap(folder)

    def position(self) -> int:
        """The note (see journal) up to which the present index holds all; 0 where none was kept."""
        return read_position(self._generations.current())

    def update(self, documents: Iterable[ItemDocument], removed_cases: Iterable[int]) -> None:
        """Make the index hold exactly these documents for their cases, none for the removed cases.

        Raises IndexUnavailableError where there is no index to update, OSError where the disk is full.
        """
        with self.writing() as index:
            index.update(documents, removed_cases)

    @contextmanager
    def writing(self) -> Iterator[GenerationWriter]:
        """Be the one writer for several updates, and to the end of the merges they make due; raises as `update`."""
        with self.lock(), disk_errors():
            with writing_to(self._generations.current(), self._phrases, self._generations.note_changes) as writer:
                yield writer
            self._not_merged = writer.not_merged or self._not_merged

    def is_merge_due(self) -> bool:
        """Whether searches would gain by a merge that was not tried in vain; False where there is no index."""
        sizes = self._segment_sizes()
        return merge_is_due(sizes) and sizes != self._not_merged

    def is_long_merge_ahead(self) -> bool:
        """Whether who updates now would have to wait longer than a moment; False where there is no index."""
        return documents_due([*self._segment_sizes(), 1]) > SOON_MERGED

    def _segment_sizes(self) -> list[int]:
        try:
            return segment_sizes(self._generations.current())
        except (IndexUnavailableError, OSError, ValueError, KeyError):  # who searches is told
            return []

    def rebuild(
        self,
        documents: Iterable[ItemDocument],
        changed: Callable[[Sequence[int]], Iterable[ItemDocument]] | None = None,
        position: int = 0,
    ) -> int:
        """Build a fresh index beside the present one, swap it in, return the number of its documents.

        Raises OSError where the disk is full; then nothing of the fresh one stays.
        """
        with self._generations.rebuilding() as changes, disk_errors():
            self._generations.sweep()  # of what a killed rebuild left
            folder = self._generations.begin()
            try:
                return self._rebuild(folder, documents, changes, changed, position)
            finally:
                self._generations.sweep()

    def _rebuild(
        self,
        folder: Path,
        documents: Iterable[ItemDocument],
        changes: Changes,
        changed: Callable[[Sequence[int]], Iterable[ItemDocument]] | None,
        position: int,
    ) -> int:
        unread = iter(documents)
        sample = list(islice(unread, SAMPLE))
        build(folder, chain(sample, unread), self._phrases(sample))
        write_position(folder, position)
        while len(ids := changes.take()) > LEFT_FOR_THE_END:
            self._catch_up(folder, ids, changed)
        with self.lock():
            self._catch_up(folder, sorted({*ids, *changes.take()}), changed)
            held = open_index(folder).searcher().num_docs
            self._generations.swap(folder)
        return held

    def _catch_up(
        self, folder: Path, case_ids: Sequence[int], changed: Callable[[Sequence[int]], Iterable[ItemDocument]] | None
    ) -> None:
        """Have an index hold these cases as they are now."""
        if not case_ids:
            return
        if changed is None:
            raise ValueError("The index was updated while it was rebuilt: say how changed cases are read.")
        with writing_to(folder, self._phrases) as writer:
            writer.update(changed(case_ids), case_ids)

    def _phrases(self, sample: Iterable[ItemDocument] = ()) -> Phrases:
        """Those that an index begun now has as words of its own: names of things, and what most of a sample say."""
        return Phrases.of(self._read_thesaurus().groups, [*map(said_in, sample)])

    def _threads(self) -> ThreadPoolExecutor:
        """The helper threads of this process; a forked child has none of its parent's."""
        if self._executor is None or self._executor_process != os.getpid():
            self._executor = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search")
            self._executor_process = os.getpid()
        return self._executor


@contextmanager
def disk_errors() -> Iterator[None]:
    """Say of what the disk refuses that it was the index; to tantivy that is a ValueError like any other."""
    try:
        yield
    except (ValueError, OSError) as error:
        if isinstance(error, ValueError) and "(os error " not in str(error):
            raise
        raise OSError(f"The search index cannot be written: {error}") from error
