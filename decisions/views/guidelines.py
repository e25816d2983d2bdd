"""Guidelines: all of them, one of them, one of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.models import Guideline
from decisions.pages.bridge import sections_with_pages
from decisions.pages.citing import items_citing, outcomes_citing, pages_cited
from decisions.pages.finding import fetch_items
from decisions.pages.outcome_table import TABLE_OF
from decisions.pages.paging import page_asked, paging
from decisions.pages.profile import build_profile
from decisions.pages.results import group_results
from decisions.pages.standing import OUTCOMES, standings
from decisions.parameters import links
from decisions.parameters.filters import MAX_DEPTH
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIDES = ("section",)
TABLES = (TABLE_OF["treatment"], TABLE_OF["specialty"])
PER_PAGE = 20
LAST_PAGE = 9_999
"""No guideline has more pages, and a database integer has an end."""


@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    """Every guideline that reviewers relied on."""
    by_slug = {one.value: one for one in standings(get_engine(), "guideline", current_vocabulary())}
    rows = Guideline.objects.filter(slug__in=by_slug)
    pairs = sorted(((row, by_slug[row.slug]) for row in rows), key=lambda pair: -pair[1].total)
    return render(request, "decisions/guidelines.html", {"pairs": pairs})


@require_safe
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """One guideline: outcomes, its pages cited, treatments, latest decisions."""
    one = get_object_or_404(Guideline, slug=slug)
    context = {
        "guideline": one,
        "profile": build_profile("guideline", slug, SIDES, TABLES),
        "pages": pages_cited(one),
        "sections": sections_with_pages(one),
    }
    return render(request, "decisions/guideline.html", context)


@require_safe
def guideline_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every decision whose reviewer cites one page of one guideline."""
    one = get_object_or_404(Guideline, slug=slug)
    outcomes = outcomes_citing(one, number) if number <= LAST_PAGE else {}
    total = sum(outcomes.values())
    if not total:
        raise Http404(f"No decision in the archive cites page {number} of {one}.")
    at = page_asked(request.GET.get("page", ""), min(total, MAX_DEPTH), PER_PAGE)
    start = (at - 1) * PER_PAGE
    items = fetch_items(items_citing(one, number).values_list("pk", flat=True)[start : start + PER_PAGE])
    snippets = get_engine().snippets(SearchQuery(), [item.rationale for item in items])
    here = reverse("guideline_page", args=[slug, number])
    context = {
        "guideline": one,
        "number": number,
        "total": total,
        "search_url": links.search_url(links.searching(guideline=slug, guideline_page=str(number))),
        "sections": sections_with_pages(one, number),
        "outcomes": [(one, outcomes[one]) for one in (*OUTCOMES, "") if one in outcomes],
        "groups": group_results(items, snippets),
        "paging": paging(at, PER_PAGE, total, lambda page: f"{here}?page={page}" if page > 1 else here),
    }
    return render(request, "decisions/guideline_page.html", context)
