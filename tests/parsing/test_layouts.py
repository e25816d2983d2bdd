"""The words by which layouts and labels are told: found as `in` finds them, in one pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.layouts import UNKNOWN, Marks, detect_layout, label_marks, load_layouts

LABELS = load_layouts().labels
PIECES = st.lists(st.sampled_from([*LABELS, "\n", " ", ":", "é", LABELS[0][:-1], LABELS[0][1:]]), max_size=12)


@given(PIECES)
def test_marks_are_found_where_they_stand(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert Marks(LABELS).found_in(text) == {label for label in LABELS if label in text}


@given(PIECES)
def test_marks_within_lines_are_told_from_those_that_begin_one(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert label_marks().found_in_lines(text) == {
        label for label in LABELS if f"\n{text}".count(label) != f"\n{text}".count(f"\n{label}")
    }


def test_no_heading_begins_as_an_opening_does() -> None:
    openings = tuple(opening.casefold() for opening in (*load_layouts().openings, *load_layouts().prose_openings))
    assert [words for words in load_layouts().heading_words if words.casefold().startswith(openings)] == []


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        (["guideline:", "line:"], "'line:' begins within the mark 'guideline:'"),
        (["guideline:", "e: x"], "'e: x' begins within the mark 'guideline:'"),
        (["guideline:", "guide"], "'guideline:' begins with the mark 'guide'"),
        (["aba"], "'aba' begins within the mark 'aba'"),
    ],
)
def test_marks_that_one_pass_would_miss_are_refused(marks: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Marks(marks)


@pytest.mark.parametrize(
    ("text", "decided", "layout"),
    [
        ("MEDICAL PROFESSIONAL REVIEW", None, "professional_review"),
        ("Claims Administrator guideline: ... Section(s): ...", 2016, "expert_reviewer_2016"),
        ("Claims Administrator guideline: ... Page(s): 3", 2016, "expert_reviewer_2014"),
        ("Claims Administrator guideline: ... Page(s): 3", 2018, "expert_reviewer_2018"),
        ("Claims Administrator guideline: ...", 2016, "expert_reviewer_2016"),
        ("Claims Administrator guideline: ...", None, UNKNOWN),
        ("A letter about something else.", 2015, UNKNOWN),
    ],
)
def test_a_layout_is_told_by_its_marks_and_its_year(text: str, decided: int | None, layout: str) -> None:
    assert detect_layout(text, decided) == layout
