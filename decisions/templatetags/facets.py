"""Facets and their values, printed fast: a page of results has a hundred, each with two links."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from decisions.parameters.vocabulary import in_context
from decisions.templatetags.recurring import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.pages.facets import Facet, FacetValue

register = template.Library()

# What stands where a value is chosen, or excluded; nothing where it is not.
_CHOSEN = ("", ' class="chosen"')
_CHECKED = ("", " checked")
_CURRENT = ("", ' aria-current="true"')
_NOT = ("", '<span class="not">not</span> ')
_INFERRED = ("", ' <span class="inferred">inferred</span>')
_UNDER = ("", " under")


@register.simple_tag
def facet_sections(facets: Iterable[Facet]) -> SafeString:
    """The facets beside a list of results, each open with its values, or folded to a link to its page; escaped."""
    return mark_safe("\n".join([_folded(one) if one.folded else _open(one) for one in facets]))  # noqa: S308


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet to tick or to follow, one list item each."""
    return mark_safe("\n".join([_facet_value(value) for value in values]))  # noqa: S308 - each is escaped


def _folded(facet: Facet) -> str:
    kind = facet.kind
    return (
        f'<p class="facet folded" hx-boost="false"><a href="{escape(facet.more_url)}">{escaped(kind.title)}…</a>'
        f"{_INFERRED[kind.inferred]}</p>"
    )


def _open(facet: Facet) -> str:
    kind, title = facet.kind, escaped(facet.kind.title)
    hint = f'<p class="hint">{escaped(kind.hint)}</p>' if kind.hint else ""
    return (
        f'<details class="facet{_UNDER[bool(kind.under)]}" id="facet-{escaped(kind.name)}" open>'
        f"<summary><h3>{title}</h3>{_INFERRED[kind.inferred]}</summary>"
        f'<fieldset><legend class="unseen">{title}</legend>{hint}'
        f"<ul>{facet_values(facet.values)}</ul>{_rest(facet)}</fieldset></details>"
    )


def _rest(facet: Facet) -> str:
    """Where the values that are not listed are to be found."""
    if not facet.rest:
        return ""
    return (
        f'<p class="more" hx-boost="false"><a href="{escape(facet.more_url)}">All {escaped(facet.kind.plural)}'
        f' <span class="unseen">to choose from</span><span class="quiet">({facet.rest:,} more)</span></a></p>'
    )


def _facet_value(value: FacetValue) -> str:
    """`<li>` with a box to tick, a link to follow, the count, and where offered a bar and a way to exclude it."""
    facet, label = escaped(value.facet), escaped(value.label)
    return (
        f"<li{_CHOSEN[value.chosen]}>"
        f'<input type="checkbox" id="{facet}-{escaped(value.value)}"'
        f' name="{facet}" value="{escaped(value.parameter)}"'
        f' aria-label="{_spoken(value)}"{_CHECKED[value.chosen]}>'
        f'<a href="{escape(value.toggle_url)}"{_CURRENT[value.chosen]}>'
        f"{_NOT[value.excluded]}{label}{_meaning(value.context)}{_meaning(value.meaning)}</a>"
        f' <span class="count">{value.shown}</span>{_bar(value.share)}{_exclude(value.exclude_url, label)}</li>'
    )


def _spoken(value: FacetValue) -> str:
    """Label and count in words, for who cannot see them side by side."""
    decisions = "decision" if value.decisions == 1 else "decisions"
    label = escaped(in_context(value.label, value.context))
    return f"{'Not ' if value.excluded else ''}{label}, {value.shown} {decisions}"


def _meaning(words: str) -> str:
    return f' <span class="meaning">{escaped(words)}</span>' if words else ""


def _bar(share: int) -> str:
    if not share:
        return ""
    return (
        '<svg class="length" aria-hidden="true" focusable="false" preserveAspectRatio="none" viewBox="0 0 100 1">'
        f'<rect width="{share}" height="1" /></svg>'
    )


def _exclude(url: str, label: str) -> str:
    """Where `label` is escaped already."""
    if not url:
        return ""
    return f' <a class="exclude" href="{escape(url)}">exclude<span class="unseen"> {label}</span></a>'
