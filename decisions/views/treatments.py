"""Treatments: all of them, and how the requests for one of them fare."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.models import Treatment
from decisions.pages.outcome_table import TABLE_OF
from decisions.pages.profile import build_profile
from decisions.pages.standing import standings
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIDES = ("guideline_page", "body_part")
TABLES = (
    replace(TABLE_OF["guideline"], title="By guideline relied on"),
    replace(
        TABLE_OF["specialty"],
        hint=(
            "On this treatment alone, so that specialties compare like with like: what else they review does not weigh "
            "in. The cases may still differ, and a reviewer with two specialties stands in both rows."
        ),
    ),
    TABLE_OF["year"],
)


@require_safe
def treatments(request: HttpRequest) -> HttpResponse:
    """Every treatment that was decided, by category."""
    by_slug = {one.value: one for one in standings(get_engine(), "treatment", current_vocabulary())}
    rows = Treatment.objects.filter(slug__in=by_slug).order_by("category", "name")
    pairs = [(row, by_slug[row.slug]) for row in rows]
    groups = [(name, list(group)) for name, group in groupby(pairs, key=lambda pair: pair[0].category)]
    return render(request, "decisions/treatments.html", {"groups": groups})


@require_safe
def treatment(request: HttpRequest, slug: str) -> HttpResponse:
    """One treatment: outcomes, guidelines relied on, reviewers, latest decisions."""
    one = get_object_or_404(Treatment, slug=slug)
    profile = build_profile("treatment", one.slug, SIDES, TABLES)
    return render(request, "decisions/treatment.html", {"treatment": one, "profile": profile})
