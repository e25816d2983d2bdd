"""The layouts of letters: their names, marks and headings, as data (vocabulary/layouts.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNKNOWN = "unknown"

_VOCABULARY = Path(__file__).parent / "vocabulary" / "layouts.toml"


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: the words that all stand in its letters, those that never do, its decisions' first year."""

    name: str
    marks: tuple[str, ...]
    absent: tuple[str, ...] = ()
    decided_from: int = 0

    def fits(self, text: str, decided: int | None) -> bool:
        """Whether a canonical text, decided in this year, has the layout."""
        if (decided or 0) < self.decided_from or any(mark in text for mark in self.absent):
            return False
        return all(mark in text for mark in self.marks)


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
                marks=tuple(entry["marks"]),
                absent=tuple(entry.get("absent", ())),
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
    return next((layout.name for layout in load_layouts().layouts if layout.fits(text, decided)), UNKNOWN)
