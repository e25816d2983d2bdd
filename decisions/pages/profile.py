"""What a treatment's, guideline's or specialty's page shows: outcomes, trend, what goes with it, the latest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.pages.facets import Facet, ways_in
from decisions.pages.finding import find
from decisions.pages.odds import OddsLine, archive_odds, odds_line
from decisions.pages.outcome_table import build_table
from decisions.pages.results import ResultGroup, group_results
from decisions.pages.standing import Standing, standing_of
from decisions.pages.trend import Trend, build_trend
from decisions.parameters import links
from decisions.parameters.section_names import learn_section_names
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from decisions.pages.outcome_table import Table, TableKind

LATEST = 10
SHOWN = 10
"""Rows of a table; the statistics of the same decisions have all."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The decisions with one value in one facet.

    Args:
        standing: how they ended.
        odds: how often the denial was overturned; None where no outcome is stated.
        trend: that, quarter by quarter.
        tables: them divided by the values of other facets.
        sides: other facets of theirs; each value links to the search for both.
        groups: the latest of them.
        search_url: all of them.
    """

    standing: Standing
    odds: OddsLine | None
    total_cases: int
    trend: Trend
    tables: tuple[Table, ...]
    sides: tuple[Facet, ...]
    groups: tuple[ResultGroup, ...]
    search_url: str


def build_profile(facet: str, value: str, sides: tuple[str, ...] = (), tables: tuple[TableKind, ...] = ()) -> Profile:
    """The profile of a facet's value; three queries. Raises IndexUnavailableError.

    Args:
        facet: of decisions.search.query.FACETS.
        value: of the facet: whose profile it is.
        sides: facets listed by their values.
        tables: facets whose values are listed with their outcomes.
    """
    engine, vocabulary = get_engine(), current_vocabulary()
    query = links.searching(**{facet: value})
    found = find(replace(links.newest(query, LATEST), facets=("outcome", *sides)))
    learn_section_names(vocabulary, query, found.result.facets.get("section", ()))
    counts = engine.outcomes(replace(query, facets=tuple(kind.facet for kind in tables)))
    archive = archive_odds(engine)
    built = (build_table(kind, counts, query, vocabulary, most=SHOWN) for kind in tables)
    return Profile(
        standing=standing_of(found.result, query, vocabulary.label(facet, value), value),
        odds=odds_line(found.result, query, archive),
        total_cases=found.result.total_cases,
        trend=build_trend(counts.days, counts.total, query, archive),
        tables=tuple(table for table in built if table.rows),
        sides=ways_in(found.result, query, sides, vocabulary),
        groups=group_results(found.items, found.snippets),
        search_url=links.search_url(query),
    )
