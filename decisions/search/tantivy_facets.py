"""Facet counts of a search by tantivy's columns."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import tantivy

from decisions.search.engine import FacetCount
from decisions.search.query import Selection
from decisions.search.tantivy_schema import COLUMNS, NO_VALUE, REST_FIELDS, SEPARATOR
from decisions.search.tantivy_text import MUST, MUST_NOT, all_must, any_of, filter_clauses, value_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from decisions.search.query import SearchQuery
    from decisions.search.tantivy_snapshot import Snapshot

SAMPLE = "8"
"""A 256th of the cases, see `tantivy_schema.case_samples`: enough to tell most from few."""
PAGE_DIGITS = 5
"""Of the longest number among the values, so that numbers are in their order."""
ALL_VALUES = 65_000
"""As many as tantivy counts at all: of more, combinations in a shared column included, it fails and gives no answer."""


def count_facets(
    snapshot: Snapshot,
    query: SearchQuery,
    matching: tantivy.Query | None,
    facets: Sequence[str],
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of `facets`, most frequent first, selected values before all others.

    Args:
        snapshot: one state of the index.
        query: the search.
        matching: what its text matches; None without text.
        facets: names out of query.FACETS.
    """
    schema = snapshot.schema
    text = [] if matching is None else [(MUST, matching)]
    selected = [facet for facet in facets if query.filters.get(facet, Selection()).include]
    free = [facet for facet in facets if facet not in selected]
    found = terms(snapshot, all_must(text + filter_clauses(schema, query)), free)
    for facet in selected:
        found |= terms(snapshot, all_must(text + filter_clauses(schema, query, without=facet)), [facet])
    for facet in facets:
        selection = query.filters.get(facet, Selection())
        for value in selection.exclude:
            others = text + filter_clauses(schema, without_facet(query, facet))
            found[facet][value] = snapshot.count(all_must([*others, (MUST, value_query(schema, facet, value))]))
    return {facet: ordered(found[facet], query.filters.get(facet, Selection())) for facet in facets}


def without_facet(query: SearchQuery, facet: str) -> SearchQuery:
    """The search without this facet's selection."""
    return replace(query, filters={name: kept for name, kept in query.filters.items() if name != facet})


def terms(snapshot: Snapshot, query: tantivy.Query, facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """Value to count of each facet; where most of the archive is found, by counting the rest of it."""
    if not facets:
        return {}
    if not finds_most(snapshot, query):
        return counted(snapshot, query, facets)
    everything = snapshot.memory.get(
        ("facets of all", tuple(facets)), lambda: counted(snapshot, tantivy.Query.all_query(), facets)
    )
    rest = counted(snapshot, all_must([(MUST_NOT, query)]), facets)
    return {
        facet: {
            value: left for value, number in everything[facet].items() if (left := number - rest[facet].get(value, 0))
        }
        for facet in facets
    }


def finds_most(snapshot: Snapshot, query: tantivy.Query) -> bool:
    """Whether a query finds more than half of the archive: by a sample of it, since either way of counting is exact."""
    sample = tantivy.Query.term_query(snapshot.schema, "case_sample", SAMPLE, index_option="basic")
    sampled = snapshot.memory.get("sampled", lambda: snapshot.count(sample))
    return 2 * snapshot.count(all_must([(MUST, query), (MUST, sample)])) > sampled


def counted(snapshot: Snapshot, query: tantivy.Query, facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """Value to count of each facet: one pass over the items found, one over those with many values."""
    searcher, schema = snapshot.searcher, snapshot.schema
    columns = {column: held for column, held in COLUMNS.items() if not set(held).isdisjoint(facets)}
    rests = {REST_FIELDS[facet]: (facet,) for facet in facets}
    counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    many = any_of(tantivy.Query.term_query(schema, "more", facet, index_option="basic") for facet in facets)
    for held, items in ((columns, query), (rests, all_must([(MUST, query), (MUST, many)]))):
        for column, values in count_columns(searcher, items, list(held)).items():
            for facet, pairs in parted(held[column], values):
                if facet in counts:
                    add(counts[facet], pairs)
    return counts


def parted(facets: Sequence[str], counts: Mapping[str, int]) -> Iterator[tuple[str, Iterable[tuple[str, int]]]]:
    """The counts of a column, which holds a value of each of these facets: each facet, its values and their counts."""
    if len(facets) == 1:
        yield facets[0], counts.items()
        return
    values = [joined.split(SEPARATOR) for joined in counts]
    for place, facet in enumerate(facets):
        yield facet, zip([parts[place] for parts in values], counts.values(), strict=True)


def add(to: dict[str, int], counts: Iterable[tuple[str, int]]) -> None:
    """Add each value's count; what fills an unused slot is no value."""
    for value, number in counts:
        to[value] = to.get(value, 0) + number
    to.pop(NO_VALUE, None)


def count_columns(
    searcher: tantivy.Searcher, query: tantivy.Query, columns: Sequence[str]
) -> dict[str, dict[str, int]]:
    """What stands in each column to how often it does."""
    wanted = {
        column: {"terms": {"field": column, "size": ALL_VALUES, "segment_size": ALL_VALUES}} for column in columns
    }
    answer: Mapping[str, Any] = searcher.aggregate(query, wanted)
    return {column: {bucket["key"]: bucket["doc_count"] for bucket in answer[column]["buckets"]} for column in columns}


def ordered(counts: Mapping[str, int], selection: Selection) -> tuple[FacetCount, ...]:
    """Counts as facet values: the selected first, also those at 0; then by count, then by value."""
    chosen = {value: counts.get(value, 0) for value in (*selection.include, *selection.exclude)}
    others = {value: number for value, number in counts.items() if value not in chosen}
    return (
        *(
            FacetCount(value, number, value in selection.include, value in selection.exclude)
            for value, number in by_count(chosen)
        ),
        *(FacetCount(value, number) for value, number in by_count(others)),
    )


def by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values and counts, most frequent first, then by value: page 48 before page 125.

    >>> by_count({"125": 1, "48": 1, "77": 2})
    [('77', 2), ('48', 1), ('125', 1)]
    """
    by_value = sorted(counts.items(), key=_page_order if any(map(str.isdigit, counts)) else itemgetter(0))
    return sorted(by_value, key=itemgetter(1), reverse=True)


def _page_order(one: tuple[str, int]) -> str:
    value = one[0]
    return value.zfill(PAGE_DIGITS) if value.isdigit() else value
