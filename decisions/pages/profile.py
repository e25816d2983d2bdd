"""What a treatment's, guideline's or specialty's page shows: outcomes, trend, what goes with it, the latest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.pages.facets import Facet, ways_in
from decisions.pages.odds import OddsLine, archive_odds, odds_line
from decisions.pages.outcome_table import build_table, sections_in
from decisions.pages.recent import Side, recent_sides
from decisions.pages.standing import Standing, standing_of
from decisions.pages.trend import Trend, build_trend
from decisions.parameters import links
from decisions.parameters.section_names import learn_section_names
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from decisions.pages.outcome_table import Table, TableKind

SHOWN = 10
"""Rows of a table; the statistics of the same decisions have all."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The decisions with one value in one facet.

    Args:
        name: what the value is called.
        standing: how they ended.
        odds: how often the denial was overturned; None where no outcome is stated.
        trend: that, quarter by quarter.
        tables: them divided by the values of other facets.
        sides: other facets of theirs; each value links to the search for both.
        recent: the latest overturned and the latest upheld of them.
        search_url: all of them.
        state: of the index that counted them.
    """

    name: str
    standing: Standing
    odds: OddsLine | None
    total_cases: int
    trend: Trend
    tables: tuple[Table, ...]
    sides: tuple[Facet, ...]
    recent: tuple[Side, ...]
    search_url: str
    state: str


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
    found = engine.search(replace(query, per_page=1, facets=("outcome", *sides)))
    counts = engine.outcomes(replace(query, facets=tuple(kind.facet for kind in tables)))
    learn_section_names(vocabulary, query, sections_in(counts))
    archive = archive_odds(engine)
    built = (build_table(kind, counts, query, vocabulary, most=SHOWN) for kind in tables)
    return Profile(
        name=vocabulary.name(facet, value),
        standing=standing_of(found, query, vocabulary.label(facet, value), value),
        odds=odds_line(found, query, archive),
        total_cases=found.total_cases,
        trend=build_trend(counts.days, counts.total, query, archive),
        tables=tuple(table for table in built if table.rows),
        sides=ways_in(found, query, sides, vocabulary),
        recent=recent_sides(engine, query),
        search_url=links.search_url(query),
        state=counts.state,
    )
