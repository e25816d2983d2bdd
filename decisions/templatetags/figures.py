"""The rows of tables by outcome, printed fast: a page of statistics has a thousand figures, each a link."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from decisions.statistics.odds import whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.pages.outcome_table import Figure, Row
    from decisions.pages.standing import OutcomeCount, Standing
    from decisions.statistics.odds import Odds

register = template.Library()
register.filter("whole_percent", whole_percent)


@register.simple_tag
def standing_rows(named: Iterable[tuple[str, str, Standing]]) -> SafeString:
    """A row for each thing's name, address and standing: its decisions, those upheld and overturned, a bar; escaped."""
    return mark_safe("\n".join([_standing(*one) for one in named]))  # noqa: S308 - each piece is escaped


@register.simple_tag
def standing_bar(standing: Standing) -> SafeString:
    """The shares of the outcomes as a bar alone; its figures stand beside it as text."""
    shares = [
        f'<rect class="{escape(one.outcome.value)}" x="{one.offset:.2f}" y="0" width="{one.percent:.2f}" height="10" />'
        for one in standing.outcomes
    ]
    return mark_safe(  # noqa: S308 - numbers, and the names of outcomes
        '<svg class="share" aria-hidden="true" focusable="false" preserveAspectRatio="none" viewBox="0 0 100 10">'
        f"{''.join(shares)}</svg>"
    )


@register.simple_tag
def outcome_rows(rows: Iterable[Row]) -> SafeString:
    """Each row's value, its number of decisions, those by outcome, the share overturned; escaped."""
    return mark_safe("\n".join([_row(row) for row in rows]))  # noqa: S308 - each piece is escaped


def _standing(name: str, url: str, standing: Standing) -> str:
    return (
        f'<tr><th scope="row"><a href="{escape(url)}">{escape(name)}</a></th>'
        f'<td class="figure"><a href="{escape(standing.url)}">{standing.total:,}</a></td>'
        f"{_figure(standing.upheld)}{_figure(standing.overturned)}"
        f'<td class="shares">{standing_bar(standing)}</td></tr>'
    )


def _row(row: Row) -> str:
    context = f' <span class="quiet">{escape(row.context)}</span>' if row.context else ""
    figures = "".join([_figure(one) for one in (row.total, *row.figures)])
    return (
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.label)}</a>{context}</th>'
        f'{figures}<td class="figure">{_share(row.odds)}</td></tr>'
    )


def _figure(one: Figure | OutcomeCount | None) -> str:
    """A number that leads to its decisions, if there are any."""
    number = f'<a href="{escape(one.url)}">{one.count:,}</a>' if one and one.count else "0"
    return f'<td class="figure">{number}</td>'


def _share(odds: Odds) -> str:
    """The share overturned with its interval; in words where there are too few decisions."""
    if odds.too_few:
        return '<span class="quiet">too few to say</span>'
    low, high = map(whole_percent, odds.interval)
    return f'<strong>{whole_percent(odds.share)} %</strong> <span class="quiet">({low}–{high} %)</span>'
