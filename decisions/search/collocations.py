"""Phrases that the index keeps as one word each, and where they stand in a text. Pure.

Looking a phrase up word by word reads the positions of its words in every decision that has them: a fifth of a second
in a million, for each of the other names that a word is searched under. What a search finds does not change.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING, Final

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

MAX_WORDS: Final = 5
"""Words of a phrase that is kept: between two of them may be one blank or two, which doubles what is looked for."""

_SEPARATED = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
"""What each byte of an ASCII text becomes: lower case, and a blank for whatever is neither letter nor digit."""


class Collocations:
    """The phrases that an index keeps.

    Args:
        known: each in lower case, with single blanks between its words.
    """

    def __init__(self, known: frozenset[str]) -> None:
        patterns = [(spaced, words) for words in known for spaced in _spacings(words)]
        self._found = [words for _, words in patterns]
        self._finder = BytesAhoCorasick([spaced for spaced, _ in patterns])

    def find(self, text: str) -> frozenset[str]:
        """Those in a text without accents (`fold` it first), whatever stands between their words.

        >>> sorted(collocations_of(with_names([])).find("Chronic low-back pain."))
        ['back pain', 'low back', 'low back pain']
        """
        # What is left of other scripts separates words or makes words of its own.
        spaced = text.encode().translate(_SEPARATED) if text.isascii() else "".join(map(_separated, text)).encode()
        if b"   " in spaced:
            spaced = b" ".join(spaced.split())
        found = self._finder.find_matches_as_indexes(b" %b " % spaced, overlapping=True)
        return frozenset(self._found[pattern] for pattern, _, _ in found)


@lru_cache(maxsize=4)
def collocations_of(known: frozenset[str]) -> Collocations:
    """The phrases made ready to be found: some hundredths of a second for the names of all treatments."""
    return Collocations(known)


def with_names(names: Iterable[str]) -> frozenset[str]:
    """The phrases that an index keeps where things have these names, folded as a thesaurus folds them.

    >>> sorted(with_names(["norco", "hydrocodone apap", "épaule gelée"]) - with_names([]))
    ['hydrocodone apap']
    """
    return frozenset(
        {*COLLOCATIONS, *(name for name in names if name.isascii() and 1 < len(name.split()) <= MAX_WORDS)}
    )


def _spacings(words: str) -> list[bytes]:
    """The words with one blank or two between them: ", " becomes two, and is met where it stands."""
    first, *others = words.split()
    blanks = product((" ", "  "), repeat=len(others))
    return [f" {first}{''.join(chain.from_iterable(zip(each, others, strict=True)))} ".encode() for each in blanks]


def _separated(character: str) -> str:
    return character.lower() if character.isalnum() else " "
