"""Suggestions for the search box: a plain page, and the same for the script that fills the box's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.pages.suggesting import suggest
from decisions.parameters.vocabulary import current_vocabulary

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Treatments, guidelines, specialties and cases whose name begins as typed."""
    typed = _typed(request)
    found = suggest(typed, current_vocabulary())
    return render(request, "decisions/suggest.html", {"typed": typed, "suggestions": found})


@require_safe
def suggestions_json(request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    found = suggest(_typed(request), current_vocabulary())
    listed = [{"label": one.label, "kind": one.kind, "url": one.url} for one in found]
    return JsonResponse({"suggestions": listed}, headers={"Cache-Control": "max-age=60"})


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", " ").strip()
