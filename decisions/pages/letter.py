"""A letter as readable paragraphs with its parsed places marked. Pure; no character is lost or added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_END = re.compile(r"\n+")
SHORT = 80
"""Characters up to which a line without a full stop is a line of a list (the letter's header), not prose."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the letter that a value was read from.

    Args:
        anchor: its id in the page.
        title: what was read here, for people.
        start, end: half-open range of characters.
        passage: a long stretch (a rationale), shown more quietly than a fact.
    """

    anchor: str
    title: str
    start: int
    end: int
    passage: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks.

    Args:
        text: the letter's words.
        mark: the narrowest mark over them, None outside all.
        anchors: of the marks that begin here.
    """

    text: str
    mark: Mark | None = None
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the canonical text: a heading, a short line, or prose."""

    segments: tuple[Segment, ...]
    heading: bool = False
    short: bool = False


def read_paragraphs(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The letter's paragraphs; all segments' texts joined are `text`. Marks outside the text are left out."""
    placed = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    ends = [match.end() for match in LINE_END.finditer(text)]
    bounds = sorted({0, *ends, len(text)})
    return tuple(_paragraph(text, start, end, placed) for start, end in pairwise(bounds))


def _paragraph(text: str, start: int, end: int, marks: list[Mark]) -> Paragraph:
    near = [mark for mark in marks if mark.start < end and mark.end > start]
    inner = {place for mark in near for place in (mark.start, mark.end) if start < place < end}
    pieces = pairwise(sorted({start, end, *inner}))
    segments = tuple(_segment(text, left, right, near) for left, right in pieces)
    line = text[start:end].strip()
    heading = _is_heading(line)
    return Paragraph(segments, heading, short=not heading and len(line) < SHORT and not line.endswith("."))


def _segment(text: str, start: int, end: int, marks: list[Mark]) -> Segment:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    narrowest = min(over, key=lambda mark: (mark.end - mark.start, mark.anchor), default=None)
    anchors = tuple(dict.fromkeys(mark.anchor for mark in over if mark.start == start))
    return Segment(text[start:end], narrowest, anchors)


def _is_heading(line: str) -> bool:
    return 5 < len(line) < SHORT and line.isupper()
