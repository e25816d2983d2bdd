"""The rows of tables by outcome, printed fast: a page of statistics has a thousand figures, each a link."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.pages.outcome_table import Figure, Row
    from decisions.statistics.odds import Odds

register = template.Library()


@register.simple_tag
def outcome_rows(rows: Iterable[Row]) -> SafeString:
    """Each row's value, its number of decisions, those by outcome, the share overturned; escaped."""
    return mark_safe("\n".join([_row(row) for row in rows]))  # noqa: S308 - each piece is escaped


def _row(row: Row) -> str:
    context = f' <span class="quiet">{escape(row.context)}</span>' if row.context else ""
    figures = "".join([_figure(one) for one in (row.total, *row.figures)])
    return (
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.label)}</a>{context}</th>'
        f'{figures}<td class="figure">{_share(row.odds)}</td></tr>'
    )


def _figure(one: Figure) -> str:
    """A number that leads to its decisions, if there are any."""
    number = f'<a href="{escape(one.url)}">{one.count:,}</a>' if one.count else "0"
    return f'<td class="figure">{number}</td>'


def _share(odds: Odds) -> str:
    """The share overturned with its interval; in words where there are too few decisions."""
    if odds.too_few:
        return '<span class="quiet">too few to say</span>'
    low, high = map(_whole, odds.interval)
    return f'<strong>{_whole(odds.share)} %</strong> <span class="quiet">({low}–{high} %)</span>'


def _whole(percent: float) -> int:
    """Rounded as `floatformat` does: a half up."""
    return int(percent + 0.5)
