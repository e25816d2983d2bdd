"""Treatments: all of them, and how the requests for one of them fare."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.models import Treatment
from decisions.pages.outcome_table import TABLE_OF
from decisions.pages.profile import build_profile
from decisions.pages.quantities import (
    MEASURES,
    Amount,
    amount_url,
    amounts_of,
    asking_for_amount,
    number_asking,
    quantities_of,
)
from decisions.pages.record_list import outcome_in_words, record_list, with_outcome
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
    groups = [
        (category, [(row.name, row.get_absolute_url(), by_slug[row.slug]) for row in of_category])
        for category, of_category in groupby(rows, key=attrgetter("category"))
    ]
    return render(request, "decisions/treatments.html", {"groups": groups})


@require_safe
def treatment(request: HttpRequest, slug: str) -> HttpResponse:
    """One treatment: outcomes, guidelines relied on, reviewers, quantities, latest decisions."""
    one = get_object_or_404(Treatment, slug=slug)
    profile = build_profile("treatment", one.slug, SIDES, TABLES)
    context = {"treatment": one, "profile": profile, "quantities": quantities_of(one, profile.state)}
    return render(request, "decisions/treatment.html", context)


@require_safe
def quantity(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The requests for a treatment that ask for so much: `from` and `to` in the address, and `outcome`."""
    one, measure = get_object_or_404(Treatment, slug=slug), MEASURES.get(name)
    if measure is None:
        raise Http404(f"Nothing is measured in {name}: the measures are {', '.join(MEASURES)}.")
    first, last = (_number(request.GET.get(end, "")) for end in ("from", "to"))
    amount, outcome = Amount(first or 1, last), request.GET.get("outcome", "")
    total = number_asking(amounts_of(one, get_engine().state()), measure, amount, outcome)
    ids = with_outcome(asking_for_amount(one, measure, amount), outcome).values_list("pk", flat=True)
    here = amount_url(one, measure, amount, outcome)
    context = {
        "treatment": one,
        "amount": amount.in_words(measure),
        "outcome": outcome_in_words(outcome),
        "list": record_list(ids, total, request.GET.get("page", ""), lambda page: f"{here}&page={page}"),
    }
    return render(request, "decisions/quantity.html", context)


def _number(text: str) -> int | None:
    """A whole number as typed; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
