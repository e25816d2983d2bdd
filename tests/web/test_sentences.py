"""The sentence that decides is the reviewer's own, chosen by a rule that holds of real letters too."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.pages.sentences import deciding_sentence, sentence_with, sentences_of
from ingest.parsing.decision import parse_decision
from tests.parsing.letters import all_paths, needs_letters, read_letter

DENIED = "The request is not medically necessary."


@pytest.mark.parametrize(
    ("rationale", "decides"),
    [
        (DENIED, ("", DENIED)),
        (f"No plateau is shown. {DENIED}", ("No plateau is shown.", DENIED)),
        (f"It failed. {DENIED} Weaning is recommended.", ("It failed.", DENIED)),
        (f"Therapy was tried.{DENIED}", ("Therapy was tried.", DENIED)),
        (
            f"See Dr. Poe's report, p. 12, i.e. the last. {DENIED}",
            ("See Dr. Poe's report, p. 12, i.e. the last.", DENIED),
        ),
        (f"Work hardening is\nrecommended.\n{DENIED}", ("recommended.", DENIED)),
        ("Medical necessity is established. Refills are to be tapered", ("", "Medical necessity is established.")),
        (
            "“Surgery is an option.” Thus it is medically necessary",
            ("“Surgery is an option.”", "Thus it is medically necessary"),
        ),
        ("Take 7.5 mg. of it", ("", "")),
        ("", ("", "")),
    ],
)
def test_the_last_sentence_on_medical_necessity_decides(rationale: str, decides: tuple[str, str]) -> None:
    assert deciding_sentence(rationale) == decides


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("page 125", "The MTUS says so on page 125."),
        ("page 125. No plateau", "page 125. No plateau"),
        ("page 7", ""),
        ("", ""),
    ],
)
def test_a_page_is_quoted_with_its_sentence(words: str, sentence: str) -> None:
    assert sentence_with("It is advised. The MTUS says so on page 125. No plateau is shown.", words) == sentence


@given(st.text(alphabet="aB .?!\n\"”’')]([0Dr", max_size=80))
def test_sentences_are_the_text_in_its_order(text: str) -> None:
    squeezed = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", "".join(sentences_of(text))) == squeezed


@given(st.text(alphabet=".!?\")]’' \nA", max_size=2_000))
def test_no_text_takes_long(text: str) -> None:
    sentences_of(text * 20)


@needs_letters
def test_in_real_letters_the_sentence_says_what_was_decided() -> None:
    items = [item for path in all_paths() for item in parse_decision(read_letter(path)).items]
    said = [(item.outcome, sentence) for item in items if (sentence := deciding_sentence(item.rationale)[1])]
    assert len(said) >= 0.99 * len(items)
    for outcome, sentence in said:
        denies = re.search(r"\b(?:not|non|no|cannot|neither|nor)\b", sentence, re.IGNORECASE) is not None
        assert denies == (outcome == "upheld"), sentence
