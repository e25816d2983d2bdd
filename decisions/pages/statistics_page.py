"""The statistics of a search, ready to print: the tables that yearly reports on IMR have, for any filter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.pages.letter_figures import LONGEST, MOST_COUNTED, letter_figures
from decisions.pages.odds import archive_odds, odds_line
from decisions.pages.outcome_table import TABLE_OF, TABLES, build_table, sections_in
from decisions.pages.search_page import Chip, chips
from decisions.pages.standing import standing_of
from decisions.pages.trend import TABLE as QUARTERS
from decisions.pages.trend import build_trend
from decisions.parameters import links
from decisions.parameters.section_names import learn_section_names
from decisions.paths import path_to
from decisions.search.query import Sort

if TYPE_CHECKING:
    from datetime import datetime

    from decisions.pages.letter_figures import Days, LetterFigures
    from decisions.pages.odds import OddsLine
    from decisions.pages.outcome_table import Table, TableKind
    from decisions.pages.remembering import Figures
    from decisions.pages.standing import Standing
    from decisions.pages.trend import Trend
    from decisions.parameters.filters import Asked
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import Engine, SearchResult
    from decisions.search.query import SearchQuery

SHOWN = 10
"""Rows of a table on the page of all tables."""
MOST = 500
"""Rows of a table on a page of its own; the file holds all."""
ITEMS, DAYS = "items_per_letter", "days"
"""Names of the tables that count letters."""


@dataclass(frozen=True, slots=True)
class ItemsRow:
    """Letters with so many disputed items, and their share in percent."""

    label: str
    letters: int
    percent: float


@dataclass(frozen=True, slots=True)
class Letters:
    """What is counted by letter; `since` where letters were added afterwards."""

    total: int
    items: tuple[ItemsRow, ...]
    days: tuple[Days, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page leads.

    Args:
        search: the search itself, with the outcomes chosen in it; `decisions` whatever their outcome.
        all_tables: the page of all tables.
        csv: all tables of decisions in one file; `items_csv` and `days_csv` those of letters.
    """

    search: str
    decisions: str
    all_tables: str
    csv: str
    items_csv: str
    days_csv: str


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """Everything that the page prints.

    Args:
        found: totals and notes.
        clear_url: the statistics of the whole archive.
        notes: how the search differs from what was asked, one sentence each.
        outcome_left_aside: whether outcomes were chosen, which the tables divide by anyhow.
        alone: what the one table that was asked for is called; empty for the page of all, which alone has letters.
        standing: by outcome.
        trend: by quarter; None beside another table that stands alone.
        letters: None where counting them would take too long: for more than `most_counted` decisions, but not all.
    """

    found: SearchResult
    chips: tuple[Chip, ...]
    clear_url: str
    notes: tuple[str, ...]
    outcome_left_aside: bool
    alone: str
    standing: Standing
    odds: OddsLine | None
    trend: Trend | None
    tables: tuple[Table, ...]
    letters: Letters | None
    most_counted: int
    addresses: Addresses


def subject(query: SearchQuery) -> SearchQuery:
    """The decisions that statistics of a search are of: whatever their outcome, since that is what is counted."""
    return replace(links.unpaged(links.without_facet(query, "outcome")), sort=Sort.RELEVANCE)


def statistics_url(query: SearchQuery) -> str:
    """Where the statistics of a search are."""
    return links.search_url(query, path=path_to("statistics"))


def build_statistics(asked: Asked, engine: Engine, table: str = "") -> StatisticsPage:
    """The page of a search's statistics; two queries at most. Raises IndexUnavailableError.

    Args:
        asked: the search.
        engine: counts.
        table: the one that stands alone, of TABLE_OF or by QUARTERS; all for any other word.
    """
    query, vocabulary = subject(asked.query), asked.vocabulary
    kinds, alone = _tables(table)
    counts = engine.outcomes(replace(query, facets=tuple(kind.facet for kind in kinds)))
    learn_section_names(vocabulary, query, sections_in(counts))
    archive = archive_odds(engine)
    most = MOST if alone else SHOWN
    tables = (build_table(kind, counts, query, vocabulary, most=most, url_of=statistics_url) for kind in kinds)
    with_trend = not alone or table == QUARTERS
    return StatisticsPage(
        found=counts.found,
        chips=_chips(query, vocabulary),
        clear_url=statistics_url(links.DEFAULTS),
        notes=(*counts.found.notes, *map(str, asked.ignored)),
        outcome_left_aside="outcome" in asked.query.filters,
        alone=alone,
        standing=standing_of(counts.found, query),
        odds=odds_line(counts.found, query, archive),
        trend=build_trend(counts.days, counts.total, query, archive) if with_trend else None,
        tables=tuple(table for table in tables if table.rows),
        letters=None if alone else _letters(letter_figures(engine, query, counts), counts.state),
        most_counted=MOST_COUNTED,
        addresses=_addresses(asked.query, query),
    )


def _tables(table: str) -> tuple[tuple[TableKind, ...], str]:
    """The tables of the page, and what the one is called that stands alone."""
    if table == QUARTERS:
        return (), "By quarter"
    return ((TABLE_OF[table],), TABLE_OF[table].title) if table in TABLE_OF else (TABLES, "")


def _addresses(asked: SearchQuery, query: SearchQuery) -> Addresses:
    def csv(table: str = "") -> str:
        return links.search_url(query, path=path_to("statistics_csv"), table=table)

    return Addresses(
        search=links.search_url(asked),
        decisions=links.search_url(query),
        all_tables=statistics_url(query),
        csv=csv(),
        items_csv=csv(ITEMS),
        days_csv=csv(DAYS),
    )


def _chips(query: SearchQuery, vocabulary: Vocabulary) -> tuple[Chip, ...]:
    """What narrows the search, its words too: there is no box here to change them in."""
    words = Chip("Words", query.text, excluded=False, remove_url=statistics_url(links.without_text(query)))
    return (*((words,) if query.text else ()), *chips(query, vocabulary, statistics_url))


def _letters(counted: Figures[LetterFigures] | None, state: str) -> Letters | None:
    if counted is None:
        return None
    figures, since = counted.lately(state)
    whole = sum(figures.items.values())
    rows = (
        ItemsRow(f"{items} or more" if items == LONGEST else str(items), letters, 100 * letters / whole)
        for items, letters in sorted(figures.items.items())
    )
    return Letters(figures.letters, tuple(rows), figures.days, since)
