"""The line that says how often such decisions were overturned, beside the whole archive's share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.parameters import links
from decisions.paths import path_to
from decisions.search.query import NOT_STATED, SearchQuery
from decisions.statistics.odds import Odds, odds_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decisions.search.engine import Engine, SearchResult


WHOLE_ARCHIVE = SearchQuery(per_page=1, facets=("outcome",))
"""The search for how many decisions there are, and of which outcome: the index remembers the answer."""


@dataclass(frozen=True, slots=True)
class OddsLine:
    """How often the denial was overturned in the decisions of a search, whatever outcome is chosen in it.

    Args:
        odds: of the search.
        overturned_url: the decisions that were overturned.
        decided_url: all decisions that the share is of.
        archive: of the whole archive; None where the search is the whole archive.
        archive_url: the whole archive's decisions that were overturned.
        statistics_url: the tables of the search, `trend_url` that by quarter alone; empty where there are none.
    """

    odds: Odds
    overturned_url: str
    decided_url: str
    archive: Odds | None
    archive_url: str
    statistics_url: str
    trend_url: str


def archive_odds(engine: Engine) -> Odds:
    """The odds of all decisions: the index remembers their counts. Raises IndexUnavailableError."""
    return odds_found(engine.search(WHOLE_ARCHIVE))


def odds_found(result: SearchResult) -> Odds:
    """The odds of the decisions found, whose outcomes were counted."""
    return odds_of(_by_outcome(result))


def odds_line(result: SearchResult, query: SearchQuery, archive: Odds) -> OddsLine | None:
    """The line for a search whose outcomes were counted; None where no decision with an outcome is found."""
    counts = _by_outcome(result)
    whatever = links.without_facet(query, "outcome")
    stated = links.with_exclusion(whatever, "outcome", NOT_STATED) if counts.get(NOT_STATED) else whatever
    unpaged, statistics = links.unpaged(query), path_to("statistics")
    return line_of(
        counts,
        overturned_url=links.search_url(links.with_value(whatever, "outcome", "overturned")),
        decided_url=links.search_url(stated),
        archive=archive,
        statistics_url=links.search_url(unpaged, path=statistics),
        trend_url=links.search_url(unpaged, path=statistics, table="quarter"),
    )


def line_of(  # noqa: PLR0913 - addresses
    counts: Mapping[str, int],
    *,
    overturned_url: str,
    decided_url: str,
    archive: Odds,
    statistics_url: str = "",
    trend_url: str = "",
) -> OddsLine | None:
    """The line for decisions counted by outcome; None where none has one."""
    odds = odds_of(counts)
    if not odds.decided:
        return None
    return OddsLine(
        odds=odds,
        overturned_url=overturned_url,
        decided_url=decided_url,
        archive=None if odds == archive else archive,
        archive_url=links.search_url(links.searching(outcome="overturned")),
        statistics_url=statistics_url,
        trend_url=trend_url,
    )


def _by_outcome(result: SearchResult) -> dict[str, int]:
    return {one.value: one.count for one in result.facets.get("outcome", ())}
