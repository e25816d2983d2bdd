"""The reviewers' specialties and how the decisions of each stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.pages.standing import standings
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def specialties(request: HttpRequest) -> HttpResponse:
    """Every specialty, the most frequent first."""
    rows = standings(get_engine(), "specialty", current_vocabulary())
    return render(request, "decisions/specialties.html", {"pairs": [(None, row) for row in rows]})
