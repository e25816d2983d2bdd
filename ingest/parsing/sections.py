"""Canonical text -> the parts of a letter, as spans: header, who reviewed, clinical summary, decisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.parsing.layouts import BEGINNING, heading_beginnings, match_heading
from ingest.parsing.parsed import Span
from ingest.parsing.values import value

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUMMARY_OPENING = re.compile(
    r"(?:The \w+ (?:reviewer|professional) )?developed the following clinical case summary[^\n:]*:\s*"
    r"|The clinical summary was taken directly from [^\n:]*:\s*[“\"]?",
    re.IGNORECASE,
)
_DECISIONS_OPENING = re.compile(
    r"The Final Determination was based on decisions for the disputed items/services[^\n:]*:\s*",
    re.IGNORECASE,
)


@value
class Sections:
    """Where the parts of a letter stand; None where the letter has no such part.

    Args:
        header: all before the first heading.
        reviewer: how the determination was made and by whom.
        summary: the clinical case summary, without its opening words.
        decisions: the disputed items, without the opening words.
    """

    header: Span
    reviewer: Span | None
    summary: Span | None
    decisions: Span | None


def split_sections(text: str) -> Sections:
    """Find the parts of a letter by their headings (vocabulary/layouts.toml); the first of each kind counts."""
    found: dict[str, Span] = {}
    headings = list(_headings(text))
    for number, (part, _, start) in enumerate(headings):
        end = headings[number + 1][1] if number + 1 < len(headings) else len(text)
        if part not in found or not found[part].of(text).strip():
            found[part] = Span(start, end).trimmed(text)
    first = headings[0][1] if headings else len(text)
    return Sections(
        header=found.get("title", Span(0, first)) if first == 0 else Span(0, first),
        reviewer=found.get("how_made"),
        summary=_after(text, found.get("summary"), _SUMMARY_OPENING),
        decisions=_after(text, found.get("decisions"), _DECISIONS_OPENING),
    )


def _headings(text: str) -> Iterator[tuple[str, int, int]]:
    """(part, start, end) of every heading in the text."""
    beginnings = heading_beginnings()
    at = 0
    for line in text.split("\n"):
        if line[:BEGINNING].casefold() in beginnings and (heading := match_heading(line)):
            yield heading[0], at, at + heading[1]
        at += len(line) + 1


def _after(text: str, span: Span | None, opening: re.Pattern[str]) -> Span | None:
    """The span without its opening words; None where nothing is left."""
    if span is None:
        return None
    match = opening.match(text, span.start, span.end)
    quoted = match is not None and text[match.end() - 1] in '“"'
    end = span.end - (quoted and text[span.end - 1] in '”"')
    rest = Span(match.end() if match else span.start, end).trimmed(text)
    return rest if rest.start < rest.end else None
