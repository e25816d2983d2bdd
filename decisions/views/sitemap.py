"""For web search engines and browsers: the pages that may be listed, and how to search from the address bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.models import Case, Guideline, Treatment
from decisions.views.site import site_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGES = ("home", "treatments", "guidelines", "specialties", "statistics", "help", "about", "coverage", "accessibility")
"""Names of the single pages that may be listed."""


class SinglePages(Sitemap):  # type: ignore[type-arg] # it takes none when it runs
    """The pages that there is one of."""

    def items(self) -> list[str]:
        """Their names."""
        return list(PAGES)

    def location(self, item: str) -> str:
        """Where one is."""
        return reverse(item)


class Cases(Sitemap):  # type: ignore[type-arg] # likewise
    """The cases, where the setting opens them."""

    limit = 20_000

    def items(self) -> QuerySet[Case]:
        """All of them, in an order that stays as it is while new ones come."""
        return Case.objects.public().only("public_id", "loaded_at").order_by("pk")

    def lastmod(self, item: Case) -> datetime:
        """When it was loaded or corrected."""
        return item.loaded_at


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of site maps."""
    return sitemaps.index(request, _sections(), sitemap_url_name="sitemap_section")


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One site map, or a page of it; 404 for a section that there is not."""
    return sitemaps.sitemap(request, _sections(), section)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches the archive from its address bar."""
    context = {"site": site_of(request)}
    return render(request, "decisions/opensearch.xml", context, content_type="application/opensearchdescription+xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Where browsers look for the icon of pages that name none, as the admin's."""
    return redirect(static("icon.svg"))


def _sections() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    found: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
        "pages": SinglePages(),
        "treatments": GenericSitemap({"queryset": Treatment.objects.order_by("pk")}),
        "guidelines": GenericSitemap({"queryset": Guideline.objects.order_by("pk")}),
    }
    if settings.LETTERS_IN_WEB_SEARCH:
        found["cases"] = Cases()
    return found
