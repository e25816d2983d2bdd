"""Phrases that an index need not put together word by word. Pure.

Looking a phrase up word by word reads the positions of its words in every decision that has them: of two words that
stand in most of a million decisions, a fifth of a second. What a search finds does not change.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLLOCATIONS: Final = frozenset(
    (
        "is medically necessary",
        "is not medically necessary",
        "the medical records",
        "medical treatment guidelines",
        "chronic pain medical treatment",
        "chronic pain medical treatment guidelines",
        "sustained an industrial injury",
        "date of injury",
        "activities of daily living",
    )
)
"""Phrases that one decision in five says, or that people look for, where no pair or triple would do."""
HERE: Final = Path(__file__).parent
COMMON_WORDS: Final = frozenset((HERE / "common_words.txt").read_text(encoding="ascii").split())
"""Common in any archive: what one letter in five says, and the small words of English."""
COMMON_PAIRS: Final = frozenset((HERE / "common_pairs.txt").read_text(encoding="ascii").split())
"""What one letter in five says of them, one after the other."""
WORD_SAID_BY: Final = 0.3
"""The share of decisions that say a common word, at least: a phrase with a rarer one is found fast word by word."""
PAIR_SAID_BY: Final = 0.2
"""The share that say a common pair, at least: a phrase with a rarer one is found fast pair by pair."""
SAMPLE: Final = 2_000
"""Decisions by which the common words and pairs of an archive are told."""
APART: Final = "."
"""Stands for words that are no pair, or no triple, so that those around them keep their places."""


@dataclass(frozen=True)
class Phrases:
    """What one index has as words of its own though it is several.

    Args:
        collocations: each in lower case, with single blanks between its words.
        common: words of which two that follow one another are a pair (Lucene calls them common grams).
        common_pairs: pairs of which two that overlap are a triple.
    """

    collocations: frozenset[str] = COLLOCATIONS
    common: frozenset[str] = COMMON_WORDS
    common_pairs: frozenset[str] = COMMON_PAIRS

    @classmethod
    def of(cls, names: Iterable[str], said: Sequence[Sequence[list[str]]] = ()) -> Phrases:
        """The phrases of an index that is begun now.

        Args:
            names: of things, folded as a thesaurus folds them; those of other scripts are looked up word by word.
            said: the words of each text of each of some decisions; too few tell nothing.

        >>> sorted(Phrases.of(["norco", "hydrocodone apap", "épaule gelée"]).collocations - COLLOCATIONS)
        ['hydrocodone apap']
        """
        named = {name for name in names if name.isascii() and " " in name}
        common = COMMON_WORDS | said_by(WORD_SAID_BY, said)
        pairs = [[pairs_of(words, common) for words in texts] for texts in said]
        return cls(COLLOCATIONS | named, common, COMMON_PAIRS | said_by(PAIR_SAID_BY, pairs) - {APART})

    @staticmethod
    @lru_cache(maxsize=4)
    def read(written: bytes) -> Phrases:
        """What `written` gave: one object for the same bytes, since much is remembered by it. Raises ValueError."""
        match json.loads(written):
            case {"collocations": [*collocations], "common": [*common], "common_pairs": [*pairs]}:
                if all(isinstance(each, str) for each in (*collocations, *common, *pairs)):
                    return Phrases(frozenset(collocations), frozenset(common), frozenset(pairs))
        raise ValueError("These are no phrases of an index.")

    def written(self) -> str:
        """As JSON."""
        return json.dumps({name: sorted(phrases) for name, phrases in vars(self).items()})

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
        return pairs_of(words, self.common)

    def tripled(self, pairs: Iterable[str]) -> list[str]:
        """The triples of a text that has these pairs, in order.

        >>> Phrases().tripled(["low_back", "back_pain", "."])
        ['low_back_pain', '.']
        """
        joined = self.common_pairs
        return [
            one + after[after.index("_") :] if one in joined and after in joined else APART
            for one, after in pairwise(pairs)
        ]


def pairs_of(words: Iterable[str], common: frozenset[str]) -> list[str]:
    """Each two words that follow one another, as a pair where both are common."""
    return [f"{one}_{after}" if one in common and after in common else APART for one, after in pairwise(words)]


def spanning(grams: Sequence[str], length: int) -> list[tuple[int, str]]:
    """As few of a phrase's pairs or triples as hold all of its words, each with its place.

    Args:
        grams: all of them, one at least, in order.
        length: words of each.

    >>> spanning(["we_ask_for", "ask_for_it", "for_it_in", "it_in_may", "in_may_too"], 3)
    [(0, 'we_ask_for'), (3, 'it_in_may'), (4, 'in_may_too')]
    """
    placed = list(enumerate(grams))
    return [*placed[:-1:length], placed[-1]]


def said_by(share: float, decisions: Sequence[Sequence[Sequence[str]]]) -> set[str]:
    """What this share says in any of its texts, of at least SAMPLE decisions."""
    if len(decisions) < SAMPLE:
        return set()
    counts = Counter(chain.from_iterable({*chain.from_iterable(texts)} for texts in decisions))
    return {said for said, number in counts.items() if number >= share * len(decisions)}


@lru_cache(maxsize=4)
def _finder(collocations: frozenset[str]) -> tuple[list[str], BytesAhoCorasick]:
    """Some hundredths of a second for the names of all treatments."""
    known = list(collocations)
    return known, BytesAhoCorasick([f" {phrase} ".encode() for phrase in known])
