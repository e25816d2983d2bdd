"""How often the denial was overturned, quarter by quarter: a chart, and the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from decisions.pages.outcome_table import OUTCOMES, columns_of, listing, make_row
from decisions.pages.trend_chart import draw_trend
from decisions.parameters import links
from decisions.paths import path_to
from decisions.statistics.odds import odds_of, whole_percent
from decisions.statistics.quarters import Quarter, by_quarter, quarter_of, quarters_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from decisions.pages.outcome_table import Row
    from decisions.pages.trend_chart import TrendChart
    from decisions.search.query import SearchQuery
    from decisions.statistics.odds import Odds

FIRST = Quarter(2013, 1)
"""Independent Medical Review began in it. What is dated before it, or in the future, is a misprint: not drawn."""
FEWEST_DRAWN = 2
"""Quarters with enough decisions for a share; fewer make no trend."""
TABLE = "quarter"
"""The name of the table, in addresses and files."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of some decisions.

    Args:
        columns: the outcomes that its figures stand under.
        rows: the quarters that have decisions, the latest first.
        chart: None where too few quarters have enough decisions.
        description: the chart in words.
        not_drawn: decisions dated outside the chart; `undated` have no date and stand in no row.
        csv_url: the table as a file.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: TrendChart | None
    description: str
    not_drawn: int
    undated: int
    csv_url: str


def build_trend(
    days: Mapping[date, Mapping[str, int]], total: Mapping[str, int], query: SearchQuery, archive: Odds
) -> Trend:
    """The trend of a search's decisions; `query` is the search without a choice of outcomes. Else as `trend_of`."""

    def url_of(quarter: Quarter, outcome: str) -> str:
        return listing(_within(query, quarter))(outcome)

    csv_url = links.search_url(query, path=path_to("statistics_csv"), table=TABLE)
    return trend_of(days, total, archive, url_of, csv_url)


def trend_of(
    days: Mapping[date, Mapping[str, int]],
    total: Mapping[str, int],
    archive: Odds,
    url_of: Callable[[Quarter, str], str],
    csv_url: str,
) -> Trend:
    """The trend of some decisions.

    Args:
        days: decision date to its decisions by outcome.
        total: all decisions by outcome, those without a date too.
        archive: the whole archive's odds.
        url_of: where the decisions of a quarter and an outcome are listed; of all outcomes for "".
        csv_url: the table as a file.
    """
    columns = columns_of(total)
    quarters = by_quarter(days)
    drawn = {quarter: one for quarter, one in quarters.items() if FIRST <= quarter <= quarter_of(timezone.localdate())}
    odds = {quarter: odds_of(one) for quarter, one in drawn.items()}
    whole = odds_of(total)
    return Trend(
        columns=tuple(OUTCOMES[outcome] for outcome in columns),
        rows=tuple(
            make_row(partial(url_of, quarter), counts, columns, value=quarter.value, label=str(quarter))
            for quarter, counts in reversed(quarters.items())
        ),
        chart=_chart(drawn, None if whole == archive else archive),
        description=_describe({quarter: one for quarter, one in odds.items() if not one.too_few}),
        not_drawn=sum(one.total() for quarter, one in quarters.items() if quarter not in drawn),
        undated=sum(total.values()) - sum(one.total() for one in quarters.values()),
        csv_url=csv_url,
    )


def _chart(drawn: Mapping[Quarter, Mapping[str, int]], archive: Odds | None) -> TrendChart | None:
    odds = {quarter: odds_of(counts) for quarter, counts in drawn.items()}
    if sum(not one.too_few for one in odds.values()) < FEWEST_DRAWN:
        return None
    nothing: Mapping[str, int] = {}
    return draw_trend(
        [
            (quarter, sum(drawn.get(quarter, nothing).values()), odds.get(quarter, odds_of(nothing)))
            for quarter in quarters_between(min(drawn), max(drawn))
        ],
        archive,
    )


def _describe(odds: Mapping[Quarter, Odds]) -> str:
    """The chart in words: from where to where, the least and the most; empty where nothing is drawn."""
    if len(odds) < FEWEST_DRAWN:
        return ""
    first, last = min(odds), max(odds)
    least = min(odds, key=lambda quarter: odds[quarter].share)
    most = max(odds, key=lambda quarter: odds[quarter].share)
    return (
        f"Overturned in {first}: {whole_percent(odds[first].share)} %; in {last}: {whole_percent(odds[last].share)} %. "
        f"Least: {whole_percent(odds[least].share)} % in {least}; most: {whole_percent(odds[most].share)} % in {most}."
    )


def _within(query: SearchQuery, quarter: Quarter) -> SearchQuery:
    """The search's decisions of a quarter."""
    first, last = query.decided_from or quarter.first, query.decided_to or quarter.last
    return replace(query, decided_from=max(first, quarter.first), decided_to=min(last, quarter.last))
