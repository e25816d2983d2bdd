"""What must hold of every real letter, whatever it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ingest.parsing.parsed import Span
from tests.parsing.letters import all_paths, needs_letters, parse_letter, read_letter
from tests.parsing.spans import recorded_strings, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.parsing.parsed import ParsedCitation, ParsedDecision

pytestmark = [needs_letters, pytest.mark.real_letters]

LETTER_PATHS = all_paths()
every_letter = pytest.mark.parametrize("path", LETTER_PATHS, ids=[path.stem for path in LETTER_PATHS])


def test_all_letters_are_there() -> None:
    assert len(LETTER_PATHS) >= 80


@every_letter
def test_items_are_counted_by_administrator_labels(path: Path) -> None:
    labels = re.findall(r"Claims\s+Administrator\s+guideline\s*:", read_letter(path))
    assert len(parse_letter(path).items) == len(labels) > 0


@every_letter
def test_every_item_is_read(path: Path) -> None:
    for item in parse_letter(path).items:
        assert item.outcome is not None
        assert all((item.description, item.request, item.rationale))
        assert item.claims_administrator.text
        assert item.imr_reviewer.text


@every_letter
def test_spans_lie_inside_the_text(path: Path) -> None:
    decision = parse_letter(path)
    assert [span for span in spans_of(decision) if not 0 <= span.start <= span.end <= len(decision.text)] == []


@every_letter
def test_spans_are_the_recorded_wording(path: Path) -> None:
    decision = parse_letter(path)
    wrong = [
        (name, value, span.of(decision.text))
        for name, value, span in recorded_strings(decision)
        if span.of(decision.text) != value
    ]
    assert wrong == []


@every_letter
def test_every_citation_is_resolved_or_warned_of(path: Path) -> None:
    decision = parse_letter(path)
    warned = [warning.field for warning in decision.warnings]
    silent = [
        citation
        for where, citation in line_citations(decision)
        if citation.key is None and not any(field.startswith(where) for field in warned)
    ]
    assert silent == []


@every_letter
def test_citations_are_words_of_their_line(path: Path) -> None:
    for item in parse_letter(path).items:
        for line in (item.claims_administrator, item.imr_reviewer):
            for citation in line.citations:
                assert citation.text in line.text
                assert citation.guideline in line.text


@every_letter
def test_canonical_text_loses_no_word(path: Path) -> None:
    """Line breaks and spacing may change; words at a line-end hyphen may join; nothing else goes."""
    plain = re.compile(r"[\W_]+")
    read = re.sub(r"\ufffe", "", read_letter(path))
    assert plain.sub("", parse_letter(path).text) == plain.sub("", read)


def line_citations(decision: ParsedDecision) -> Iterator[tuple[str, ParsedCitation]]:
    """(path of the item as warnings name it, citation) of both sides' lines."""
    for index, item in enumerate(decision.items):
        for line in (item.claims_administrator, item.imr_reviewer):
            for citation in line.citations:
                yield f"items.{index}", citation


def test_span_is_half_open() -> None:
    assert Span(1, 3).of("abcd") == "bc"
