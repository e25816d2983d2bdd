"""Decisions of other cases whose rationale has the same words: reviewers reuse them, for either outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef

from decisions.models import Case, DisputedItem

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 1_000
"""Decisions of one wording that are counted and listed: some stock phrases stand in a hundred thousand letters."""


def of_same_wording(item: DisputedItem) -> QuerySet[DisputedItem]:
    """The decisions of other cases with the item's rationale, those loaded last first; at most MOST."""
    return _others(item.wording, item.case_id)[:MOST] if item.rationale else DisputedItem.objects.none()


def with_same_wording(items: QuerySet[DisputedItem]) -> QuerySet[DisputedItem]:
    """The items, each with `same_wording`: how many decisions of other cases share its wording.

    MOST + 1 stands for more than MOST. A rationale that could not be read shares nothing; see `said_elsewhere`.
    """
    others = _others(OuterRef("wording"), OuterRef("case"))[: MOST + 1]
    counted = Func(
        ArraySubquery(others.values("case_id")), function="cardinality", output_field=IntegerField()
    )  # counting a slice in one query: each stops at MOST
    return items.annotate(same_wording=counted)


def said_elsewhere(item: DisputedItem) -> str:
    """How many decisions share the wording of an item of `with_same_wording`; empty where none does."""
    count = getattr(item, "same_wording", 0) if item.rationale else 0
    if not count:
        return ""
    if count > MOST:
        return f"more than {MOST:,} other decisions"
    return "one other decision" if count == 1 else f"{count:,} other decisions"


def _others(wording: Any, case: Any) -> QuerySet[DisputedItem]:
    """Those published, in the order of the index that finds them."""
    hidden = Case.objects.hidden().filter(pk=OuterRef("case"))
    found = DisputedItem.objects.filter(wording=wording).exclude(case=case).exclude(Exists(hidden))
    return found.order_by(F("case_id").desc())
