"""Why a person should look at a letter: what reading left open, as short names and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.parsing.parsed import Authority

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from ingest.parsing.parsed import ParsedCitation, ParsedDecision, ParsedItem

REASONS = {
    "layout-unknown": "Unknown layout",
    "no-items": "No disputed item",
    "case-number-missing": "No case number",
    "outcome-missing": "An item without an outcome",
    "leak": "A name or number that redaction may have missed",
    "treatment-unknown": "A request for an unknown treatment",
    "guideline-unknown": "An MTUS guideline that is not known",
    "cut-off": "A rationale that breaks off",
}
"""Short name to words, the gravest first."""


def review_reasons(
    decision: ParsedDecision, leaks: Sequence[Mapping[str, Any]], settled: Collection[str] = ()
) -> list[str]:
    """The short names of what a person should look at, in the order of REASONS.

    Args:
        decision: the letter, corrected.
        leaks: its rows of `Case.leaks`.
        settled: reasons and words of leaks that a person has settled.
    """
    found = set(_reasons(decision))
    if any(leak["words"] not in settled and not leak["cleared"] for leak in leaks):
        found.add("leak")
    return [name for name in REASONS if name in found and name not in settled]


def _reasons(decision: ParsedDecision) -> Iterator[str]:
    if decision.layout == "unknown":
        yield "layout-unknown"
    if not decision.items:
        yield "no-items"
    if decision.case_number is None:
        yield "case-number-missing"
    for item in decision.items:
        yield from _reasons_of_item(item)


def _reasons_of_item(item: ParsedItem) -> Iterator[str]:
    if item.outcome is None:
        yield "outcome-missing"
    if not item.treatments:
        yield "treatment-unknown"
    if item.rationale_cut_off:
        yield "cut-off"
    if any(map(_is_unknown, (*item.claims_administrator.citations, *item.imr_reviewer.citations))):
        yield "guideline-unknown"


def _is_unknown(citation: ParsedCitation) -> bool:
    """Outside the MTUS a citation may be to any article: only within it is a name one that should be known."""
    return citation.key is None and citation.authority is Authority.MTUS


def in_words(names: Sequence[str]) -> str:
    """The reasons as a line.

    >>> in_words(["no-items", "leak"])
    'No disputed item; A name or number that redaction may have missed'
    """
    return "; ".join(REASONS[name] for name in names)
