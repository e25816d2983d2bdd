"""Canonical text: one paragraph a line, words whole, nothing else repaired."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.cleaning import clean_text

ROWS = [
    ("", ""),
    (" \n\f\n ", ""),
    ("One line", "One line"),
    ("Two lines of\none paragraph.", "Two lines of one paragraph."),
    ("A paragraph.\n\nAnother.", "A paragraph.\nAnother."),
    ("A sentence cut\n\nby a gap goes on.", "A sentence cut by a gap goes on."),
    ("A sentence cut\n\fby a page goes on.", "A sentence cut by a page goes on."),
    ("A sentence cut\n\n\f\n\nby a page goes on.", "A sentence cut by a page goes on."),
    ("A sentence ends.\n\n\fA page begins.", "A sentence ends.\nA page begins."),
    ("many   spaces\tand\u00a0kinds\u2003of them", "many spaces and kinds of them"),
    ("zero\u200bwidth and soft\u00ad hyphens", "zerowidth and soft hyphens"),
    ("\ufeffa byte order mark", "a byte order mark"),
    ("Windows\r\nline ends", "Windows line ends"),
    ("a \x00 control \x1f character", "a control character"),
    ("a lone \ud800 surrogate", "a lone surrogate"),
    ("“Curly” quotes – and dashes — stay’s", "“Curly” quotes – and dashes — stay’s"),
    ("Missing.Spaces stay", "Missing.Spaces stay"),
    ("a gap by , stays", "a gap by , stays"),
    ("\f begins behind a break", "begins behind a break"),
    ("seen 10/14/\n2016 and 10/\nx", "seen 10/14/2016 and 10/ x"),
    (
        "No. Claims Administrator guideline: A. MAXIMUS guideline: B. Decision rationale: C.",
        "No.\nClaims Administrator guideline: A.\nMAXIMUS guideline: B.\nDecision rationale: C.",
    ),
]


@pytest.mark.parametrize(("raw", "text"), ROWS, ids=lambda value: ascii(value)[:50])
def test_text_is_cleaned(raw: str, text: str) -> None:
    assert clean_text(raw) == text


@pytest.mark.parametrize("broken", ["-\n", "\ufffe", "\ufffe\n"], ids=ascii)
def test_a_word_broken_at_a_line_end_makes_the_page_no_wider(broken: str) -> None:
    """A full line that ends a sentence is not taken for the last of its paragraph beside one that is longer now."""
    text = clean_text(
        "Decision rationale: The guidelines do not ask for films so early, and\n"
        "none is compared with those that were taken at one of the visits.\n"
        f"Without any goals it cannot be judged. The request for new X{broken}"
        "rays of the left foot is determined to be not medically necessary.\n"
        "One knee brace: Upheld\n"
        "Claims Administrator guideline: A."
    )
    assert text.split("\n")[1:] == ["One knee brace: Upheld", "Claims Administrator guideline: A."]


def test_a_label_behind_a_heading_makes_the_page_no_wider() -> None:
    text = clean_text(
        "Decision rationale: The guidelines do not ask for films so early, and\n"
        "none is compared with those that were taken at one of the visits ago\n"
        "and so it is not needed.\n"
        "Norco 10/325 mg, one tablet to be taken by mouth as told by the lady.\n"
        "Sixty tablets with no refill: Upheld Claims Administrator guideline: Decision based on ACOEM Guidelines."
    )
    heading = (
        "Norco 10/325 mg, one tablet to be taken by mouth as told by the lady. Sixty tablets with no refill: Upheld"
    )
    assert text.split("\n")[1] == heading


@given(st.text(st.sampled_from("Ab .:\n\f-\ufffe1\r\t"), max_size=200))
def test_no_word_is_lost_and_no_blank_is_left_over(raw: str) -> None:
    text = clean_text(raw)
    assert re.sub(r"[\W_]+", "", text) == re.sub(r"[\W_]+", "", raw)
    assert not re.search(r"\n\n|\f|\r|\ufffe|\t", text)
