"""Phrases that an index need not put together word by word. Pure.

Looking a phrase up word by word reads the positions of its words in every decision that has them: of two words that
stand in most of a million decisions, a fifth of a second. What a search finds does not change.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable

COLLOCATIONS: Final = frozenset(
    (
        "is medically necessary",
        "is not medically necessary",
        "not medically necessary",
        "the injured worker",
        "the medical records",
        "medical treatment guidelines",
        "chronic pain medical treatment",
        "chronic pain medical treatment guidelines",
        "official disability guidelines",
        "sustained an industrial injury",
        "request for authorization",
        "date of injury",
        "year old male",
        "year old female",
        "low back pain",
        "low back complaints",
        "range of motion",
        "activities of daily living",
    )
)
"""Three words and more that one decision in five says, or that people look for: two common ones are a pair anyhow."""
EXPECTED: Final = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="ascii").split())
"""Common in any archive: what one letter in five says, and the small words of English."""
SAID_BY: Final = 0.3
"""The share of decisions that say a common word, at least: a phrase with a rarer one is found fast word by word."""
SAMPLE: Final = 2_000
"""Decisions by which the common words of an archive are told."""
APART: Final = "."
"""Stands for two words of which one is not common, so that the pairs around them keep their places."""


@dataclass(frozen=True)
class Phrases:
    """What one index has as words of its own though it is several.

    Args:
        collocations: each in lower case, with single blanks between its words.
        common: words of which two that follow one another are a pair (Lucene calls them common grams).
    """

    collocations: frozenset[str] = COLLOCATIONS
    common: frozenset[str] = EXPECTED

    @classmethod
    def of(cls, names: Iterable[str], said: Iterable[frozenset[str]] = ()) -> Phrases:
        """The phrases of an index that is begun now.

        Args:
            names: of things, folded as a thesaurus folds them; those of other scripts are looked up word by word.
            said: the words of each of some decisions; too few tell nothing.

        >>> sorted(Phrases.of(["norco", "hydrocodone apap", "épaule gelée"]).collocations - COLLOCATIONS)
        ['hydrocodone apap']
        """
        named = {name for name in names if name.isascii() and " " in name}
        return cls(COLLOCATIONS | named, EXPECTED | said_by_most(said))

    @staticmethod
    @lru_cache(maxsize=4)
    def read(written: bytes) -> Phrases:
        """What `written` gave: one object for the same bytes, since much is remembered by it. Raises ValueError."""
        match json.loads(written):
            case {"collocations": [*collocations], "common": [*common]}:
                if all(isinstance(each, str) for each in (*collocations, *common)):
                    return Phrases(frozenset(collocations), frozenset(common))
        raise ValueError("These are no phrases of an index.")

    def written(self) -> str:
        """As JSON."""
        return json.dumps({"collocations": sorted(self.collocations), "common": sorted(self.common)})

    def collocated(self, words: Iterable[str]) -> frozenset[str]:
        """The collocations in a text that consists of these words.

        >>> sorted(Phrases(frozenset({"back brace", "low back brace"})).collocated(["a", "low", "back", "brace"]))
        ['back brace', 'low back brace']
        """
        known, finder = _finder(self.collocations)
        found = finder.find_matches_as_indexes(f" {' '.join(words)} ".encode(), overlapping=True)
        return frozenset(known[phrase] for phrase, _, _ in found)

    def paired(self, words: Iterable[str]) -> list[str]:
        """The pairs of a text of these words, in order.

        >>> Phrases(common=frozenset({"of", "the", "low"})).paired(["pain", "of", "the", "low", "back"])
        ['.', 'of_the', 'the_low', '.']
        """
        common = self.common
        return [f"{one}_{after}" if one in common and after in common else APART for one, after in pairwise(words)]


def said_by_most(said: Iterable[frozenset[str]]) -> set[str]:
    """The words that SAID_BY of at least SAMPLE decisions say."""
    counts, decisions = Counter[str](), 0
    for words in said:
        counts.update(words)
        decisions += 1
    if decisions < SAMPLE:
        return set()
    return {word for word, number in counts.items() if number >= SAID_BY * decisions}


@lru_cache(maxsize=4)
def _finder(collocations: frozenset[str]) -> tuple[list[str], BytesAhoCorasick]:
    """Some hundredths of a second for the names of all treatments."""
    known = list(collocations)
    return known, BytesAhoCorasick([f" {phrase} ".encode() for phrase in known])
