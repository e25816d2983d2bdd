"""Which of several letters with one case number is the case's current one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decisions.models import Case
    from ingest.parsing.parsed import ParsedDecision


def takes_over(decision: ParsedDecision, case: Case, *, known: bool) -> bool:
    """Whether a letter becomes current in place of the one that its case shows now.

    The newer decision date wins; no date is older than any. With equal dates a letter in other words
    wins if its file is new to the archive (a corrected copy of the same determination), and the same
    words in another file (a PDF beside its text) change nothing.

    Args:
        decision: the letter, masked.
        case: as stored, with another file's letter.
        known: the letter's file was loaded before and is read anew: reading again is no news.
    """
    ours, theirs = decision.decision_date or date.min, case.decision_date or date.min
    if ours != theirs:
        return ours > theirs
    return not known and decision.text.split() != case.text.split()
