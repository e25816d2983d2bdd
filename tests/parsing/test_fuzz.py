"""No text can break the parser: broken letters, arbitrary text, long repeats. IMR_FUZZ=1 looks harder."""

from __future__ import annotations

import json
import os
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.fictional.truth import LAYOUTS
from ingest.letters import MAX_CITATIONS, count_citations
from ingest.parsing.decision import parse_decision
from ingest.parsing.schema import decision_as_json
from tests.parsing.letters import all_paths, read_letter
from tests.parsing.mutations import broken_letters, sound_letters
from tests.parsing.spans import recorded_strings, spans_of

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from ingest.parsing.parsed import ParsedItem

HARD = os.environ.get("IMR_FUZZ") == "1"
EXAMPLES = 5_000 if HARD else 100
SIZE = 1_000_000 if HARD else 100_000
TIMEOUT = 20 if HARD else 10  # seconds for SIZE characters; sound parsing takes a fraction of it

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check(text: str) -> None:
    """Parse a text and hold the result to what must be true of any."""
    decision = parse_decision(text, "letter.txt")
    length = len(decision.text)
    assert [span for span in spans_of(decision) if not 0 <= span.start <= span.end <= length] == []
    assert [
        row for row in islice(recorded_strings(decision), MAX_CITATIONS) if row[2].of(decision.text) != row[1]
    ] == []
    assert [item.position for item in decision.items] == list(range(1, len(decision.items) + 1))
    assert all(citation_pages_are_sound(item) for item in decision.items)
    if count_citations(decision) <= MAX_CITATIONS:  # with more it is no letter, and its JSON may fill memory
        json.dumps(decision_as_json(decision, "letter.txt")).encode()


def citation_pages_are_sound(item: ParsedItem) -> bool:
    lines = (item.claims_administrator.citations, item.imr_reviewer.citations, item.rationale_citations)
    pages = [citation.pages for line in lines for citation in line]
    return all(len(found) <= 1_000 and list(found) == sorted(set(found)) for found in pages)


@fuzzed
@given(broken_letters())
def test_broken_letters_are_read(text: str) -> None:
    check(text)


@fuzzed
@given(st.text(st.characters(codec=None), max_size=500))
def test_any_text_is_read(text: str) -> None:
    check(text)


@fuzzed
@given(st.sampled_from(all_paths()) if all_paths() else st.nothing(), st.randoms(use_true_random=False))
def broken_real_letters(path: Path, rng: random.Random) -> None:
    lines = read_letter(path).split("\n")
    start, stop = sorted(rng.choices(range(len(lines) + 1), k=2))
    if rng.random() < 0.5:
        rng.shuffle(lines)
    check("\n".join(lines[start:stop] + lines[: rng.choice((0, start))]))


@pytest.mark.real_letters
@pytest.mark.skipif(not all_paths(), reason="no real letters: set IMR_LETTERS to their folder")
def test_broken_real_letters_are_read() -> None:
    broken_real_letters()


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\f", "\x00", "\ufffe", "\ud800", "Upheld", ": Upheld", "\ufffe\n" * 9]
)
def test_next_to_nothing_is_read(text: str) -> None:
    check(text)


# One letter with a place for words in each of its parts.
FRAME = """{header}
Case Number: CM16-0000001
Decision Date: 12/19/2016
HOW THE IMR FINAL DETERMINATION WAS MADE
The Expert Reviewer has the following credentials:
State(s) of Licensure: California
Certification(s)/Specialty: Preventive Medicine{credentials}

CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file:

The injured worker is a 34-year-old male. {summary}

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:

MRI of the left elbow{heading}: Upheld

Claims Administrator guideline: Decision based on Non-MTUS Citation {administrator}.

MAXIMUS guideline: Decision based on MTUS Low Back Complaints 2004, {reviewer}.

Decision rationale: {rationale} The request is not medically necessary.
"""
PARTS = ("header", "credentials", "summary", "heading", "administrator", "reviewer", "rationale")
REPEATS = (
    *(
        "Section(s): ",
        "Page(s): 1, ",
        "(",
        "a ",
        ": Upheld ",
        "Decision based on MTUS ",
        ";",
        ":",
        ",",
        ".",
        '"',
    ),
    *(
        "Decision based on Non-MTUS Citation ",
        "a\ufffe\n",
        "\ufffe",
        "-\n",
        "a-\n",
        "\n",
        "p. 1 & ",
        "pages 1 and ",
    ),
    *(
        "1-2, ",
        "8 of 127 ",
        "1-999999999 ",
        "ACOEM ",
        "Low Back Complaints 2004, Section(s): ",
        "and ",
        "1",
        "a",
    ),
    *(
        "Official Disability Guidelines ",
        "http://a.b/",
        "was the original request. ",
        "the original request, ",
    ),
    *(
        "Claims Administrator guideline: ",
        "MAXIMUS guideline: ",
        "Decision rationale: ",
        "Case Number: ",
        "1/1/2016 ",
    ),
    *(
        "State(s) of Licensure: ",
        "California,",
        "Certification(s)/Specialty: ",
        "45 year old male ",
        "Norco 10mg #9, ",
    ),
    *(
        "3 times a week for 2 weeks ",
        "MRI of the lumbar spine: Upheld\n",
        "1) ",
        "As the requested surgery ",
        "Dr. ",
    ),
    *(
        "MAXIMUS Federal Services, Inc. has determined the request for a is not medically necessary.\n",
        "Table 1, ",
    ),
    *(
        "CLINICAL CASE SUMMARY\n",
        "IMR ISSUES, DECISIONS AND RATIONALES\n",
        "is not medically necessary ",
        "é ",
    ),
)


def letter_with(repeat: str, parts: tuple[str, ...]) -> str:
    """A letter with SIZE characters of one thing over and over, spread over some of its parts."""
    words = repeat * (SIZE // len(parts) // len(repeat))
    return FRAME.format(**dict.fromkeys(PARTS, "") | dict.fromkeys(parts, words))


@pytest.mark.timeout(TIMEOUT)
@pytest.mark.parametrize("repeat", REPEATS)
def test_repeats_alone_are_read_in_time(repeat: str) -> None:
    check(repeat * (SIZE // len(repeat)))


@pytest.mark.timeout(TIMEOUT)
@pytest.mark.parametrize("parts", [(part,) for part in PARTS] if HARD else [PARTS[:3], PARTS[3:]], ids="-".join)
@pytest.mark.parametrize("repeat", REPEATS)
def test_repeats_inside_a_letter_are_read_in_time(repeat: str, parts: tuple[str, ...]) -> None:
    check(letter_with(repeat, parts))


@pytest.mark.timeout(TIMEOUT * 6)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_long_lines_are_read_in_time(layout: str) -> None:
    """A letter over and over in one line: 5 MB where looking hard."""
    letter = sound_letters(layout)[0].replace("\n", " ")
    check(letter * (5 * SIZE // len(letter)))


@pytest.mark.timeout(TIMEOUT * 6)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_letters_in_one_file_are_read_in_time(layout: str) -> None:
    letter = sound_letters(layout)[0]
    check(letter * (SIZE // len(letter)))
