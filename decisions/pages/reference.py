"""The line to copy into a file note or a brief: which decision, when, on what, how, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from decisions.models import Case, DisputedItem, Outcome

LONGEST_REQUEST = 200
"""Characters of a request; longer ones are cut at a word, since the address leads to the whole."""


def reference(case: Case, item: DisputedItem, outcome: Outcome | None, *, several: bool, address: str) -> str:
    """One line naming the decision of an item.

    Args:
        case: whose letter decides it.
        item: what is decided.
        outcome: of the item; None where the letter states none.
        several: whether the case decides more than this item.
        address: of the case's page, with scheme and host.
    """
    number = case.case_number or "(case number not stated)"
    place = f", item {item.position}" if several else ""
    decided = _short_day(case.decision_date) if case.decision_date else "date not stated"
    said = outcome.label.lower() if outcome else "outcome not stated"
    return f"IMR {number}{place} ({decided}), {_short(item.request)}: {said}. {address}#item-{item.position}"


def _short_day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _short(request: str) -> str:
    words = " ".join(request.split()).rstrip(" .:;,")
    if len(words) <= LONGEST_REQUEST:
        return words
    return words[:LONGEST_REQUEST].rpartition(" ")[0].rstrip(" .:;,") + " …"
