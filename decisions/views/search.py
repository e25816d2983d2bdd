"""The search: its page, its JSON, and the whole list of one facet's values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from decisions.exports.statement import in_words
from decisions.pages.coverage import coverage_line
from decisions.pages.facet_page import build_facet_page, read_look
from decisions.pages.facets import KIND_OF, counted_facets
from decisions.pages.finding import case_named, count_facet, count_items, find
from decisions.pages.odds import WHOLE_ARCHIVE, odds_found
from decisions.pages.results import group_found
from decisions.pages.search_json import search_as_json
from decisions.pages.search_page import build_narrowing, build_page
from decisions.parameters import links
from decisions.parameters.filters import read_parameters
from decisions.parameters.section_names import learn_section_names
from decisions.search.indexing import get_engine
from decisions.views.exports import ALL, name_ignored, whole_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HTMX = "HX-Request"
"""The header by which htmx says that it, and no person, asks for a page."""
COUNTED = {"<!-- narrow -->": "decisions/_narrow.html", "<!-- odds -->": "decisions/_found_odds.html"}
"""What stands in the page for each part that tells of facets' counts, and the part's template.

No text that is printed can be taken for it: all is escaped.
"""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The decisions that answer the parameters; a case number alone goes to its case."""
    asked = read_parameters(request.GET)
    case = case_named(asked.query.text)
    if case:
        return _leave_for(request, case.get_absolute_url())
    archive = get_engine().search(WHOLE_ARCHIVE)  # remembered; looked up before another thread counts facets
    found = find(replace(asked.query, facets=counted_facets(asked.query)))
    learn_section_names(asked.vocabulary, found.query)
    page = build_page(asked, found, count_items)
    context = {
        "page": page,
        "groups": group_found(found),
        "words": in_words(found.query, asked.vocabulary),
        "coverage": coverage_line(archive),
    }
    printed = render_to_string("decisions/search.html", context, request)  # while facets are still counted
    learn_section_names(asked.vocabulary, found.query, found.result.facets.get("section", ()))
    narrowing = build_narrowing(found, asked.vocabulary, odds_found(archive))
    response = HttpResponse(_with_counts(printed, {"page": page, "narrowing": narrowing}))
    if HTMX in request.headers:
        response["HX-Push-Url"] = links.search_url(found.query)  # without the form's empty fields
    patch_vary_headers(response, [HTMX])
    return response


def _with_counts(printed: str, context: Mapping[str, object]) -> str:
    """The page with the parts that it was printed without."""
    for mark, template in COUNTED.items():
        before, there, after = printed.partition(mark)
        assert there, f"decisions/search.html has no place for {template}: {mark}"
        printed = f"{before}{render_to_string(template, context)}{after}"
    return printed


def _leave_for(request: HttpRequest, url: str) -> HttpResponse:
    """Another page in place of this one: a script that asked for results would follow a redirect and show nothing."""
    response = HttpResponse(headers={"HX-Redirect": url}) if HTMX in request.headers else redirect(url)
    patch_vary_headers(response, [HTMX])
    return response


@require_safe
def search_json(request: HttpRequest) -> HttpResponseBase:
    """The same search for programs, a page or with `per_page=all` the whole; what was left out is in a header."""
    if request.GET.getlist("per_page")[-1:] == [ALL]:
        return whole_json(request)
    asked = read_parameters(request.GET)
    found = find(asked.query)
    learn_section_names(asked.vocabulary, found.query, found.result.facets["section"])
    return name_ignored(JsonResponse(search_as_json(found, asked.vocabulary)), asked)


@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of one facet under the search, to look through and tick."""
    if name not in KIND_OF:
        raise Http404(f"There is no facet {name}.")
    asked = read_parameters(request.GET, besides=("find", "order"))
    counts = count_facet(asked.query, name)
    learn_section_names(asked.vocabulary, asked.query, counts if name == "section" else ())
    page = build_facet_page(KIND_OF[name], asked, counts, read_look(request.GET))
    return render(request, "decisions/facet.html", {"page": page})
