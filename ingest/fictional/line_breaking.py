"""Blocks of a letter as lines, the way one extractor or another gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ingest.fictional.blocks import Block


@dataclass(frozen=True, slots=True)
class LineBreaking:
    """How the text of a letter is laid out.

    Args:
        width: longest line in characters; None: one line a paragraph.
        newline: between lines.
        gaps: an empty line between paragraphs.
        double: an empty line after every line (and wider gaps).
        page: lines on a page, with a form feed after it; None: no form feeds.
        hyphens: lines may end behind a hyphen inside a word.
        trailing_space: wrapped lines keep the space at their end.
        wide: two spaces after some sentences.
    """

    width: int | None = 96
    newline: str = "\n"
    gaps: bool = True
    double: bool = False
    page: int | None = None
    hyphens: bool = False
    trailing_space: bool = False
    wide: bool = False

    @classmethod
    def of(cls, rng: Random) -> LineBreaking:
        """One of the layings-out that are seen, at random."""
        double = rng.random() < 0.2
        return cls(
            width=rng.choice((92, 94, 96, 98, 100)) if double or rng.random() < 0.8 else None,
            newline="\r\n" if rng.random() < 0.15 else "\n",
            gaps=double or rng.random() < 0.75,
            double=double,
            page=rng.choice((48, 50, 52)) if rng.random() < 0.4 else None,
            hyphens=rng.random() < 0.2,
            trailing_space=rng.random() < 0.5,
            wide=rng.random() < 0.25,
        )


def lay_out(header: list[str], blocks: list[Block], breaking: LineBreaking) -> str:
    """The text of a letter."""
    lines = [*header]
    for block in blocks:
        if breaking.gaps and lines and (not block.close or block.kind == "title"):
            lines.append("")
        lines += _lines_of(block, breaking)
    if breaking.double:
        lines = [line for pair in ((line, "") for line in lines) for line in pair]
    return breaking.newline.join(_with_pages(lines, breaking.page)) + breaking.newline


def _lines_of(block: Block, breaking: LineBreaking) -> Iterator[str]:
    text = re.sub(r"(?<=[a-z]\.) (?=[A-Z])", "  ", block.text) if breaking.wide else block.text
    if breaking.width is None:
        yield text
    else:
        yield from wrap(text, breaking.width, hyphens=breaking.hyphens, trailing_space=breaking.trailing_space)
    if block.alone:
        yield block.alone


def wrap(text: str, width: int, *, hyphens: bool = False, trailing_space: bool = False) -> list[str]:
    """Lines of at most `width` characters, broken at spaces, with `hyphens` behind hyphens inside words too."""
    lines = [match.group() for match in _line_pattern(width, hyphens).finditer(text)]
    return lines if trailing_space else [line.rstrip(" ") for line in lines]


@cache
def _line_pattern(width: int, hyphens: bool) -> re.Pattern[str]:  # noqa: FBT001 - a cache key
    """Matches the longest next line with the spaces at its end; a longer word is a line of its own."""
    end = r" +|$|(?<=\w-)(?=\w)" if hyphens else r" +|$"
    return re.compile(rf"(?:.{{1,{width}}}|[^ ]+)(?:{end})")


def head_before_hyphen(word: str, room: int) -> str:
    """The longest part of a word up to a hyphen that fits; "" where none does."""
    cuts = [match.end() for match in re.finditer(r"(?<=\w)-(?=\w)", word) if match.end() <= room]
    return word[: cuts[-1]] if cuts else ""


def _with_pages(lines: list[str], page: int | None) -> Iterator[str]:
    """A form feed before the first line of each page but the first; empty lines at a break are dropped."""
    on_page = 0
    for line in lines:
        if page and on_page >= page:
            if not line:
                continue
            yield f"\f{line}"
            on_page = 1
            continue
        on_page += 1
        yield line
