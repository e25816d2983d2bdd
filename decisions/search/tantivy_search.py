"""One search on one snapshot: hits and totals on one thread, facet counts beside them on another."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import tantivy

from decisions.search.engine import CaseCount, FacetCount, Hit, IndexUnavailableError, SearchResult
from decisions.search.generations import REPAIR
from decisions.search.inflections import stem
from decisions.search.query import Sort
from decisions.search.spelling import SHORTEST, closest
from decisions.search.synonyms import Widened, widen
from decisions.search.synonyms import fold as fold_name
from decisions.search.tantivy_facets import count_facets
from decisions.search.tantivy_schema import SAID, SAMPLES, STEMS
from decisions.search.tantivy_text import MUST, TextCompiler, all_must, filter_clauses
from decisions.search.text_query import Phrase, Word, parse_text, positive_leaves
from decisions.search.text_tokens import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from decisions.search.query import SearchQuery
    from decisions.search.tantivy_snapshot import Snapshot
    from decisions.search.text_query import Node

WINDOW = 100
"""Results are fetched and remembered in windows of this many; by relevance, equal scores in one are in date order.

Which documents a window holds is settled by score and place in the index alone, so that no page
repeats or loses one.
"""
COLLECTED = 10_000
"""Items up to which cases are counted by collecting their ids: 5 to 10 ms."""
SAMPLED = 1_250
"""Items, at most, of the sample that more cases are estimated from, at least half as many: mostly right within 4 %."""
CANDIDATES = 5_000
"""Words with the same first letter that a misspelt one is compared with: 20 ms."""
EXACT_CASES = 10_000
"""Up to as many cases the count is exact, however many items they have."""

ORDERS = {Sort.NEWEST: "newest", Sort.OLDEST: "oldest", Sort.CASE: "case_order"}


@dataclass(frozen=True, slots=True)
class CompiledSearch:
    """A search in tantivy's terms.

    Args:
        query: what was asked.
        root: the tree of its text, other names among it.
        text: what the text matches; None without text.
        everything: text, filters and dates.
        notes: of the parser.
        widened: other names searched for.
    """

    query: SearchQuery
    root: Node | None
    text: tantivy.Query | None
    everything: tantivy.Query
    notes: tuple[str, ...]
    widened: tuple[Widened, ...] = ()

    @property
    def key(self) -> Hashable:
        """Equal for searches that find the same items."""
        filters = tuple(sorted((name, chosen) for name, chosen in self.query.filters.items()))
        query = self.query
        return query.text, query.synonyms, repr(filters), query.decided_from, query.decided_to

    @property
    def finds_all(self) -> bool:
        """Whether nothing narrows the search."""
        chosen = any(one.include or one.exclude for one in self.query.filters.values())
        return self.text is None and not chosen and not (self.query.decided_from or self.query.decided_to)

    @property
    def is_ranked(self) -> bool:
        """Whether relevance is asked for and tells results apart: not where only word* or exclusions were typed."""
        return (
            self.query.sort is Sort.RELEVANCE
            and self.text is not None
            and any(not (isinstance(leaf, Word) and leaf.prefix) for leaf in positive_leaves(self.root))
        )


def compile_search(snapshot: Snapshot, query: SearchQuery) -> CompiledSearch:
    """Read the text and put it together with filters and dates."""
    read = parse_text(query.text)
    compiler = TextCompiler(snapshot)
    wider, widened = read.root, tuple[Widened, ...]()
    if read.root and query.synonyms:
        wider, widened = widen(read.root, snapshot.thesaurus)
    text = compiler.match(wider) if wider else None
    notes = read.notes
    if read.root and text is None:
        notes = (*notes, "No word of the search could be looked up, so it was left out.")
    clauses = filter_clauses(snapshot.schema, query)
    everything = all_must([*([] if text is None else [(MUST, text)]), *clauses])
    return CompiledSearch(query, wider, text, everything, notes, widened)


def run_search(snapshot: Snapshot, query: SearchQuery, executor: Executor) -> SearchResult:
    """Answer a query."""
    search = compile_search(snapshot, query)
    facets = begin_facets(snapshot, search, executor)
    total, hits = find_hits(snapshot, search)
    return SearchResult(
        total,
        hits,
        facets,
        cases_of(snapshot, search, total),
        search.notes,
        also_searched=search.widened,
        did_you_mean=snapshot.memory.get(("meant", query.text, query.synonyms), lambda: did_you_mean(snapshot, search)),
    )


def did_you_mean(snapshot: Snapshot, search: CompiledSearch) -> str:
    """The typed text with the words that stand nowhere replaced; empty where there is nothing to replace."""
    named = {fold_name(word) for one in search.widened for word in one.typed.split()}
    text = search.query.text[:MAX_LENGTH]
    replaced = text
    for leaf in reversed(positive_leaves(search.root)):
        word = None if fold_name(leaf.text) in named else correction(snapshot, leaf)
        if word:
            start, end = leaf.span
            replaced = replaced[:start] + word + replaced[end:]
    return "" if replaced == text else replaced


def correction(snapshot: Snapshot, leaf: Word | Phrase) -> str | None:
    """A word of the archive like this one; None for a known word, and for what is not one plain word."""
    tokens = snapshot.analyzer.analyze(leaf.text)
    if isinstance(leaf, Phrase) or leaf.prefix or len(tokens) != 1:
        return None
    [token] = tokens
    searcher = snapshot.searcher
    if len(token) < SHORTEST or searcher.doc_freq(STEMS, stem(token)):
        return None
    return closest(token, searcher.terms_with_prefix(SAID["all"], token[0], limit=CANDIDATES))


class FacetsCounted(Mapping[str, tuple[FacetCount, ...]]):
    """Facets that are still being counted on another thread: whoever looks at one waits for it.

    Meanwhile the caller has its texts fetched from the database, and printed.
    """

    def __init__(self, facets: Sequence[str], counting: Future[Mapping[str, tuple[FacetCount, ...]]]) -> None:
        self._facets, self._counting = facets, counting

    def __getitem__(self, facet: str) -> tuple[FacetCount, ...]:
        with answering():
            return self._counting.result()[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facets)

    def __len__(self) -> int:
        return len(self._facets)


@contextmanager
def answering() -> Iterator[None]:
    """Raise IndexUnavailableError where tantivy fails."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnavailableError(f"The search index failed to answer. {REPAIR}", error) from error


