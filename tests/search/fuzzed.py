"""What nobody means to type: pieces of the query language and of other scripts, put together at random."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = [
    *('"', "(", ")", "-", "*", "~", ":", " ", " ", "AND", "OR", "NOT", "case:", "rationale:", "'", "\\", "%"),
    *("norco", "lumbar", "mri", "CM15-0000001", "x" * 70, "1/2", "~3", "[", "]", "^", "{"),
    *("é", "²", "\0", "\u202e", "ß", "漢字", "🦴"),
]
LONGEST = 25
"""Pieces of a text."""


def fuzzed_texts(seed: str) -> Iterator[str]:
    """Texts without end, the same for the same seed."""
    random = Random(seed)
    while True:
        yield "".join(random.choice(PIECES) for _ in range(random.randint(1, LONGEST)))
