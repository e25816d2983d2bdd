"""Decisions by outcome: of a whole search, of the values of its facets, of each day. All at one state of the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from decisions.search.engine import OutcomeCounts
from decisions.search.query import Selection
from decisions.search.tantivy_schema import EPOCH
from decisions.search.tantivy_search import answering, compile_search

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import date
    from typing import TypeVar

    from decisions.search.engine import SearchResult
    from decisions.search.query import SearchQuery
    from decisions.search.tantivy_snapshot import Snapshot

    Key = TypeVar("Key", bound=Hashable)

OF_EACH_DAY = {"days": {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}}


def count_outcomes(
    snapshot: Snapshot, query: SearchQuery, search: Callable[[SearchQuery], SearchResult]
) -> OutcomeCounts:
    """The decisions of a query by outcome.

    An item has one outcome or none is stated: what is left of a count when the others are taken from it is the most
    frequent one's, which is never searched for. So it costs a search for each outcome, mostly two.

    Args:
        snapshot: one state of the index.
        query: the search; an outcome selected in it is left aside.
        search: searches this state.
    """
    whole = narrowed(query, Selection())
    found = search(replace(whole, facets=("outcome", *whole.facets)))
    total = {one.value: one.count for one in found.facets["outcome"] if one.count}
    most = max(total, key=lambda outcome: total[outcome], default="")
    others = {outcome: narrowed(query, Selection((outcome,))) for outcome in total if outcome != most}
    results = {outcome: search(other) for outcome, other in others.items()}
    return OutcomeCounts(
        found=found,
        total=total,
        facets={
            facet: spread(
                values_of(found, facet), {outcome: values_of(one, facet) for outcome, one in results.items()}, most
            )
            for facet in whole.facets
        },
        days=spread(
            days_of(snapshot, whole), {outcome: days_of(snapshot, other) for outcome, other in others.items()}, most
        ),
        state=snapshot.state,
    )


def narrowed(query: SearchQuery, outcomes: Selection) -> SearchQuery:
    """The search for these outcomes, whatever others were selected; its first hit only."""
    filters = {name: chosen for name, chosen in query.filters.items() if name != "outcome"}
    if outcomes.include:
        filters["outcome"] = outcomes
    facets = tuple(facet for facet in query.facets if facet != "outcome")
    return replace(query, filters=filters, page=1, per_page=1, facets=facets)


def values_of(result: SearchResult, facet: str) -> dict[str, int]:
    """Value to count of a facet, in its order; excluded values are no part of the search."""
    return {one.value: one.count for one in result.facets[facet] if one.count and not one.excluded}


def spread(whole: Mapping[Key, int], parts: Mapping[str, Mapping[Key, int]], most: str) -> dict[Key, dict[str, int]]:
    """Each key's count by outcome: what `parts` hold, and the rest of it as `most`."""
    found = {}
    for key, count in whole.items():
        counts = {outcome: part[key] for outcome, part in parts.items() if part.get(key)}
        rest = count - sum(counts.values())
        found[key] = {most: rest, **counts} if rest else counts
    return found


def days_of(snapshot: Snapshot, query: SearchQuery) -> dict[date, int]:
    """Decision date to the number of decisions, in order; remembered for as long as the index stays as it is."""
    search = compile_search(snapshot, query)

    def count() -> dict[date, int]:
        with answering():
            answer: Mapping[str, Any] = snapshot.searcher.aggregate(search.everything, OF_EACH_DAY)
        buckets = answer["days"]["buckets"]
        return {EPOCH + timedelta(days=int(one["key"])): int(one["doc_count"]) for one in buckets}

    return snapshot.memory.get(("days", search.key), count)
