"""Phrases that an index need not put together word by word. Pure.

Looking a phrase up word by word reads the positions of its words in every decision that has them: of two words that
stand in most of a million decisions, a fifth of a second. What a search finds does not change.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Words = Sequence[str]

EXPECTED_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="ascii").split())
EXPECTED_PHRASES = frozenset(
    (
        "is medically necessary",
        "is not medically necessary",
        "not medically necessary",
        "the injured worker",
        "the medical records",
        "medical treatment guidelines",
        "chronic pain medical treatment guidelines",
        "official disability guidelines",
        "request for authorization",
        "date of injury",
        "year old male",
        "year old female",
        "low back pain",
        "range of motion",
        "activities of daily living",
    )
)
"""What many letters say, for an index that is begun before there are any."""
SAID_BY = 0.3
"""The share of decisions that say a common word, at least: a phrase with a rarer one is found fast word by word."""
OFTEN = 0.2
"""The share of decisions that say a phrase of common words, at least, for it to be kept."""
SHORTEST, LONGEST = 3, 6
"""Words of a phrase that is kept for being said often: two are a pair anyhow, and hardly anybody quotes more."""
SAMPLE = 2_000
"""Decisions by which the common words and phrases of an archive are told."""

APART = "."
"""Stands for two words that are no common pair: what is paired keeps its place."""


@dataclass(frozen=True)
class Phrases:
    """What one index looks up as one word, or by a few, though it is several.

    Args:
        kept: names of things, and what many decisions say; each in lower case, with single blanks between its words.
        common: words that most decisions say; two of them that follow one another are looked up as one word (a pair),
            more of them by their pairs (Lucene's "common grams").
    """

    kept: frozenset[str] = EXPECTED_PHRASES
    common: frozenset[str] = EXPECTED_WORDS

    @classmethod
    def of(cls, names: Iterable[str], sample: Sequence[Sequence[Words]] = ()) -> Phrases:
        """The phrases of an index that is begun now.

        Args:
            names: of things, folded as a thesaurus folds them; those of other scripts are looked up word by word.
            sample: some decisions, each the words of its texts; too few of them tell nothing.

        >>> sorted(Phrases.of(["norco", "hydrocodone apap", "épaule gelée"]).kept - EXPECTED_PHRASES)
        ['hydrocodone apap']
        """
        told = sample if len(sample) >= SAMPLE else ()
        common = EXPECTED_WORDS | said_by_most(told)
        named = {name for name in names if name.isascii() and " " in name}
        return cls(EXPECTED_PHRASES | named | said_often(told, common), common)

    def kept_in(self, words: Iterable[str]) -> frozenset[str]:
        """The kept phrases in a text that consists of these words.

        >>> sorted(Phrases(frozenset({"back brace", "low back brace"})).kept_in(["a", "low", "back", "brace"]))
        ['back brace', 'low back brace']
        """
        kept, finder = self._finder
        found = finder.find_matches_as_indexes(f" {' '.join(words)} ".encode(), overlapping=True)
        return frozenset(kept[phrase] for phrase, _, _ in found)

    def paired(self, words: Iterable[str]) -> list[str]:
        """The pairs of a text that consists of these words, APART where two words are none.

        >>> Phrases(common=frozenset({"of", "the", "low"})).paired(["pain", "of", "the", "low", "back"])
        ['.', 'of_the', 'the_low', '.']
        """
        common = self.common
        return [f"{one}_{after}" if one in common and after in common else APART for one, after in pairwise(words)]

    @cached_property
    def _finder(self) -> tuple[list[str], BytesAhoCorasick]:
        """Some hundredths of a second for the names of all treatments."""
        kept = list(self.kept)
        return kept, BytesAhoCorasick([f" {phrase} ".encode() for phrase in kept])


def said_by_most(sample: Sequence[Sequence[Words]]) -> set[str]:
    """The words that SAID_BY of these decisions say."""
    said = Counter(chain.from_iterable(set(chain.from_iterable(texts)) for texts in sample))
    return {word for word, decisions in said.items() if decisions >= SAID_BY * len(sample)}


def said_often(sample: Sequence[Sequence[Words]], common: frozenset[str]) -> set[str]:
    """The phrases of SHORTEST to LONGEST common words that OFTEN of these decisions say."""
    found = set[str]()
    begun = common
    for length in range(2, LONGEST + 1):
        said = Counter(chain.from_iterable({*of_length(length, texts, begun, common)} for texts in sample))
        begun = frozenset(phrase for phrase, decisions in said.items() if decisions >= OFTEN * len(sample))
        found |= begun if length >= SHORTEST else set()
    return found


def of_length(length: int, texts: Iterable[Words], begun: frozenset[str], common: frozenset[str]) -> Iterator[str]:
    """The phrases of so many words that begin with one of those one word shorter and end with a common word."""
    for words in texts:
        for end in range(length, len(words) + 1):
            if words[end - 1] in common:
                phrase = " ".join(words[end - length : end - 1])
                if phrase in begun:
                    yield f"{phrase} {words[end - 1]}"
