"""What a guideline line cites, short enough to stand in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ingest.parsing.citations import parse_guideline_line
from ingest.parsing.parsed import ParsedCitation, ParsedGuidelineLine, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Cited(NamedTuple):
    """A citation: canonical key, its name as the letter words it, section, pages."""

    key: str | None
    guideline: str
    section: str | None = None
    pages: tuple[int, ...] = ()


def shortened(citations: Iterable[ParsedCitation]) -> list[Cited]:
    return [Cited(each.key, each.guideline, each.section, each.pages) for each in citations]


def read_line(words: str) -> tuple[ParsedGuidelineLine, list[str]]:
    """The guideline line and the codes of its warnings; it stands behind other words, so that spans are tried too."""
    before = "guideline: "
    text = before + words
    line, warnings = parse_guideline_line(text, Span(len(before), len(text)))
    assert all(span.of(text) == each.text for each in line.citations for span in each.spans.values())
    return line, [code for code, _ in warnings]
