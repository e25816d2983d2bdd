"""Guidelines: all of them, one of them, one of its sections, one of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.exports.statistics_csv import trend_file
from decisions.models import Guideline
from decisions.pages.bridge import sections_of, sections_with_pages
from decisions.pages.citing import Citing, citing_items, pages_of, read_citing
from decisions.pages.guideline_page import page_figures, page_trend, quoting_sides
from decisions.pages.odds import archive_odds
from decisions.pages.outcome_table import SECTIONS, TABLE_OF
from decisions.pages.profile import build_profile
from decisions.pages.record_list import record_list
from decisions.pages.standing import standings
from decisions.pages.two_sides import two_sides
from decisions.parameters import links
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine
from decisions.views.site import site_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from decisions.pages.citing import CitingItems

TABLES = (TABLE_OF["treatment"], TABLE_OF["specialty"])
LAST_PAGE = 9_999
"""No guideline has more pages, and a database integer has an end."""


@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    """Every guideline that reviewers relied on."""
    by_slug = {one.value: one for one in standings(get_engine(), "guideline", current_vocabulary())}
    rows = Guideline.objects.filter(slug__in=by_slug)
    named = [(row.name, row.get_absolute_url(), by_slug[row.slug]) for row in rows]
    named.sort(key=lambda one: -one[2].total)
    return render(request, "decisions/guidelines.html", {"named": named})


@require_safe
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """One guideline: outcomes, its pages cited, treatments, who relies on it, latest decisions."""
    one, engine = get_object_or_404(Guideline, slug=slug), get_engine()
    profile = build_profile("guideline", slug, tables=(SECTIONS, *TABLES))
    pages, pages_since = pages_of(one).lately(profile.state)
    sections, sections_since = sections_of(one).lately(profile.state)
    context = {
        "guideline": one,
        "profile": profile,
        "two_sides": two_sides(engine, slug),
        "pages": pages,
        "pages_since": pages_since,
        "sections": sections,
        "sections_since": sections_since,
    }
    return render(request, "decisions/guideline.html", context)


@require_safe
def guideline_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One section of a guideline: outcomes, its pages, treatments, latest decisions."""
    one = get_object_or_404(Guideline, slug=slug)
    value = f"{slug}:{key}"
    profile = build_profile("section", value, tables=TABLES)
    if not profile.standing.total:
        raise Http404(f"No decision in the archive relies on this section of {one}.")
    context = {
        "guideline": one,
        "name": profile.name,
        "profile": profile,
        "sections": sections_with_pages(one, key=key),
    }
    return render(request, "decisions/guideline_section.html", context)


@require_safe
def guideline_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every decision that cites one page of one guideline; those of an outcome, quarter or side alone where asked."""
    one, engine = get_object_or_404(Guideline, slug=slug), get_engine()
    state = engine.state()
    found = _citing(one, number, state)
    citing, asked = read_citing(one, number, request.GET), request.GET.get("page", "")
    ids = found.of(citing)
    context = {
        "guideline": one,
        "number": number,
        "citing": citing,
        "whole": Citing(one, number),
        "search_url": links.search_url(links.searching(guideline=slug, guideline_page=str(number))),
        "list": record_list(ids, len(ids), asked, citing.url),
    }
    if not (citing.narrowed or asked):
        context["figures"] = page_figures(citing, found.counts(), archive_odds(engine))
        context["neighbours"] = _neighbours(pages_of(one).lately(state)[0], number)
        context["sections"] = sections_of(one, number).at(state)
        context["recent"] = quoting_sides(citing, found)
    return render(request, "decisions/guideline_page.html", context)


@require_safe
def guideline_page_csv(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The trend of the decisions that cite a page, as a file."""
    one, engine = get_object_or_404(Guideline, slug=slug), get_engine()
    citing = Citing(one, number)
    trend = page_trend(citing, _citing(one, number, engine.state()).counts(), archive_odds(engine))
    file = trend_file(trend, f"Page {number} of {one}", citing.url(), site_of(request))
    response = HttpResponse(file, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="imr-statistics-{slug}-page-{number}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _citing(one: Guideline, number: int, state: str) -> CitingItems:
    """All decisions that cite the page; 404 where none does."""
    if number <= LAST_PAGE:
        found = citing_items(one, number).at(state)
        if found.ids:
            return found
    raise Http404(f"No decision in the archive cites page {number} of {one}.")


def _neighbours(pages: list[tuple[int, int]], number: int) -> list[tuple[str, int, int]]:
    """The cited pages before and after one: which it is, its number, how many decisions cite it."""
    before = [("Previous", *pair) for pair in pages if pair[0] < number][-1:]
    return before + [("Next", *pair) for pair in pages if pair[0] > number][:1]
