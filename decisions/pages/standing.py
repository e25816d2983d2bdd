"""How decisions stand: how many were upheld, overturned, modified, for each value of a facet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.models import Outcome
from decisions.parameters import links
from decisions.search.query import SearchQuery, Selection
from decisions.statistics.odds import whole_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import Engine, SearchResult

OUTCOMES = (Outcome.UPHELD, Outcome.OVERTURNED, Outcome.MODIFIED)


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many decisions ended so, where they are listed, and their share in percent."""

    outcome: Outcome
    count: int
    percent: float
    offset: float
    url: str

    @property
    def said(self) -> str:
        """The share as it is printed: what is there is never "0 %", what is not all never "100 %".

        >>> OutcomeCount(Outcome.UPHELD, 1, 12.5, 0, "").said
        '13 %'
        >>> OutcomeCount(Outcome.MODIFIED, 5, 0.47, 99.53, "").said
        '0.5 %'
        >>> OutcomeCount(Outcome.MODIFIED, 1, 0.001, 99.99, "").said
        'under 0.1 %'
        >>> OutcomeCount(Outcome.UPHELD, 1, 99.99, 0, "").said
        'over 99.9 %'
        """
        if 1 <= self.percent <= 99 or self.percent in (0, 100):
            return f"{whole_percent(self.percent)} %"
        if self.percent < 0.05:
            return "under 0.1 %"
        return f"{self.percent:.1f} %" if self.percent < 99.95 else "over 99.9 %"


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions of one search: all of them, and by outcome. Outcomes without any are left out."""

    label: str
    value: str
    total: int
    url: str
    outcomes: tuple[OutcomeCount, ...]

    @property
    def upheld(self) -> OutcomeCount | None:
        """Those in which the denial stands."""
        return next((one for one in self.outcomes if one.outcome == Outcome.UPHELD), None)

    @property
    def overturned(self) -> OutcomeCount | None:
        """Those in which the treatment must be authorized."""
        return next((one for one in self.outcomes if one.outcome == Outcome.OVERTURNED), None)


def standing_of(result: SearchResult, query: SearchQuery, label: str = "", value: str = "") -> Standing:
    """How the decisions of a search stand, from its outcome facet."""
    counts = {one.value: one.count for one in result.facets.get("outcome", ())}
    return _standing(query, label, value, result.total_items, counts)


def standings(engine: Engine, facet: str, vocabulary: Vocabulary) -> tuple[Standing, ...]:
    """How the decisions of each value of a facet stand, the most frequent first. One search an outcome."""
    whole = engine.search(SearchQuery(per_page=1, facets=(facet,))).facets[facet]
    by_outcome = {outcome.value: _counts(engine, facet, outcome) for outcome in OUTCOMES}
    found = []
    for one in whole:
        counts = {outcome: counted.get(one.value, 0) for outcome, counted in by_outcome.items()}
        query = links.searching(**{facet: one.value})
        found.append(_standing(query, vocabulary.label(facet, one.value), one.value, one.count, counts))
    return tuple(found)


def _counts(engine: Engine, facet: str, outcome: Outcome) -> dict[str, int]:
    chosen = {"outcome": Selection((outcome.value,))}
    result = engine.search(SearchQuery(filters=chosen, per_page=1, facets=(facet,)))
    return {one.value: one.count for one in result.facets[facet]}


def _standing(query: SearchQuery, label: str, value: str, total: int, counts: Mapping[str, int]) -> Standing:
    outcomes, offset = [], 0.0
    for outcome in OUTCOMES:
        count = counts.get(outcome.value, 0)
        if count:
            percent = 100 * count / total
            url = links.search_url(links.with_value(query, "outcome", outcome.value))
            outcomes.append(OutcomeCount(outcome, count, percent, offset, url))
            offset += percent
    return Standing(label, value, total, links.search_url(query), tuple(outcomes))
