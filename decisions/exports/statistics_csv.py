"""Tables of statistics as CSV: figures a spreadsheet can reckon with, each row with the address of its decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from decisions.exports.statement import in_words
from decisions.exports.table_csv import BYTE_ORDER_MARK, csv_lines, neutral
from decisions.pages.letter_figures import letter_figures
from decisions.pages.odds import archive_odds
from decisions.pages.outcome_table import OUTCOMES, TABLE_OF, TABLES, build_table, listing, make_row, sections_in
from decisions.pages.search_page import spoken_day
from decisions.pages.statistics_page import DAYS, ITEMS, statistics_url
from decisions.pages.trend import TABLE as QUARTERS
from decisions.pages.trend import build_trend
from decisions.parameters.section_names import learn_section_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decisions.pages.letter_figures import LetterFigures
    from decisions.pages.outcome_table import Row
    from decisions.pages.trend import Trend
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import Engine
    from decisions.search.query import SearchQuery

Cells = list[str | int]

FILES = {*TABLE_OF, QUARTERS, ITEMS, DAYS}
"""The tables that there are files of."""
NO_FORECAST = "Past decisions; no forecast. No share is given of fewer than 10 decisions."
DECISIONS: Cells = [
    *("table", "value", "label", "decisions", *(outcome.replace("-", "_") for outcome in OUTCOMES)),
    *("share_overturned_percent", "interval_low_percent", "interval_high_percent", "address"),
]
LETTERS_BY_ITEMS: Cells = ["items_in_the_letter", "letters"]
LETTERS_BY_DAYS: Cells = ["days", "letters", "letters_not_counted", "first_quartile", "median", "third_quartile"]


def statistics_file(query: SearchQuery, vocabulary: Vocabulary, engine: Engine, table: str, site: str) -> bytes | None:
    """A table of a search as a file; what it says of itself is the name of its last, empty column.

    Args:
        query: the search, without a choice of outcomes.
        vocabulary: what the values are called.
        engine: counts; raises IndexUnavailableError.
        table: one of FILES; empty for all tables of decisions, one under the other.
        site: scheme and host of the addresses.

    Returns:
        None where counting letters would take too long.
    """
    if table in (ITEMS, DAYS):
        counts = engine.outcomes(replace(query, facets=()))
        counted = letter_figures(engine, query, counts)
        if counted is None:
            return None
        figures = counted.at(counts.state)
        header, rows = (
            (LETTERS_BY_ITEMS, _by_items(figures)) if table == ITEMS else (LETTERS_BY_DAYS, _by_days(figures))
        )
    else:
        header, rows = DECISIONS, _decisions(query, vocabulary, engine, table, site)
    return _file(header, rows, f"Search: {in_words(query, vocabulary)}", f"{site}{statistics_url(query)}")


def trend_file(trend: Trend, of: str, url: str, site: str) -> bytes:
    """A trend as a file.

    Args:
        trend: quarter by quarter.
        of: what it is of, in words.
        url: the address of the page that it stands on.
        site: scheme and host of the addresses.
    """
    return _file(DECISIONS, (_row(QUARTERS, row, site) for row in trend.rows), neutral(of), f"{site}{url}")


def _file(header: Cells, rows: Iterable[Cells], of: str, address: str) -> bytes:
    said = f"IMR Archive · {of} · Retrieved {spoken_day(timezone.localdate())} · {address} · {NO_FORECAST}"
    return (BYTE_ORDER_MARK + csv_lines([[*header, said]]) + csv_lines([*row, ""] for row in rows)).encode()


def _decisions(query: SearchQuery, vocabulary: Vocabulary, engine: Engine, table: str, site: str) -> Iterator[Cells]:
    kinds = [TABLE_OF[table]] if table in TABLE_OF else [] if table else list(TABLES)
    counts = engine.outcomes(replace(query, facets=tuple(kind.facet for kind in kinds)))
    learn_section_names(vocabulary, query, sections_in(counts))
    if not table:
        yield _row("all", make_row(listing(query), counts.total, (), value="all", label="All decisions"), site)
    for kind in kinds:
        rows = build_table(kind, counts, query, vocabulary).rows
        yield from (_row(kind.name, row, site) for row in rows)
    if table in ("", QUARTERS):
        rows = build_trend(counts.days, counts.total, query, archive_odds(engine)).rows
        yield from (_row(QUARTERS, row, site) for row in rows)


def _row(table: str, row: Row, site: str) -> Cells:
    label = f"{row.label} · {row.context}" if row.context else row.label
    counts = [row.counts.get(outcome, 0) for outcome in OUTCOMES]
    return [table, neutral(row.value), neutral(label), row.total.count, *counts, *_share(row), f"{site}{row.total.url}"]


def _share(row: Row) -> Iterable[str]:
    """Share and interval in percent; nothing where they would mislead."""
    if row.odds.too_few:
        return ("", "", "")
    return (f"{number:.1f}" for number in (row.odds.share, *row.odds.interval))


def _by_items(figures: LetterFigures) -> Iterator[Cells]:
    for items, letters in sorted(figures.items.items()):
        yield [items, letters]


def _by_days(figures: LetterFigures) -> Iterator[Cells]:
    for one in figures.days:
        yield [one.since, one.letters, one.others, *(one.quartiles or ("", "", ""))]
