"""Headings taken apart, and items split by their labels."""

from __future__ import annotations

import pytest

from ingest.parsing.items import parse_heading, split_items
from ingest.parsing.parsed import Span

HEADINGS = [  # (heading, description, outcome)
    ("MRI: Upheld", "MRI", "upheld"),
    ("1. MRI: Upheld", "MRI", "upheld"),
    ("1) MRI: Upheld", "MRI", "upheld"),
    ("#3: MRI: Overturned", "MRI", "overturned"),
    ("Issue 4: MRI: Modified", "MRI", "modified"),
    ("Item #2 - MRI: Upheld", "MRI", "upheld"),
    ("1 platelet rich plasma injection: Upheld", "1 platelet rich plasma injection", "upheld"),
    ("2.5mg Coumadin: Upheld", "2.5mg Coumadin", "upheld"),
    ("10 sessions of therapy: Upheld", "10 sessions of therapy", "upheld"),
    ("The request for MRI: Upheld", "The request for MRI", "upheld"),
    ("MRI.: Upheld", "MRI.", "upheld"),
    ("MRI UPHELD", "MRI", "upheld"),
    ("MRI", "MRI", None),
    ("MRI, not Upheld before", "MRI, not Upheld before", None),
    ("MRIUpheld", "MRIUpheld", None),
    ("MRI: Mod\u0131fied", "MRI: Mod\u0131fied", None),
    ("Upheld", "", "upheld"),
]


@pytest.mark.parametrize(("words", "description", "outcome"), HEADINGS)
def test_heading(words: str, description: str, outcome: str | None) -> None:
    heading = parse_heading(words, Span(0, len(words)))
    assert (heading.description.of(words), heading.outcome) == (description, outcome)
    assert (heading.outcome_span is None) == (outcome is None)


A, B, C = "\nClaims Administrator guideline: A.", "\nMAXIMUS guideline: B.", "\nDecision rationale: C."
SPLITS = [  # (decisions, [(heading, administrator, reviewer, rationale)])
    (f"MRI: Upheld{A}{B}{C}", [("MRI", "A.", "B.", "C.")]),
    (f"MRI: Upheld{A}{B}{C}\nCT: Upheld{A}{B}{C}", [("MRI", "A.", "B.", "C."), ("CT", "A.", "B.", "C.")]),
    (f"MRI: Upheld{A}{B}{C}\nMore.\nCT: Upheld{A}{B}{C}",
     [("MRI", "A.", "B.", "C.\nMore."), ("CT", "A.", "B.", "C.")]),
    (f"MRI: Upheld{A}{C}", [("MRI", "A.", "", "C.")]),
    (f"MRI: Upheld{A}", [("MRI", "A.", "", "")]),
    (f"MRI: Upheld{A}{B}{C}\nCT: Upheld", [("MRI", "A.", "B.", "C.\nCT: Upheld")]),
    (f"{A}{B}{C}", [("", "A.", "B.", "C.")]),
    ("MRI: Upheld", []),
    ("", []),
    (f"MRI: Upheld{A}\nMaximus Guideline : B.\nDecision Rationale: C.", [("MRI", "A.", "B.", "C.")]),
    (f"MRI: Upheld{A}\nExpert Reviewer guideline: B.{C}", [("MRI", "A.", "B.", "C.")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "items"), SPLITS, ids=lambda value: ascii(value)[:60])
def test_split(text: str, items: list[tuple[str, str, str, str]]) -> None:
    assert [
        (
            each.heading.description.of(text),
            each.administrator.of(text),
            each.reviewer.of(text),
            each.rationale.of(text),
        )
        for each in split_items(text, Span(0, len(text)))
    ] == items
