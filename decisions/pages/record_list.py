"""Lists of decisions that the record finds and the index cannot: by page of a guideline, by quantity asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from decisions.models import Outcome
from decisions.pages.listed import fetch_items
from decisions.pages.paging import Paging, page_asked, paging
from decisions.pages.passages import passages_of
from decisions.pages.results import ResultGroup, group_results
from decisions.parameters.filters import MAX_DEPTH
from decisions.search.query import NOT_STATED, SearchQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

    from decisions.models import DisputedItem

PER_PAGE = 20
STATED = "stated"
"""Stands for every outcome that is."""


@dataclass(frozen=True, slots=True)
class RecordList:
    """A page of such a list, ready to print."""

    total: int
    groups: tuple[ResultGroup, ...]
    paging: Paging


def newest_first(items: QuerySet[DisputedItem]) -> QuerySet[DisputedItem]:
    """The items, the latest decision first."""
    return items.order_by(F("case__decision_date").desc(nulls_last=True), "case__public_id", "position")


def with_outcome(items: QuerySet[DisputedItem], outcome: str) -> QuerySet[DisputedItem]:
    """Those with this outcome, "not-stated" among them, "stated" for any that is; all for any other word."""
    if outcome in (STATED, NOT_STATED):
        return items.filter(outcome__isnull=outcome == NOT_STATED)
    return items.filter(outcome=outcome) if outcome in Outcome.values else items


def is_meant(asked: str, outcome: str) -> bool:
    """Whether a decision with this outcome is one that `with_outcome` leaves."""
    if asked == STATED:
        return outcome != NOT_STATED
    return outcome == asked or not outcome_in_words(asked)


def outcome_in_words(outcome: str) -> str:
    """What such a list says of itself; empty for any other word."""
    if outcome in (STATED, NOT_STATED):
        return f"outcome {outcome.replace('-', ' ')}"
    return Outcome(outcome).label.lower() if outcome in Outcome.values else ""


def record_list(
    ids: Sequence[int] | QuerySet[Any, int], total: int, asked: str, url_of: Callable[[int], str]
) -> RecordList:
    """The page of these items that an address asks for: one message to the database, one more where `ids` is a query.

    Args:
        ids: of all of them, in order, or a query for them.
        total: how many there are.
        asked: number of the page, as typed.
        url_of: where a page is.
    """
    at = page_asked(asked, min(total, MAX_DEPTH), PER_PAGE)
    start = (at - 1) * PER_PAGE
    shown = fetch_items(ids[start : start + PER_PAGE])
    snippets = passages_of(SearchQuery(), shown)
    return RecordList(total, group_results(shown, snippets), paging(at, PER_PAGE, total, url_of))
