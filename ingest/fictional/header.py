"""The header table of a letter, in the orders in which extractors give its two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from ingest.parsing.parsed import ParsedDecision

# The cells of the table as printed: (left label, field, right label, field).
ROWS = (
    ("Case Number:", "case_number", "", ""),
    ("Date Assigned:", "date_assigned", "Date of Injury:", "date_of_injury"),
    ("Decision Date:", "decision_date", "UR Denial Date:", "ur_denial_date"),
    ("Priority:", "priority", "Application Received:", "application_received"),
)
_ORDERS = ("rows", "rows", "tabs", "wrapped", "columns", "labels first")


def cell(letter: ParsedDecision, field: str) -> str:
    """A value of the header as printed; dates as mm/dd/yyyy."""
    value: str | date | None = getattr(letter, field) if field else ""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:%m/%d/%Y}"


def header_lines(letter: ParsedDecision, rng: Random) -> list[str]:
    """The lines of the table in one of the extractors' orders; none where the letter has no header."""
    if letter.case_number is None:
        return []
    order = rng.choice(_ORDERS)
    rows = [(left, cell(letter, one), right, cell(letter, two)) for left, one, right, two in ROWS]
    if order == "labels first":
        labels = [label for left, _, right, _ in rows for label in (left, right) if label]
        return labels + [value for _, one, _, two in rows for value in (one, two) if value]
    if order == "columns":
        left = [left for left, *_ in rows] + [one for _, one, *_ in rows]
        return left + [right for _, _, right, _ in rows if right] + [two for *_, two in rows if two]
    joint = "\t" if order == "tabs" else " "
    lines = [joint.join(part for part in row if part) for row in rows]
    if order == "wrapped":
        lines[-1:] = [f"Priority: {rows[-1][1]} Application ", "Received: ", rows[-1][3]]
    return lines
