"""A letter as readable paragraphs with its parsed places marked. Pure; no character is lost or added."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    bounds = sorted({0, *(match.end() for match in LINE_END.finditer(text)), len(text)})
    segments = deque(_segments(text, bounds, placed))
    return tuple(_paragraph(text, start, end, segments) for start, end in pairwise(bounds))


def _segments(text: str, bounds: Iterable[int], marks: Iterable[Mark]) -> Iterator[tuple[int, Segment]]:
    """End and words of every stretch between two ends of lines or marks, in one walk through the letter."""
    beginning: defaultdict[int, list[Mark]] = defaultdict(list)
    cuts = {*bounds}
    for mark in marks:
        beginning[mark.start].append(mark)
        cuts |= {mark.start, mark.end}
    narrowest: list[
        tuple[int, str, int, Mark]
    ] = []  # marks begun, the narrowest first; those past go when they come up
    for start, end in pairwise(sorted(cuts)):
        new = beginning.get(start, ())
        for mark in new:
            heappush(narrowest, (mark.end - mark.start, mark.anchor, id(mark), mark))
        while narrowest and narrowest[0][-1].end <= start:
            heappop(narrowest)
        anchors = tuple(dict.fromkeys(mark.anchor for mark in new))
        yield end, Segment(text[start:end], narrowest[0][-1] if narrowest else None, anchors)


def _paragraph(text: str, start: int, end: int, segments: deque[tuple[int, Segment]]) -> Paragraph:
    """The line from start to end; takes its segments off the front."""
    ours = []
    while segments and segments[0][0] <= end:
        ours.append(segments.popleft()[1])
    line = text[start:end].strip()
    heading = _is_heading(line)
    return Paragraph(tuple(ours), heading, short=not heading and len(line) < SHORT and not line.endswith("."))


def _is_heading(line: str) -> bool:
    return 5 < len(line) < SHORT and line.isupper()
