"""The line to cite a decision by, in a file note or a brief: the one place where it is worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.models import Outcome

if TYPE_CHECKING:
    from datetime import date

    from decisions.models import Case, DisputedItem

LONGEST_REQUEST = 200
"""Characters of a request; longer ones are cut at a word, since the address leads to the whole."""

MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
"""As legal citations shorten them."""


def reference(item: DisputedItem, site: str) -> str:
    """One line naming the decision of an item and where it stands.

    "IMR Case No. CM15-0013811, Final Determination (Feb. 23, 2015), disputed item 2, Upheld (Norco). https://..."

    Args:
        item: what is decided; its case is read.
        site: scheme and host of the archive, "https://archive.example.org".
    """
    case = item.case
    said = Outcome(item.outcome).label if item.outcome else "outcome not stated"
    return (
        f"{_number(case)}, Final Determination ({_decided(case)}), disputed item {item.position}, {said} "
        f"({_short(item.request)}). {site}{item.get_absolute_url()}"
    )


def letter_reference(case: Case, site: str) -> str:
    """One line naming the letter of a case and where it stands; for words of the letter outside any one decision.

    "IMR Case No. CM15-0013811, Final Determination (Feb. 23, 2015). https://..."
    """
    return f"{_number(case)}, Final Determination ({_decided(case)}). {site}{case.get_absolute_url()}"


def short_day(day: date) -> str:
    """A day as legal citations write it.

    >>> from datetime import date
    >>> short_day(date(2015, 2, 23))
    'Feb. 23, 2015'
    """
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _decided(case: Case) -> str:
    return short_day(case.decision_date) if case.decision_date else "date not stated"


def _number(case: Case) -> str:
    return f"IMR Case No. {case.case_number}" if case.case_number else "IMR Case (number not stated)"


def _short(request: str) -> str:
    words = " ".join(request.split()).rstrip(" .:;,")
    if len(words) <= LONGEST_REQUEST:
        return words
    return words[:LONGEST_REQUEST].rpartition(" ")[0].rstrip(" .:;,") + " …"
