"""A case: its page, its JSON, its letter as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.models import Case, DisputedItem, GuidelineCitation
from decisions.pages.case_json import case_as_json
from decisions.pages.case_page import build_case_page
from decisions.pages.place import find_place, place_asked
from decisions.pages.same_wording import with_same_wording
from decisions.parameters.filters import read_parameters
from decisions.parameters.links import PLACE
from decisions.search.indexing import get_engine
from decisions.views.site import site_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from decisions.pages.place import Place


@require_safe
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was decided first, then the facts and the letter."""
    one = _fetch(public_id)
    context = {
        "page": build_case_page(one, list(one.items.all()), site_of(request)),
        "listed": settings.LETTERS_IN_WEB_SEARCH,
        "place": _place(request, one),
    }
    return _listed(render(request, "decisions/case.html", context))


@require_safe
def case_json(request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The case for programs."""
    one = _fetch(public_id)
    return _listed(JsonResponse(case_as_json(one, list(one.items.all()))))


@require_safe
def case_text(request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The letter's text, masked."""
    text = get_object_or_404(Case.objects.only("text"), public_id=public_id).text
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{public_id}.txt"'
    return _listed(response)


def _fetch(public_id: str) -> Case:
    """The case with all that its page shows, in three queries."""
    citations = GuidelineCitation.objects.select_related("guideline").order_by("cited_by", "position")
    items = with_same_wording(DisputedItem.objects.select_related("treatment")).order_by("position")
    items = items.prefetch_related(Prefetch("citations", queryset=citations))
    found = Case.objects.select_related("reviewer").defer("leaks")
    return get_object_or_404(found.prefetch_related(Prefetch("items", queryset=items)), public_id=public_id)


def _place(request: HttpRequest, one: Case) -> Place | None:
    """Where the case stands in the search that its address carries; None where it carries none."""
    at = place_asked(request.GET.get(PLACE, ""))
    if at is None:
        return None
    asked = read_parameters(request.GET, besides=(PLACE,))
    return find_place(get_engine(), asked.query, at, one.pk)


def _listed(response: HttpResponse) -> HttpResponse:
    """Letters tell of people's health: web search engines may list them only where the settings say so."""
    if not settings.LETTERS_IN_WEB_SEARCH:
        response["X-Robots-Tag"] = "noindex"
    return response
