"""The decisions of a list, printed fast: templates take 6 ms for the twenty of a page."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from decisions.templatetags.recurring import escaped, recurring

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from decisions.pages.listed import ListedItem
    from decisions.pages.results import Result, ResultGroup
    from decisions.search.engine import Snippet

register = template.Library()

_NO_GUIDELINE = '<li class="quiet">No guideline cited by the reviewer</li>'
_SECTIONS = {
    "rationale": '<span class="section">Rationale</span>',
    "summary": '<span class="section">Clinical case summary</span>',
}
_NO_RATIONALE = '<p class="snippet"><em>No rationale could be read.</em></p>'


@register.simple_tag
def result_groups(groups: Iterable[ResultGroup]) -> SafeString:
    """A list item for each case: its number, day and reviewer, then its decisions; escaped."""
    return mark_safe("\n".join([_group(group) for group in groups]))  # noqa: S308 - each piece is escaped


def _group(group: ResultGroup) -> str:
    case = group.case
    specialties = escaped(", ".join(case.specialties) or "Specialty not stated")
    return (
        f'<li class="case"><p class="of-case"><a class="number" href="{escape(group.url)}">{escape(case.public_id)}</a>'
        f" <span>{_day(case.decision_date)}</span> <span>{specialties}</span></p>"
        f"{''.join([_result(result) for result in group.results])}</li>"
    )


def _result(result: Result) -> str:
    """A decision: its request, outcome, the passage found, what it relies on, and how to put it aside."""
    item = result.item
    request = escape(item.request)
    return (
        f'<article class="result"><h3><a href="{escape(result.url)}">{request}</a></h3>'
        f" {recurring('decisions/_outcome.html', outcome=result.outcome)} {_passage(result)}"
        f'<ul class="relies">{_treatment(item)}{_reliances(result)}</ul>{_pick(item, request)}</article>'
    )


@lru_cache(maxsize=5_000)
def _day(day: date | None) -> str:
    return f"{day:%b} {day.day}, {day.year}" if day else "Date not stated"


def _passage(result: Result) -> str:
    if result.snippet.text:
        return f'<p class="snippet">{_SECTIONS[result.snippet.section]} {_marked(result.snippet)}</p>'
    return "" if result.item.rationale else _NO_RATIONALE


def _marked(snippet: Snippet) -> str:
    """The passage, what answers the search marked."""
    pieces, end = [], 0
    for start, stop in sorted(snippet.highlights):
        if start >= end:
            pieces.append(f"{escape(snippet.text[end:start])}<mark>{escape(snippet.text[start:stop])}</mark>")
            end = stop
    return "".join([*pieces, escape(snippet.text[end:])])


def _treatment(item: ListedItem) -> str:
    if not (item.treatment and item.treatment_url):
        return ""
    link = f'<a href="{escaped(item.treatment_url)}">{escaped(item.treatment)}</a>'
    return f'<li>{link} <span class="inferred">inferred</span></li>'


def _reliances(result: Result) -> str:
    printed = [recurring("decisions/_reliance.html", reliance=reliance) for reliance in result.reliances]
    return "".join([f"<li>{one}</li>" for one in printed]) or _NO_GUIDELINE


def _pick(item: ListedItem, request: str) -> str:
    """A tick for the packet (form "packet" of _footer.html), a bookmark by script; `request` is escaped already."""
    key, public_id = escape(item.key), escape(item.public_id)
    return (
        f'<p class="pick"><label><input type="checkbox" name="item" value="{key}" form="packet" autocomplete="off">'
        f' Tick for a packet <span class="unseen">{request}</span></label>'
        f' <button type="button" class="plain" data-bookmark="{key}"'
        f' data-label="{public_id}, item {item.position}: {request}" data-url="{escape(item.url)}" hidden>'
        "Bookmark</button></p>"
    )
