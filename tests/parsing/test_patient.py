"""Age and sex from the opening of the summary."""

from __future__ import annotations

import pytest

from ingest.parsing.parsed import Span
from ingest.parsing.patient import parse_patient

ROWS = [
    ("The patient is a 48 year old male who fell.", 48, "male"),
    ("The applicant is a 34-year-old female.", 34, "female"),
    ("a 54 year-old right hand dominant man", 54, "male"),
    ("a 61 y/o F with neck pain", 61, "female"),
    ("a 61 y.o. M with neck pain", 61, "male"),
    ("a 45-yr-old woman", 45, "female"),
    ("a now 55-year-old male", 55, "male"),
    ("a 29 years old gentleman", 29, "male"),
    ("a 50 yr. old lady", 50, "female"),
    ("The injured worker is a female, 33 years of age.", 33, "female"),
    ("The injured worker is 42 years old. She fell.", 42, None),
    ("The injured worker is a male who fell.", None, "male"),
    ("She has had pain for 12 years.", None, None),
    ("Injured 20 years ago.", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("words", "age", "sex"), ROWS)
def test_age_and_sex(words: str, age: int | None, sex: str | None) -> None:
    text = f"Summary: {words}"
    patient = parse_patient(text, Span(9, len(text)))
    assert (patient.age, patient.sex) == (age, sex)
    if age is not None:
        assert patient.spans["age"].of(text) == str(age)


def test_no_summary() -> None:
    patient = parse_patient("a 48 year old male", None)
    assert (patient.age, patient.sex, patient.spans) == (None, None, {})


def test_others_far_down_the_summary_are_not_the_worker() -> None:
    text = "The worker fell. " * 60 + "His son is a 12 year old male."
    assert parse_patient(text, Span(0, len(text)))[:2] == (None, None)
