"""Lines to paragraphs, where blank lines show them and where only the letter's structure does."""

from __future__ import annotations

import pytest

from ingest.parsing.paragraphs import join_paragraphs, runs_on

LABELS = ["Claims Administrator guideline: A.", "MAXIMUS guideline: B.", "Decision rationale: C."]
ROWS = [
    ("blank lines part", ["One", "line.", "", "Two."], ["One line.", "Two."]),
    ("headings stand alone", ["Before.", "CLINICAL CASE SUMMARY", "After."],
     ["Before.", "CLINICAL CASE SUMMARY", "After."]),
    ("headings in lower case with a colon", ["Before.", "Case Summary:", "After."],
     ["Before.", "Case Summary:", "After."]),
    ("labels part", LABELS, LABELS),
    ("an outcome ends", ["MRI of the", "knee: Upheld", LABELS[0]], ["MRI of the knee: Upheld", LABELS[0]]),
    ("an outcome on its own line", ["MRI of the knee:", "Upheld", LABELS[0]], ["MRI of the knee: Upheld", LABELS[0]]),
    ("an outcome after a gap", ["MRI of the knee:", "", "Overturned", LABELS[0]],
     ["MRI of the knee: Overturned", LABELS[0]]),
    ("an opening sentence ends", ["The Expert Reviewer has the following credentials:", "State(s) of Licensure: Ohio"],
     ["The Expert Reviewer has the following credentials:", "State(s) of Licensure: Ohio"]),
    ("a heading behind a rationale", [*LABELS[:2], "Decision rationale: The records show no red flags in this case at",
      "all. It is not necessary.", "Knee brace: Upheld", LABELS[0]],
     [*LABELS[:2],
      "Decision rationale: The records show no red flags in this case at all. It is not necessary.",
      "Knee brace: Upheld", LABELS[0]]),
    ("a gap within a sentence", ["The records", "", "show it."], ["The records show it."]),
    ("no lines", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "paragraphs"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_lines_become_paragraphs(lines: list[str], paragraphs: list[str]) -> None:
    assert join_paragraphs("\n".join(lines), width=max(map(len, lines), default=0)) == paragraphs


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("The records show", True),
        ("pain, numbness,", True),
        ("The records show it.", False),
        ('He said "no."', False),
        ("MRI of the knee:", False),
        ("Upheld", False),
        ("CLINICAL CASE SUMMARY", False),
        ("Claims Administrator guideline: Decision", False),
    ],
)
def test_a_sentence_goes_on_after_a_gap(line: str, goes_on: bool) -> None:  # noqa: FBT001
    assert runs_on(line) is goes_on
