"""Fictional letters with the answers that a careful reader gives: golden/<name>.txt and golden/<name>.json.

To add one: write the letter, say in golden/reasons.toml why it is here, run this test, read the
<name>.actual.json that it leaves against the letter, mend what is wrong and call it <name>.json.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ingest.parsing.decision import parse_decision
from ingest.parsing.schema import decision_as_json
from ingest.reading import read_text
from tests.parsing.spans import recorded_strings, spans_of

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedDecision

GOLDEN = Path(__file__).parent / "golden"
LETTERS = sorted(path for path in GOLDEN.iterdir() if path.suffix in {".txt", ".pdf", ".docx"})
NOT_OF_THE_LETTER = ("file", "parser_version")

every_letter = pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)


def parse(path: Path) -> ParsedDecision:
    return parse_decision(read_text(path.read_bytes(), path.name), path.name)


def answer(path: Path) -> dict[str, Any]:
    """What `manage.py parse` prints of the letter, but for the file and the parser's version."""
    printed = json.loads(json.dumps(decision_as_json(parse(path), path.name)))
    return {name: value for name, value in printed.items() if name not in NOT_OF_THE_LETTER}


@every_letter
def test_letter_is_read_as_expected(path: Path) -> None:
    actual = answer(path)
    expected = path.with_suffix(".json")
    aside = path.with_suffix(".actual.json")
    if not expected.exists():
        aside.write_text(json.dumps(actual, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"No answer for {path.name}: read {aside.name} against the letter, then call it {expected.name}.")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


@every_letter
def test_spans_are_the_recorded_wording(path: Path) -> None:
    decision = parse(path)
    assert all(0 <= span.start <= span.end <= len(decision.text) for span in spans_of(decision))
    assert [row for row in recorded_strings(decision) if row[2].of(decision.text) != row[1]] == []


def test_every_letter_has_its_reason_and_every_answer_its_letter() -> None:
    reasons = tomllib.loads((GOLDEN / "reasons.toml").read_text(encoding="utf-8"))
    stems = {path.stem for path in LETTERS}
    assert set(reasons) == stems
    assert {path.stem for path in GOLDEN.glob("*.json") if not path.stem.endswith(".actual")} == stems


def test_every_layout_has_its_letter() -> None:
    layouts = {answer(path)["layout"] for path in LETTERS}
    assert layouts == {
        "physician_reviewer_2013",
        "expert_reviewer_2014",
        "expert_reviewer_2016",
        "expert_reviewer_2018",
        "notice_2013",
        "full_letter_2013",
        "professional_review",
        "unknown",
    }
