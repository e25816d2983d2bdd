"""What a word that finds nothing may have been meant to be. Pure: candidates in, the likeliest out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4
"""Letters of a word that is corrected: shorter ones have too many neighbours."""


def closest(word: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """The candidate that the fewest slips lead to, the most frequent of several; None where all are far.

    Args:
        word: lower case.
        candidates: words of the archive, and in how many decisions each stands.
    """
    most = 1 if len(word) < 7 else 2
    near = (
        (slips, -count, candidate)
        for candidate, count in candidates
        if abs(len(candidate) - len(word)) <= most and (slips := distance(word, candidate, most)) <= most
    )
    return min(near, default=(0, 0, None))[2]


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, put in, changed or swapped with their neighbour; more than `most` is `most` + 1.

    >>> distance("acupunture", "acupuncture", 2), distance("lubmar", "lumbar", 2)
    (1, 1)
    """
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
