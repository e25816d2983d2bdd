"""What every template may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from decisions.models import SourceFile

if TYPE_CHECKING:
    from django.http import HttpRequest

SECONDS_KEPT = 60
CACHE_KEY = "decisions.sample_data"


def sample_data(request: HttpRequest) -> dict[str, bool]:  # noqa: ARG001
    """Whether the archive holds the fictional letters that it ships with; up to a minute old."""
    known = cache.get(CACHE_KEY)
    if known is None:
        known = SourceFile.objects.filter(is_sample=True).exists()
        cache.set(CACHE_KEY, known, SECONDS_KEPT)
    return {"sample_data": known}


def address(request: HttpRequest) -> dict[str, str | bool]:
    """Where the page is without its parameters, and whether it has any: then web search engines list the plain one.

    They are not counted: of too many that would be an error, also in the page that tells of one.
    """
    filtered = bool(request.META.get("QUERY_STRING"))
    return {"canonical_url": request.build_absolute_uri(request.path), "filtered": filtered}
