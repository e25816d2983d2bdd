"""The letters that a fresh archive shows: each is read as it was meant."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest import fictional
from ingest.parsing.decision import parse_decision
from ingest.parsing.schema import decision_as_json
from ingest.reading import read_text
from tests.fictional.test_round_trip import different_values

LETTERS = sorted((Path(fictional.__file__).parent / "samples").iterdir())
ANSWERS = Path(__file__).parent / "samples"


def test_there_are_enough_of_them_in_little_space() -> None:
    assert len(LETTERS) == 44
    assert sum(letter.suffix == ".pdf" for letter in LETTERS) == 8
    assert sum(letter.stat().st_size for letter in LETTERS) < 600_000


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_sample_is_read_as_it_was_meant(letter: Path) -> None:
    text = read_text(letter.read_bytes(), letter.name)
    meant = json.loads((ANSWERS / f"{letter.stem}.json").read_text(encoding="utf-8"))
    decision = parse_decision(text, letter.name)
    assert different_values(meant, decision_as_json(decision, letter.name)) == []
    masked = [leak.span.of(decision.text) for leak in decision.leaks]
    assert len(masked) == len(meant["leaks"])
    assert all(any(leak["words"] in words for words in masked) for leak in meant["leaks"])


def test_case_numbers_cannot_be_real() -> None:
    named = [letter.stem for letter in LETTERS if letter.stem.startswith("CM")]
    assert named
    assert all(re.fullmatch(r"CM\d\d-9\d{6}", name) for name in named)
    assert len(set(named)) == len(named)
