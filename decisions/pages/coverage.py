"""What the archive holds: how much, of when, since when, and of how much of it a letter does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from django.db.models import Max, Min

from decisions.models import Case, SourceFile
from decisions.pages.facets import KIND_OF
from decisions.parameters import links
from decisions.search.query import NOT_STATED, SearchQuery

if TYPE_CHECKING:
    from datetime import date, datetime

    from decisions.search.engine import Engine, SearchResult

SECONDS_KEPT = 60
CACHE_KEY = "decisions.extent"
READ = (
    "outcome",
    "year",
    "treatment",
    "guideline",
    "admin_guideline",
    "specialty",
    "state",
    "priority",
    "injury_age",
    "age_band",
    "sex",
)
"""Facets of which the page says how many decisions have a value."""


class Extent(NamedTuple):
    """When the published cases were decided, first and last, and when the newest came; None where unknown."""

    first: date | None
    last: date | None
    added: datetime | None


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What a search looks through, in a line."""

    decisions: int
    extent: Extent


@dataclass(frozen=True, slots=True)
class Year:
    """Decisions of a year; `share` is the length of its bar in percent of the longest."""

    label: str
    count: int
    share: float
    url: str


@dataclass(frozen=True, slots=True)
class Stated:
    """In how many decisions something is stated, in percent, and in how many, listed at `missing_url`, it is not."""

    title: str
    inferred: bool
    percent: float
    missing: int
    missing_url: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything that the page prints; `unread` files could not be read and are not among the cases."""

    decisions: int
    cases: int
    cases_exact: bool
    extent: Extent
    unread: int
    years: tuple[Year, ...]
    stated: tuple[Stated, ...]


def coverage_line(archive: SearchResult) -> CoverageLine:
    """For any page of results, of the search for the whole archive; the extent is a minute's cache."""
    return CoverageLine(archive.total_items, extent())


def coverage(engine: Engine) -> Coverage:
    """For the page of its own. Raises IndexUnavailableError."""
    result = engine.search(SearchQuery(per_page=1, facets=READ))
    return Coverage(
        decisions=result.total_items,
        cases=result.total_cases,
        cases_exact=result.cases_exact,
        extent=extent(),
        unread=SourceFile.objects.filter(state=SourceFile.State.FAILED).count(),
        years=_years(result),
        stated=tuple(_stated(result, facet) for facet in READ) if result.total_items else (),
    )


def extent() -> Extent:
    """Of the record, up to a minute old."""
    known: Extent | None = cache.get(CACHE_KEY)
    if known is None:
        dates = Case.objects.public().aggregate(first=Min("decision_date"), last=Max("decision_date"))
        added = Case.objects.public().order_by("-pk").values_list("loaded_at", flat=True).first()
        known = Extent(dates["first"], dates["last"], added)
        cache.set(CACHE_KEY, known, SECONDS_KEPT)
    return known


def _years(result: SearchResult) -> tuple[Year, ...]:
    counts = sorted((one.value, one.count) for one in result.facets["year"] if one.value != NOT_STATED)
    longest = max((count for _, count in counts), default=1)
    return tuple(
        Year(year, count, 100 * count / longest, links.search_url(links.searching(year=year))) for year, count in counts
    )


def _stated(result: SearchResult, facet: str) -> Stated:
    missing = next((one.count for one in result.facets[facet] if one.value == NOT_STATED), 0)
    return Stated(
        title=KIND_OF[facet].title,
        inferred=KIND_OF[facet].inferred,
        percent=100 * (result.total_items - missing) / result.total_items,
        missing=missing,
        missing_url=links.search_url(links.searching(**{facet: NOT_STATED})),
    )
