"""A word finds its singular and its plural, and by their stems the index finds them as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.search.inflections import REMEMBERED, RememberedStems, inflections, stem, stems

WORDS = st.text("abcehimosuxyz", min_size=1, max_size=8)
"""Of letters that endings are made of."""


@given(WORDS)
def test_whatever_a_word_may_find_is_found_by_its_stem(word: str) -> None:
    assert all(stem(word) in stems(form).split() for form in inflections(word))


@given(WORDS)
def test_a_stem_is_at_most_three_letters_off(word: str) -> None:
    assert all(word.startswith(one[: len(word) - 3]) and abs(len(word) - len(one)) < 3 for one in stems(word).split())


@pytest.mark.parametrize(
    ("searched", "written", "found"),
    [
        ("injection", "injections", True),
        ("injections", "injection", True),
        ("biopsies", "biopsy", True),
        ("headache", "headaches", True),
        ("box", "boxes", True),
        ("mri", "mris", True),
        ("diagnosis", "diagnosis", True),
        ("tens", "ten", False),  # the device
        ("gas", "ga", False),
        ("she", "sh", False),
        ("medication", "medical", False),
        ("exercise", "exercised", False),
    ],
)
def test_which_words_are_one(searched: str, written: str, *, found: bool) -> None:
    assert (stem(searched) in stems(written).split()) is found


def test_remembered_stems_are_the_stems_and_no_more_are_kept_than_fit() -> None:
    remembered = RememberedStems()
    assert [remembered["injections"], remembered["mris"], remembered["injections"]] == [
        "injection",
        "mris mri",
        "injection",
    ]
    remembered.update({str(number): "" for number in range(REMEMBERED)})
    assert remembered["biopsies"] == "biopsy"
    assert remembered == {"biopsies": "biopsy"}
