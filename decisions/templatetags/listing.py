"""What lists of decisions print over and over, printed fast: a results page has a hundred values and links."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.pages.facets import FacetValue
    from decisions.pages.results import Part

register = template.Library()

# What stands where a value is chosen, or excluded; nothing where it is not.
_CHOSEN = ("", ' class="chosen"')
_CHECKED = ("", " checked")
_CURRENT = ("", ' aria-current="true"')
_NOT = ("", '<span class="not">not</span> ')


@register.simple_tag
def recurring(name: str, **context: Any) -> SafeString:
    """The template `name` with nothing but `context`: printed once for each value, which must be hashable.

    For parts that recur on most pages: an outcome, a guideline with its pages, the head of the site.
    """
    return _printed(name, tuple(context.items()))


@lru_cache(maxsize=20_000)
def _printed(name: str, context: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(name, dict(context))


@register.simple_tag
def marked(parts: Iterable[Part]) -> SafeString:
    """The pieces of a snippet, those that answer the query marked; escaped."""
    pieces = [f"<mark>{escape(part.text)}</mark>" if part.hit else escape(part.text) for part in parts]
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet to tick or to follow, one list item each."""
    return mark_safe("\n".join([_facet_value(value) for value in values]))  # noqa: S308 - each is escaped


def _facet_value(value: FacetValue) -> str:
    """`<li>` with a box to tick, a link to follow, the count, and where offered a bar and a way to exclude it."""
    label = escape(value.label)
    return (
        f"<li{_CHOSEN[value.chosen]}>"
        f'<input type="checkbox" id="{escape(value.facet)}-{escape(value.value)}"'
        f' name="{escape(value.facet)}" value="{escape(value.parameter)}"'
        f' aria-label="{escape(value.spoken)}"{_CHECKED[value.chosen]}>'
        f'<a href="{escape(value.toggle_url)}"{_CURRENT[value.chosen]}>'
        f"{_NOT[value.excluded]}{label}{_meaning(value.context)}{_meaning(value.meaning)}</a>"
        f' <span class="count">{escape(value.shown)}</span>{_bar(value.share)}{_exclude(value.exclude_url, label)}</li>'
    )


def _meaning(words: str) -> str:
    return f' <span class="meaning">{escape(words)}</span>' if words else ""


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
