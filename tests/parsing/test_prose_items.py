"""Items of the letters of 2013, whose outcomes are sentences."""

from __future__ import annotations

import pytest

from ingest.parsing.prose_items import split_prose_items

BASED = "The Claims Administrator based its decision on A.\nThe Physician Reviewer based his/her decision on B."
DETERMINED = "MAXIMUS Federal Services, Inc. has determined the request for"

VERDICTS = [
    ("is not medically necessary and appropriate.", "upheld"),
    ("is medically necessary and appropriate.", "overturned"),
    ("is notmedically necessary and appropriate.", "upheld"),
    ("is medicallynecessary and appropriate.", "overturned"),
    ("ismedically necessary and appropriate.", "overturned"),
    ("are not medically necessary and appropriate", "upheld"),
    ("was not medically necessary.", "upheld"),
]


@pytest.mark.parametrize(("verdict", "outcome"), VERDICTS)
def test_notice(verdict: str, outcome: str) -> None:
    listed = f"1) {DETERMINED} MRI of the knee {verdict}\n"
    reasons = f"1) Regarding the request for MRI of the knee:\n{BASED}\nRationale for the Decision:\nC."
    text = f"{listed}{listed}{reasons}"
    (item,) = split_prose_items(text)
    assert (item.heading.description.of(text), item.heading.outcome) == ("MRI of the knee", outcome)
    assert item.rationale.of(text) == "C."
    assert item.administrator.of(text) == BASED.split("\n", maxsplit=1)[0]
    assert item.reviewer.of(text) == BASED.split("\n")[1]


def test_notice_pairs_outcomes_and_reasons_by_number() -> None:
    listed = f"1) {DETERMINED} MRI is medically necessary.\n2) {DETERMINED} CT is not medically necessary.\n"
    reasons = "\n".join(
        f"{number}) Regarding the request for {name}:\n{BASED}\nRationale for the Decision:\nC."
        for number, name in ((2, "CT"), (1, "MRI"))
    )
    text = f"{listed}{listed}{reasons}"
    found = [(item.heading.description.of(text), item.heading.outcome) for item in split_prose_items(text)]
    assert found == [("CT", "upheld"), ("MRI", "overturned")]


def test_notice_without_an_outcome_for_a_number() -> None:
    text = f"1) Regarding the request for MRI:\n{BASED}\nRationale for the Decision:\nC."
    (item,) = split_prose_items(text)
    assert item.heading.outcome is None


@pytest.mark.parametrize(("verdict", "outcome"), VERDICTS[:2])
def test_full_letter(verdict: str, outcome: str) -> None:
    text = (
        f"1. MRI of the knee {verdict}\n{BASED}\nThe Physician Reviewer's decision rationale: The surgery is not "
        f"medically necessary.\n2. CT {verdict}\n{BASED}\nThe Physician Reviewer's decision rationale: D."
    )
    found = [
        (item.heading.description.of(text), item.heading.outcome, item.rationale.of(text))
        for item in split_prose_items(text)
    ]
    assert found == [("MRI of the knee", outcome, "The surgery is not medically necessary."), ("CT", outcome, "D.")]


@pytest.mark.parametrize(("word", "outcome"), [("NOT ", "upheld"), ("", "overturned")])
def test_professional_review(word: str, outcome: str) -> None:
    text = (
        "ISSUE AT DISPUTE:\nMRI\n"
        "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:\nODG, Knee.\n"
        f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS {word}MEDICALLY NECESSARY:\nC.\n"
        "MEDICAL REVIEWER QUALIFICATIONS:\nBoard Certified in Surgery."
    )
    (item,) = split_prose_items(text)
    assert (item.heading.description.of(text), item.heading.outcome) == ("MRI", outcome)
    assert (item.reviewer.of(text), item.rationale.of(text)) == ("ODG, Knee.", "C.")


def test_reasons_that_give_no_verdict_overturn_nothing() -> None:
    (item,) = split_prose_items(
        "ISSUE AT DISPUTE:\nMRI\nRationale for the Decision:\nThe MRI is not medically necessary."
    )
    assert item.heading.outcome is None


def test_an_issue_without_a_verdict_takes_none_of_another() -> None:
    found = split_prose_items(
        "ISSUE AT DISPUTE: MRI\nRationale for the Decision:\nA.\nISSUE AT DISPUTE: CT\n"
        "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:\nB."
    )
    assert [item.heading.outcome for item in found] == [None, "upheld"]


@pytest.mark.parametrize("text", ["", "The surgery is not medically necessary.", "MRI: Upheld", f"{DETERMINED} x"])
def test_other_letters_have_none(text: str) -> None:
    assert split_prose_items(text) == []