def begin_facets(
    snapshot: Snapshot, search: CompiledSearch, executor: Executor
) -> Mapping[str, tuple[FacetCount, ...]]:
    """The counts of its facets, begun on another thread; remembered for as long as the index stays as it is."""
    query = search.query
    key = ("facets", search.key, query.facets)
    if not query.facets:
        return {}
    known: Mapping[str, tuple[FacetCount, ...]] | None = snapshot.memory.recall(key)
    if known is not None:
        return known

    def count() -> Mapping[str, tuple[FacetCount, ...]]:
        return snapshot.memory.get(key, lambda: count_facets(snapshot, query, search.text, query.facets))

    return FacetsCounted(query.facets, executor.submit(count))


def cases_of(snapshot: Snapshot, search: CompiledSearch, total: int) -> Callable[[], CaseCount]:
    """Gives the number of cases: for a page, which shows facets too, counted beside these; else when asked for."""

    def count() -> CaseCount:
        with answering():
            return snapshot.memory.get(("cases", search.key), lambda: count_cases(snapshot, search, total))

    if search.query.facets:
        count()
    return count


def find_hits(snapshot: Snapshot, search: CompiledSearch) -> tuple[int, tuple[Hit, ...]]:
    """The number of items found, and those of the page asked for."""
    query = search.query
    start = (max(query.page, 1) - 1) * query.per_page
    held = snapshot.searcher.num_docs
    if start >= held or query.per_page < 1:
        return snapshot.count(search.everything), ()
    first, end = start // WINDOW, start + query.per_page
    windows = [
        snapshot.memory.get(("hits", search.key, query.sort, number), partial(find_window, snapshot, search, number))
        for number in range(first, -(-min(end, held) // WINDOW))
    ]
    hits = [hit for _, of_window in windows for hit in of_window]
    return windows[0][0], tuple(hits[start - first * WINDOW : end - first * WINDOW])


def find_window(snapshot: Snapshot, search: CompiledSearch, number: int) -> tuple[int, tuple[Hit, ...]]:
    """The number of items found, and WINDOW of them: the next pages come of what this one took."""
    total, addresses = (by_relevance if search.is_ranked else by_column)(snapshot, search, number * WINDOW, WINDOW)
    return total, snapshot.hits(addresses)


def total_of(found: tantivy.SearchResult) -> int:
    """The count that a search brought along."""
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy's own types
    return total


def by_column(
    snapshot: Snapshot, search: CompiledSearch, start: int, size: int
) -> tuple[int, list[tantivy.DocAddress]]:
    """The total, and results in the order of one of the columns that were made to sort by."""
    found = snapshot.searcher.search(
        search.everything,
        limit=size,
        offset=start,
        order_by_field=ORDERS.get(search.query.sort, ORDERS[Sort.NEWEST]),
        order=tantivy.Order.Asc,
    )
    return total_of(found), [address for _, address in found.hits]


def by_relevance(
    snapshot: Snapshot, search: CompiledSearch, start: int, size: int
) -> tuple[int, list[tantivy.DocAddress]]:
    """The total, and results, best first; `start` is that of a window."""
    found = snapshot.searcher.search(scoring(snapshot, search), limit=size, offset=start)
    return total_of(found), in_windows(snapshot, found.hits)


def scoring(snapshot: Snapshot, search: CompiledSearch) -> tantivy.Query:
    """The search with scores by its words alone: filters and dates weigh nothing."""
    assert search.root is not None
    compiler = TextCompiler(snapshot, ranking=True)
    matching = compiler.match(search.root)
    assert matching is not None  # else nothing were ranked
    scored = compiler.score(search.root, matching)
    clauses = filter_clauses(snapshot.schema, search.query)
    if not clauses:
        return scored
    return tantivy.Query.boolean_query(
        [(MUST, scored), (MUST, tantivy.Query.const_score_query(all_must(clauses), 0.0))]
    )


def in_windows(snapshot: Snapshot, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[tantivy.DocAddress]:
    """The hits, in each window by score, then newest, then case and position."""
    newest = snapshot.searcher.fast_field_values("newest", [address for _, address in hits])
    ranked = [(-score, key, address) for (score, address), key in zip(hits, newest, strict=True)]
    return [
        address
        for begin in range(0, len(ranked), WINDOW)
        for _, _, address in sorted(ranked[begin : begin + WINDOW], key=lambda one: one[:2])
    ]


def count_cases(snapshot: Snapshot, search: CompiledSearch, total: int) -> CaseCount:
    """How many cases the items found belong to.

    tantivy counts different values only roughly and slowly. Here few are collected; of the whole archive
    the first items are counted; of many a sample is, large enough to tell how many items a case has among them.
    """
    if total > COLLECTED:
        if search.finds_all:
            return CaseCount(snapshot.count(basic_term(snapshot, "first_of_case", "yes")))
        estimate = estimate_cases(snapshot, search, total)
        if estimate > EXACT_CASES * 1.2:
            return CaseCount(min(about(estimate), total), exact=False)
    return CaseCount(len(set(collect_cases(snapshot, search.everything, total))))


def estimate_cases(snapshot: Snapshot, search: CompiledSearch, total: int) -> int:
    """By how many items a case has in a sample; 0 where none of the items found is in it."""
    sample = min((total // SAMPLED).bit_length(), SAMPLES)
    sampled = all_must([(MUST, search.everything), (MUST, basic_term(snapshot, "case_sample", str(sample)))])
    found = collect_cases(snapshot, sampled, total)
    return total * len(set(found)) // max(len(found), 1)


def about(number: int) -> int:
    """A number as an estimate is told: its two first digits.

    >>> [about(number) for number in (32_272, 468, 1_119_500)]
    [32000, 470, 1100000]
    """
    return round(number, min(0, 2 - len(str(number))))


def collect_cases(snapshot: Snapshot, query: tantivy.Query, limit: int) -> list[int]:
    """The case of each item, up to `limit` of them."""
    found = snapshot.searcher.search(query, limit=max(limit, 1), count=False, order_by_field="case_id")
    return [case_id for case_id, _ in found.hits]


def basic_term(snapshot: Snapshot, field: str, value: str) -> tantivy.Query:
    """Items with this value in a field that is only there to be counted or filtered by."""
    return tantivy.Query.term_query(snapshot.schema, field, value, index_option="basic")
