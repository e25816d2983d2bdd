"""What the page of a guideline's page shows: how its decisions fared, who cites it, in which words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from decisions.models import CitedBy, GuidelineCitation, Outcome
from decisions.pages.citing import Citers, Citing
from decisions.pages.listed import fetch_items
from decisions.pages.odds import OddsLine, line_of
from decisions.pages.outcome_table import OUTCOMES, columns_of, make_row
from decisions.pages.recent import SIDES, sides_of
from decisions.pages.record_list import STATED
from decisions.pages.trend import trend_of
from decisions.paths import path_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from decisions.pages.citing import CitingCount, CitingItems
    from decisions.pages.listed import ListedItem
    from decisions.pages.outcome_table import Row
    from decisions.pages.recent import Side
    from decisions.pages.trend import Trend
    from decisions.statistics.odds import Odds
    from decisions.statistics.quarters import Quarter

LOOKED_AT = 20
"""Latest decisions of an outcome among which different words are looked for."""
QUOTED = 5
"""Decisions quoted of each outcome."""


@dataclass(frozen=True, slots=True)
class PageFigures:
    """How the decisions that cite a page fared.

    Args:
        outcomes: of those whose reviewer cites it, with their number and where they are listed.
        odds: None where none of them has an outcome.
        citers: by who cites it, under `columns`.
    """

    total: int
    outcomes: tuple[tuple[Outcome | None, int, str], ...]
    odds: OddsLine | None
    trend: Trend
    columns: tuple[str, ...]
    citers: tuple[Row, ...]


def page_figures(citing: Citing, counts: Sequence[CitingCount], archive: Odds) -> PageFigures:
    """The figures of a page.

    Args:
        citing: all decisions whose reviewer cites it.
        counts: those, and those of which only the claims administrator cites it.
        archive: the whole archive's odds.
    """
    ours = [one for one in counts if one.citers != Citers.ADMINISTRATOR_ALONE]
    total = _by_outcome(ours)
    return PageFigures(
        total=total.total(),
        outcomes=tuple(
            (Outcome(one) if one in Outcome.values else None, total[one], replace(citing, outcome=one).url())
            for one in OUTCOMES
            if total[one]
        ),
        odds=line_of(
            total,
            overturned_url=replace(citing, outcome=Outcome.OVERTURNED.value).url(),
            decided_url=replace(citing, outcome=STATED).url(),
            archive=archive,
        ),
        trend=_trend(citing, ours, archive),
        columns=tuple(OUTCOMES[outcome] for outcome in columns_of(_by_outcome(counts))),
        citers=tuple(_citers(citing, counts)),
    )


def page_trend(citing: Citing, counts: Sequence[CitingCount], archive: Odds) -> Trend:
    """The trend alone; as in `page_figures`."""
    return _trend(citing, [one for one in counts if one.citers != Citers.ADMINISTRATOR_ALONE], archive)


def _trend(citing: Citing, counts: Sequence[CitingCount], archive: Odds) -> Trend:
    days: dict[date, Counter[str]] = {}
    for one in counts:
        if one.day:
            days.setdefault(one.day, Counter())[one.outcome] += one.count

    def url_of(quarter: Quarter, outcome: str) -> str:
        return replace(citing, quarter=quarter, outcome=outcome).url()

    csv_url = path_to("guideline_page_csv", citing.guideline.slug, citing.page)
    return trend_of(days, _by_outcome(counts), archive, url_of, csv_url)


def _citers(citing: Citing, counts: Sequence[CitingCount]) -> list[Row]:
    """A row for each way in which the two sides may cite the page."""
    columns, rows = columns_of(_by_outcome(counts)), []
    for who in (Citers.BOTH, Citers.REVIEWER_ALONE, Citers.ADMINISTRATOR_ALONE):
        own = _by_outcome(one for one in counts if one.citers == who)
        url_of = partial(_url_of_citers, replace(citing, citers=who))
        label = who.in_words.removeprefix("cited by ").removeprefix("the ")
        rows.append(make_row(url_of, own, columns, value=who.value, label=label[:1].upper() + label[1:]))
    return rows


def _url_of_citers(citing: Citing, outcome: str) -> str:
    return replace(citing, outcome=outcome).url()


def _by_outcome(counts: Iterable[CitingCount]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in counts:
        found[one.outcome] += one.count
    return found


def quoting_sides(citing: Citing, found: CitingItems) -> tuple[Side, ...]:
    """The latest overturned and upheld decisions that cite the page, with the sentence that names it, where one does.

    Those that name it in other words than the ones before come first. Three queries.
    """
    of_outcome = {outcome: replace(citing, outcome=outcome.value) for outcome in SIDES}
    ids = {outcome: found.of(one)[:LOOKED_AT] for outcome, one in of_outcome.items()}
    looked_at = [pk for latest in ids.values() for pk in latest]
    named = _named(citing, looked_at)
    items = {item.pk: item for item in fetch_items(looked_at)}
    chosen = {outcome: _different([items[pk] for pk in found if pk in items], named) for outcome, found in ids.items()}
    return sides_of(chosen, {outcome: one.url() for outcome, one in of_outcome.items()}, named)


def _named(citing: Citing, ids: Iterable[int]) -> dict[int, str]:
    """Item to the words by which its rationale names the page."""
    found = GuidelineCitation.objects.filter(
        item__in=ids, guideline=citing.guideline, pages__contains=[citing.page], cited_by=CitedBy.RATIONALE
    )
    return dict(found.order_by("item", "-position").values_list("item", "text"))


def _different(items: list[ListedItem], named: Mapping[int, str]) -> list[ListedItem]:
    """Up to QUOTED of the items, each with another rationale; those whose rationale names the page first."""
    first_with = {"".join(item.rationale.split()).lower(): item for item in reversed(items)}
    kept = [item for item in items if first_with["".join(item.rationale.split()).lower()] is item]
    return sorted(kept, key=lambda item: item.pk not in named)[:QUOTED]
