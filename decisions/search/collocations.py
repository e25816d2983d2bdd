"""Phrases that the index keeps as one word each, and where they stand in a text. Pure.

Looking a phrase up word by word reads the positions of its words in every decision that has them: a fifth of a second
in a million, for each of the other names that a word is searched under. What a search finds does not change.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable

COLLOCATIONS = (
    "medically necessary",
    "not medically necessary",
    "is not medically necessary",
    "is medically necessary",
    "medical necessity",
    "medical records",
    "medical treatment",
    "medical treatment guidelines",
    "treatment guidelines",
    "mtus guidelines",
    "acoem guidelines",
    "official disability guidelines",
    "disability guidelines",
    "chronic pain",
    "chronic pain medical treatment",
    "chronic pain medical treatment guidelines",
    "injured worker",
    "the injured worker",
    "the patient",
    "the request",
    "the requested",
    "the guidelines",
    "of the",
    "in the",
    "to the",
    "for the",
    "on the",
    "with the",
    "is not",
    "does not",
    "has been",
    "there is",
    "the records",
    "claims administrator",
    "utilization review",
    "industrial injury",
    "sustained an industrial injury",
    "date of injury",
    "year old",
    "year old male",
    "year old female",
    "low back",
    "low back pain",
    "low back complaints",
    "back pain",
    "neck pain",
    "lumbar spine",
    "cervical spine",
    "lumbar radiculopathy",
    "range of motion",
    "physical examination",
    "functional improvement",
    "objective findings",
    "conservative treatment",
    "conservative care",
    "treatment plan",
    "request for authorization",
    "non certified",
    "urine drug",
    "activities of daily living",
    "failed conservative",
)
"""More than one decision in four says these, or people look for them. Beside them stand all names of treatments."""


class Collocations:
    """The phrases that an index keeps.

    Args:
        known: each in lower case, with single blanks between its words.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self._known = list(known)
        self._finder = BytesAhoCorasick([f" {phrase} ".encode() for phrase in self._known])

    def find(self, words: Iterable[str]) -> frozenset[str]:
        """Those in a text that consists of these words.

        >>> sorted(collocations_of(with_names([])).find(["chronic", "low", "back", "pain"]))
        ['back pain', 'low back', 'low back pain']
        """
        found = self._finder.find_matches_as_indexes(f" {' '.join(words)} ".encode(), overlapping=True)
        return frozenset(self._known[phrase] for phrase, _, _ in found)


@lru_cache(maxsize=4)
def collocations_of(known: frozenset[str]) -> Collocations:
    """The phrases made ready to be found: some hundredths of a second for the names of all treatments."""
    return Collocations(known)


def with_names(names: Iterable[str]) -> frozenset[str]:
    """The phrases that an index keeps where things have these names, folded as a thesaurus folds them.

    >>> sorted(with_names(["norco", "hydrocodone apap", "épaule gelée"]) - with_names([]))
    ['hydrocodone apap']
    """
    return frozenset({*COLLOCATIONS, *(name for name in names if name.isascii() and " " in name)})
