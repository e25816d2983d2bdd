"""The layouts of letters: their names, marks and headings, as data (vocabulary/layouts.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.parsing.anchors import Anchors
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = "unknown"

_VOCABULARY = Path(__file__).parent / "vocabulary" / "layouts.toml"


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: the words that all stand in its letters, those that never do, its decisions' first year."""

    name: str
    marks: frozenset[str]
    absent: frozenset[str] = frozenset()
    decided_from: int = 0

    def fits(self, marks: frozenset[str], decided: int | None) -> bool:
        """Whether a letter with these marks, decided in this year, has the layout."""
        return (decided or 0) >= self.decided_from and self.marks <= marks and self.absent.isdisjoint(marks)


class Marks:
    """Words that are looked for in letters, all in one pass: a tenth of the time of one pass for each.

    Args:
        words: in any order.

    Raises:
        ValueError: one begins within another, so that a pass would miss it there.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        for word, other in product(self._words, repeat=2):
            if any(other.startswith(word[start:]) or word[start:].startswith(other) for start in range(1, len(word))):
                raise ValueError(f"The mark {other!r} begins within the mark {word!r}.")
            if word != other and word.startswith(other):
                raise ValueError(f"The mark {word!r} begins with the mark {other!r}.")
        self._anchors = Anchors(self._words)

    def found_in(self, text: str) -> frozenset[str]:
        """Those that the text holds."""
        return frozenset([self._words[word] for word, _, _ in self._anchors.find(text)])

    def found_in_lines(self, text: str) -> frozenset[str]:
        """Those that the text holds elsewhere than at the beginning of a line."""
        found = self._anchors.find(text)
        return frozenset([self._words[word] for word, start, _ in found if start and text[start - 1] != "\n"])


@dataclass(frozen=True, slots=True)
class Layouts:
    """All that is known of layouts.

    Args:
        layouts: in the order in which they are tried.
        headings: part of the letter ("how_made", "summary", "documents", "decisions", "title") to its headings.
        openings: words that start a paragraph of their own.
        prose_openings: the same in letters whose guideline lines have no labels.
        closings: words that end one.
        labels: openings that stand in the middle of a line too.
    """

    layouts: tuple[Layout, ...]
    headings: dict[str, tuple[str, ...]]
    openings: tuple[str, ...]
    prose_openings: tuple[str, ...]
    closings: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def heading_words(self) -> list[str]:
        """All headings, longest first."""
        return sorted((words for part in self.headings.values() for words in part), key=len, reverse=True)


@cache
def load_layouts() -> Layouts:
    """The layouts of vocabulary/layouts.toml."""
    data = tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))
    return Layouts(
        layouts=tuple(
            Layout(
                name=entry["name"],
                marks=frozenset(entry["marks"]),
                absent=frozenset(entry.get("absent", ())),
                decided_from=entry.get("decided_from", 0),
            )
            for entry in data["layout"]
        ),
        headings={part: tuple(words) for part, words in data["headings"].items()},
        openings=(*data["openings"]["words"], *data["labels"]["words"]),
        prose_openings=tuple(data["prose_openings"]["words"]),
        closings=tuple(data["closings"]["words"]),
        labels=tuple(data["labels"]["words"]),
    )


@remembered(1_000)
def match_heading(line: str) -> tuple[str, int] | None:
    """The part of the letter that a line opens as its heading, and the heading's length; None for other lines."""
    match = _heading_pattern().match(line)
    return (match.lastgroup or "", match.end()) if match else None


BEGINNING = 8
"""Characters by which a structural line is told from all others quickly; every such line is longer."""


@cache
def heading_beginnings() -> frozenset[str]:
    """The first BEGINNING characters of every heading, case folded: to be fast with all other lines."""
    return frozenset(words[:BEGINNING].casefold() for words in load_layouts().heading_words)


@cache
def _heading_pattern() -> re.Pattern[str]:
    layouts = load_layouts()
    parts = []
    for part, headings in layouts.headings.items():
        words = "|".join(re.escape(heading) for heading in sorted(headings, key=len, reverse=True))
        parts.append(rf"(?P<{part}>(?:{words}) ?(?:$|:))")
    return re.compile("|".join(parts), re.IGNORECASE)


def detect_layout(text: str, decided: int | None) -> str:
    """Name of the layout of a canonical text, UNKNOWN where none fits; `decided` is the year of decision."""
    marks = _layout_marks().found_in(text)
    return next((layout.name for layout in load_layouts().layouts if layout.fits(marks, decided)), UNKNOWN)


@cache
def _layout_marks() -> Marks:
    return Marks(mark for layout in load_layouts().layouts for mark in sorted(layout.marks | layout.absent))


@cache
def label_marks() -> Marks:
    """The labels that stand in the middle of a line too."""
    return Marks(load_layouts().labels)
