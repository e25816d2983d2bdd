"""Which decisions cite a page of a guideline: exact, from the record of citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, QuerySet

from decisions.models import Case, DisputedItem, GuidelineCitation
from decisions.pages.reliance import OF_REVIEWER

if TYPE_CHECKING:
    from decisions.models import Guideline


def items_citing(guideline: Guideline, page: int) -> QuerySet[DisputedItem]:
    """The items whose reviewer cites this page of this guideline, newest first."""
    cited = _reviewers_citations(guideline).filter(pages__contains=[page])
    items = DisputedItem.objects.filter(pk__in=cited.values("item"))
    return items.order_by(F("case__decision_date").desc(nulls_last=True), "case__public_id", "position")


def outcomes_citing(guideline: Guideline, page: int) -> dict[str, int]:
    """Outcome to the number of items citing the page; "" for items without an outcome."""
    counted = items_citing(guideline, page).order_by().values_list("outcome").annotate(Count("pk"))
    return {outcome or "": count for outcome, count in counted}


def pages_cited(guideline: Guideline) -> list[tuple[int, int]]:
    """Each page of the guideline that reviewers cite and the number of items that do, by page."""
    page = Func(F("pages"), function="unnest", output_field=IntegerField())
    counted = _reviewers_citations(guideline).annotate(page=page).order_by().values("page")
    return sorted(counted.annotate(items=Count("item", distinct=True)).values_list("page", "items"))


def published_citations(guideline: Guideline) -> QuerySet[GuidelineCitation]:
    """The guideline's citations in published cases.

    They are told by the few that are not: one guideline may be cited in every letter.
    """
    hidden = Case.objects.hidden().filter(items=OuterRef("item"))
    return GuidelineCitation.objects.filter(guideline=guideline).exclude(Exists(hidden))


def _reviewers_citations(guideline: Guideline) -> QuerySet[GuidelineCitation]:
    return published_citations(guideline).filter(cited_by__in=OF_REVIEWER)
