"""A letter as staff read it: unmasked, with what was read from it and what redaction may have missed lit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.pages.case_page import marks_of
from decisions.pages.letter import Mark, Paragraph, read_paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from decisions.models import Case, DisputedItem


@dataclass(frozen=True, slots=True)
class SuspectedLeak:
    """Words that redaction may have missed.

    Args:
        field: its name in the form.
        words: themselves.
        kind: what they may be.
        places: how often they stand in the letter.
        anchor: of the first place.
        answer: "show" or "hide" as a person said; empty where nobody did.
    """

    field: str
    words: str
    kind: str
    places: int
    anchor: str
    answer: str


def suspected_leaks(case: Case, answers: Mapping[str, bool]) -> list[SuspectedLeak]:
    """The suspected words of a letter, each once, in their order."""
    first: dict[str, int] = {}
    for number, leak in enumerate(case.leaks):
        first.setdefault(leak["words"], number)
    return [
        SuspectedLeak(
            field=f"leak-{number}",
            words=words,
            kind=case.leaks[number]["kind"].replace("_", " ").replace("-", " "),
            places=sum(leak["words"] == words for leak in case.leaks),
            anchor=f"leak-at-{number}",
            answer={True: "show", False: "hide", None: ""}[answers.get(words)],
        )
        for words, number in first.items()
    ]


def letter_of(case: Case, items: Sequence[DisputedItem]) -> tuple[Paragraph, ...]:
    """The letter's paragraphs with all marks."""
    leaks = (
        Mark(f"leak-at-{number}", f"Suspected {leak['kind']}", leak["start"], leak["end"])
        for number, leak in enumerate(case.leaks)
    )
    return read_paragraphs(unmasked(case), [*marks_of(case, items), *leaks])


def unmasked(case: Case) -> str:
    """The letter's text with the words that the public does not see; masks are as long as what they hide."""
    letters = list(case.text)
    for leak in case.leaks:
        letters[leak["start"] : leak["end"]] = leak["words"]
    return "".join(letters)
