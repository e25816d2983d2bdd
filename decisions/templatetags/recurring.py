"""Parts that recur on most pages, printed once for each value."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()

escaped = lru_cache(maxsize=2_000)(escape)
"""`escape`, remembered: for words and addresses that recur, as of facets, their values, treatments, specialties."""


@register.simple_tag
def recurring(name: str, **context: Any) -> SafeString:
    """The template `name` with nothing but `context`: printed once for each value, which must be hashable.

    For parts that recur on most pages: an outcome, a guideline with its pages, the head of the site.
    """
    return _printed(name, tuple(context.items()))


@lru_cache(maxsize=20_000)
def _printed(name: str, context: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(name, dict(context))
