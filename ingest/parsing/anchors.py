"""Words that are looked for all at once, where patterns would search for each by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable


class Anchors:
    """Words as they are written, found in one pass over a text, in its bytes: twice as fast as in characters.

    Args:
        words: in order of preference.
        overlapping: find every word, also within another; else the leftmost, and of those the first in order.
    """

    def __init__(self, words: Iterable[str], *, overlapping: bool = False) -> None:
        self._words = tuple(words)
        finder = BytesAhoCorasick(
            [word.encode() for word in self._words],
            matchkind=MatchKind.Standard if overlapping else MatchKind.LeftmostFirst,
            implementation=Implementation.DFA,
        )
        find = finder.find_matches_as_indexes
        self._find = partial(find, overlapping=True) if overlapping else find

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the word, start, end) of each, in order of their ends."""
        content = text.encode()
        found = self._find(content)
        return found if len(content) == len(text) else self._in_characters(content, found)

    def _in_characters(self, content: bytes, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        placed = []
        last = at = 0
        for word, _, end in found:
            at += len(content[last:end].decode())
            last = end
            placed.append((word, at - len(self._words[word]), at))
        return placed
