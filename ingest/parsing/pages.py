"""Page numbers in the words of letters: "Page(s): 374 & 376-377", "8 and 67-68 of 127", "pg. 125", "p 301"."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from ingest.parsing.anchors import Anchors
from ingest.parsing.openings import find_begun

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"\d{1,4}(?![\d/%]|\.\d|mg)"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|to|through)\s*{_NUMBER})?"
_TOTAL = r"(?:\s+of\s+\d+)?"

# "Page(s): 374 & 376-377", "pages 98-99", "pg. 125", "p 301", "pp. 46-47"; not "p.m.", not "Table 12-8"
PAGES = re.compile(
    rf"\(?\b(?:Page\(s\)|Pages?|Pgs?\.?|pp?\.?)\s*[:#]?\s*"
    rf"(?P<list>{_RANGE}{_TOTAL}(?:\s*(?:,\s*and|,\s*&|[,;&]|and)\s*{_RANGE}(?!\s+[a-z]{{4,}}){_TOTAL})*)\)?",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?P<first>\d{{1,4}})(?:\s*(?:[-–—]|to|through)\s*(?P<last>\d{{1,4}}))?{_TOTAL}")
_LONGEST_RANGE = 60  # a longer one is a slip of the pen: both ends are kept, not what lies between
# What a list of pages begins with, behind a bracket or none; "support" and "patient" begin none.
_OPENINGS = Anchors(
    first + further
    for first in "pP"
    for further in (
        *map("".join, product("aA", "gG", "eE")),
        *"gG",
        *(second + mark for second in ("", "p", "P") for mark in ".:# \n0123456789"),
    )
)


def find_pages(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every list of pages in a text, as PAGES finds those with digits from 0 to 9, several times as fast."""
    return find_begun(PAGES, _begins(text, start, end), text, end)


def _begins(text: str, start: int, end: int) -> Iterator[int]:
    for _, at, _ in _OPENINGS.find(text[start:end]):
        begin = start + at
        yield begin - (begin > start and text[begin - 1] == "(")


def read_pages(words: str) -> tuple[int, ...]:
    """All pages of a list, ranges expanded, ascending, totals ("of 127") dropped.

    >>> read_pages("8 and 67-68 of 127")
    (8, 67, 68)
    >>> read_pages("376-77")
    (376, 377)
    """
    pages: set[int] = set()
    for part in _PART.finditer(words):
        pages.update(_expand(part["first"], part["last"]))
    return tuple(sorted(pages - {0}))


def _expand(first: str, last: str | None) -> Iterator[int]:
    start = int(first)
    if last is None:
        yield start
        return
    if len(last) < len(first):  # "376-77"
        last = first[: len(first) - len(last)] + last
    end = int(last)
    if start <= end <= start + _LONGEST_RANGE:
        yield from range(start, end + 1)
    else:
        yield from (start, end)
