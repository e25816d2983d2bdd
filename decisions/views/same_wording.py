"""Decisions of other cases whose rationale has the same words as one that is being read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.models import DisputedItem, Outcome, Publication
from decisions.pages.listed import fetch_items
from decisions.pages.paging import page_asked, paging
from decisions.pages.results import group_results
from decisions.pages.same_wording import MOST, of_same_wording
from decisions.search.engine import Snippet

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20


@require_safe
def same_wording(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """The decisions that share the rationale of one item of a case, those loaded last first."""
    items = DisputedItem.objects.filter(case__publication=Publication.PUBLIC).select_related("case")
    item = get_object_or_404(items, case__public_id=public_id, position=position)
    others = list(of_same_wording(item).values_list("pk", "outcome"))
    if not others:
        raise Http404("No other decision in the archive has the rationale of this one.")
    at = page_asked(request.GET.get("page", ""), len(others), PER_PAGE)
    listed = fetch_items(pk for pk, _ in others[(at - 1) * PER_PAGE : at * PER_PAGE])
    here = reverse("same_wording", args=[public_id, position])
    outcomes = Counter(outcome for _, outcome in others)
    context = {
        "item": item,
        "paragraphs": item.rationale.splitlines(),
        "total": len(others),
        "more": len(others) == MOST,
        "outcomes": [(one, outcomes[one.value]) for one in Outcome if outcomes[one.value]],
        "groups": group_results(listed, [Snippet("")] * len(listed)),
        "paging": paging(at, PER_PAGE, len(others), lambda page: f"{here}?page={page}" if page > 1 else here),
    }
    return render(request, "decisions/same_wording.html", context)
