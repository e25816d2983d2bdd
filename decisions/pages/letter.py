"""A letter as readable paragraphs with its parsed places marked. Pure; no character is lost or added."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_END = re.compile(r"\n+")
NOT_SAID = re.compile(r"[\W_]+")
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
    """A line of the canonical text: a heading, a short line, or prose.

    Args:
        segments: its words; joined, all segments of a letter are its text.
        number: its 1-based place among the paragraphs that have words.
        anchor: its id in the page, made of its words: it stays when the letter is read anew and paragraphs before it
            come or go, and leads nowhere, never to another paragraph, where its words were read otherwise. Empty
            where it has no words.
    """

    segments: tuple[Segment, ...]
    heading: bool = False
    short: bool = False
    number: int = 0
    anchor: str = ""

    @property
    def words(self) -> str:
        """The line as it stands in the letter, without white space around it."""
        return "".join(segment.text for segment in self.segments).strip()

    @property
    def has_link(self) -> bool:
        """Whether the page offers its address: prose is quoted, headings and lines of the header are not."""
        return bool(self.anchor) and not self.heading and not self.short


def read_paragraphs(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The letter's paragraphs; all segments' texts joined are `text`. Marks outside the text are left out."""
    placed = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    bounds = sorted({0, *(match.end() for match in LINE_END.finditer(text)), len(text)})
    segments = deque(_segments(text, bounds, placed))
    names = _names(text[start:end] for start, end in pairwise(bounds))
    return tuple(
        _paragraph(text[start:end].strip(), _until(end, segments), *name)
        for (start, end), name in zip(pairwise(bounds), names, strict=True)
    )


def _names(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and anchor of each line; the second of two with the same words gets a number to its anchor."""
    seen: Counter[str] = Counter()
    number = 0
    for line in lines:
        words = NOT_SAID.sub("", line.casefold())
        if not words:
            yield 0, ""
            continue
        number += 1
        anchor = f"p-{blake2b(words.encode(), digest_size=4).hexdigest()}"
        seen[anchor] += 1
        yield number, anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}"


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


def _until(end: int, segments: deque[tuple[int, Segment]]) -> tuple[Segment, ...]:
    """The segments of the line that ends here, taken off the front."""
    ours = []
    while segments and segments[0][0] <= end:
        ours.append(segments.popleft()[1])
    return tuple(ours)


def _paragraph(line: str, segments: tuple[Segment, ...], number: int, anchor: str) -> Paragraph:
    heading = _is_heading(line)
    short = not heading and len(line) < SHORT and not line.endswith(".")
    return Paragraph(segments, heading, short, number, anchor)


def _is_heading(line: str) -> bool:
    return 5 < len(line) < SHORT and line.isupper()
