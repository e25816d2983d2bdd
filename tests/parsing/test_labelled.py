"""The parser against letters labelled by hand; `python -m tests.parsing.labels` prints every difference."""

from __future__ import annotations

import pytest

from tests.parsing.labels import HEADER, Score, fold, labelled_pairs, same_citation, score, table
from tests.parsing.letters import needs_letters, paths

LOW_BACK = {
    "authority": "MTUS",
    "guideline": "Low Back Complaints 2004",
    "section": "Summary",
    "pages": [307],
}


@pytest.fixture(scope="module")
def result() -> Score:
    return score(labelled_pairs())


@needs_letters
@pytest.mark.real_letters
def test_ten_letters_are_labelled() -> None:
    assert len(paths("labelled", ".json")) == 10


@needs_letters
@pytest.mark.real_letters
def test_fields_equal_their_labels(result: Score) -> None:
    assert not result.of_fields(), f"\n{table(result)}"


@needs_letters
@pytest.mark.real_letters
def test_citations_hold_the_bar(result: Score) -> None:
    assert min(result.precision, result.recall) >= 0.98, f"\n{table(result)}"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"guideline": "Low Back Complaints", "edition": "2004"}, True),
        ({"guideline": "low back  complaints 2004.", "edition": "2004"}, True),
        ({"section": "summary,"}, True),
        ({"section": None}, False),
        ({"pages": []}, False),
        ({"pages": [308]}, False),
        ({"authority": "Non-MTUS"}, False),
        ({"guideline": "Low Back Complaints", "edition": "2016"}, False),
        ({"guideline": "Low Back"}, False),
    ],
)
def test_wording_that_counts_as_equal(change: dict[str, object], same: bool) -> None:  # noqa: FBT001
    assert same_citation(LOW_BACK, LOW_BACK | {"edition": None} | change) is same


def test_folding_keeps_the_registered_sign() -> None:
    assert fold("ACOEM® Guidelines") != fold("ACOEM Guidelines")


def letter_with(citations: list[dict[str, object]]) -> dict[str, object]:
    side = {"mtus": True, "citations": citations}
    item = {
        "description": "MRI",
        "outcome": "upheld",
        "rationale": "The request is not necessary.",
        "rationale_first_words": "The request",
        "rationale_last_words": "not necessary.",
        "claims_administrator": side,
        "imr_reviewer": {"mtus": False, "citations": []},
        "rationale_citations": [],
    }
    header = dict.fromkeys(HEADER)
    summary = {"clinical_case_summary": "A man", "summary_first_words": "A", "summary_last_words": "man"}
    return header | summary | {"items": [item], "rationale_pages": []}


def test_a_missing_citation_lowers_recall_and_an_extra_one_precision() -> None:
    other = LOW_BACK | {"section": "Imaging"}
    missing = score([("a", letter_with([LOW_BACK, other]), letter_with([LOW_BACK]))])
    extra = score([("a", letter_with([LOW_BACK]), letter_with([LOW_BACK, other]))])
    assert (missing.precision, missing.recall) == (1, 0.5)
    assert (extra.precision, extra.recall) == (0.5, 1)


def test_a_letter_without_its_items_has_no_recall() -> None:
    unread = letter_with([]) | {"items": []}
    assert score([("a", letter_with([LOW_BACK]), unread)]).recall == 0
