"""The reviewers' specialties: all of them, and what one decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.pages.outcome_table import TABLE_OF
from decisions.pages.profile import build_profile
from decisions.pages.specialty_mix import standardised_share
from decisions.pages.standing import standings
from decisions.parameters.vocabulary import current_vocabulary
from decisions.paths import path_to
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TABLES = (
    TABLE_OF["treatment"],
    TABLE_OF["category"],
    replace(TABLE_OF["guideline"], title="By guideline relied on"),
)


@require_safe
def specialties(request: HttpRequest) -> HttpResponse:
    """Every specialty, the most frequent first."""
    vocabulary = current_vocabulary()
    rows = standings(get_engine(), "specialty", vocabulary)
    known = vocabulary.labels["specialty"]
    named = [(row.label, path_to("specialty", row.value) if row.value in known else row.url, row) for row in rows]
    return render(request, "decisions/specialties.html", {"named": named})


@require_safe
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """One specialty: what its reviewers decide, how, and by which guidelines."""
    name = _name(slug)
    profile = build_profile("specialty", slug, tables=TABLES)
    context = {"name": name, "profile": profile, "mix": standardised_share(get_engine(), slug)}
    return render(request, "decisions/specialty.html", context)


def _name(slug: str) -> str:
    """What the specialty is called; 404 where no reviewer has it. A name may be a minute young."""
    for fresh in (False, True):
        name = current_vocabulary(fresh=fresh).labels["specialty"].get(slug)
        if name:
            return name
    raise Http404("No reviewer in the archive has this specialty.")
