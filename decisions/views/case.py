"""A case: its page, its JSON, its letter as text."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.models import Case, DisputedItem, GuidelineCitation, Publication
from decisions.pages.case_json import case_as_json
from decisions.pages.case_page import build_case_page
from decisions.pages.original import is_held_back, original_for_all
from decisions.pages.place import find_place, place_asked
from decisions.pages.same_wording import with_same_wording
from decisions.parameters.filters import read_parameters
from decisions.parameters.links import PLACE
from decisions.search.indexing import get_engine
from decisions.views.site import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from decisions.pages.place import Place

View: TypeAlias = "Callable[[HttpRequest, str], HttpResponseBase]"
AnyResponse = TypeVar("AnyResponse", bound="HttpResponseBase")


class WithdrawnError(Exception):
    """The case asked for was published and is no longer."""


def says_when_withdrawn(view: View) -> View:
    """The view, with 410 and a plain word for a case that was withdrawn."""

    @wraps(view)
    def answer(request: HttpRequest, public_id: str) -> HttpResponseBase:
        try:
            return view(request, public_id)
        except WithdrawnError:
            return listed(render(request, "decisions/withdrawn.html", {"public_id": public_id}, status=410))

    return answer


@require_safe
@says_when_withdrawn
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was decided first, then the facts and the letter; staff also see cases that are not published."""
    one = _fetch(request, public_id)
    context = {
        "page": build_case_page(one, list(one.items.all()), site_of(request)),
        "listed": settings.LETTERS_IN_WEB_SEARCH and one.publication == Publication.PUBLIC,
        "place": _place(request, one),
        "original": original_for_all(one),
        "held_back": is_held_back(one),
        "hidden": None if one.publication == Publication.PUBLIC else Publication(one.publication),
    }
    return listed(render(request, "decisions/case.html", context))


@require_safe
@says_when_withdrawn
def case_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """The case for programs."""
    one = _fetch(request, public_id)
    return listed(JsonResponse(case_as_json(one, list(one.items.all()))))


@require_safe
@says_when_withdrawn
def case_text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter's text, masked."""
    one = get_object_or_404(Case.objects.only("text", "publication"), public_id=public_id)
    check_shown(request, one)
    response = HttpResponse(one.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{public_id}.txt"'
    return listed(response)


def _fetch(request: HttpRequest, public_id: str) -> Case:
    """The case with all that its page shows, in three queries.

    Raises:
        Http404: there is none, or none yet that the public sees.
        WithdrawnError: it was withdrawn.
    """
    citations = GuidelineCitation.objects.select_related("guideline").order_by("cited_by", "position")
    items = with_same_wording(DisputedItem.objects.select_related("treatment")).order_by("position")
    items = items.prefetch_related(Prefetch("citations", queryset=citations))
    found = Case.objects.select_related("reviewer")
    one = get_object_or_404(found.prefetch_related(Prefetch("items", queryset=items)), public_id=public_id)
    check_shown(request, one)
    return one


def check_shown(request: HttpRequest, one: Case) -> None:
    """Raises Http404 or WithdrawnError where this visitor may not see the case; only then asks who it is."""
    if one.publication == Publication.PUBLIC or (request.user.is_active and request.user.is_staff):
        return
    if one.publication == Publication.WITHDRAWN:
        raise WithdrawnError
    raise Http404


def _place(request: HttpRequest, one: Case) -> Place | None:
    """Where the case stands in the search that its address carries; None where it carries none."""
    at = place_asked(request.GET.get(PLACE, ""))
    if at is None:
        return None
    asked = read_parameters(request.GET, besides=(PLACE,))
    return find_place(get_engine(), asked.query, at, one.pk)


def listed(response: AnyResponse) -> AnyResponse:
    """Letters tell of people's health: web search engines may list them only where the settings say so."""
    if not settings.LETTERS_IN_WEB_SEARCH:
        response["X-Robots-Tag"] = "noindex"
    return response
