"""Words of a request, compared without regard to case, punctuation and plurals; phrases of a vocabulary found in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from ingest.parsing.parsed import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Meaning = TypeVar("Meaning")

# MRI's -> "MRI"; EMG/NCV -> "EMG", "NCV"; H&P -> "H", "&", "P"; 5% -> "5", "%"
_WORD = re.compile(r"([^\W_]+)(?:['’]s\b)?|[&%]")
_PLURALS_THAT_ARE_NONE = frozenset({"tens", "pens", "bias", "gas", "does", "less", "plus"})


class Word(NamedTuple):
    """One word of a text: its comparable form and its place."""

    form: str
    start: int
    end: int


class Found(NamedTuple, Generic[Meaning]):
    """A phrase of the vocabulary in a text: what it means, and its first and last word (exclusive)."""

    meaning: Meaning
    first: int
    last: int

    def span(self, words: list[Word]) -> Span:
        """Its place in the text that `words` were read from."""
        return Span(words[self.first].start, words[self.last - 1].end)


@lru_cache(maxsize=8192)
def word_form(word: str) -> str:
    """The form under which a word is compared.

    >>> word_form("Injections"), word_form("biopsies"), word_form("Crutches"), word_form("TENS"), word_form("&")
    ('injection', 'biopsy', 'crutch', 'tens', 'and')
    """
    form = word.lower()
    if form == "&":
        return "and"
    if len(form) < 4 or form[-1] != "s" or form[-2:] in ("ss", "us", "is") or form in _PLURALS_THAT_ARE_NONE:
        return form
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("ches", "shes", "xes", "sses")):
        return form[:-2]
    return form[:-1]


def read_words(text: str) -> list[Word]:
    """The words of a text in order, with their places."""
    return [Word(word_form(match[1] or match[0]), *match.span()) for match in _WORD.finditer(text)]


def phrase_form(phrase: str) -> str:
    """A phrase in the form under which it is compared, e.g. "EMG/NCV" -> "emg ncv"."""
    return " ".join(word.form for word in read_words(phrase))


class Phrases(Generic[Meaning]):
    """A vocabulary of phrases, each with one meaning, found in one pass over a text.

    Args:
        meanings: phrase (any spelling) to meaning.
        spelling: word form to the form that it stands for (misspellings, abbreviations), one word to one.

    Raises:
        ValueError: two meanings claim one phrase, or a phrase has no words.
    """

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], spelling: Mapping[str, str]) -> None:
        self._spelling = spelling
        by_form: dict[str, Meaning] = {}
        for phrase, meaning in meanings:
            form = self._joined(read_words(phrase))
            if form == "  ":
                raise ValueError(f"The phrase {phrase!r} has no words.")
            if by_form.setdefault(form, meaning) != meaning:
                raise ValueError(f"The phrase {phrase!r} means both {by_form[form]!r} and {meaning!r}.")
        self._meanings = list(by_form.values())
        self._automaton = AhoCorasick(list(by_form))

    def _joined(self, words: list[Word]) -> str:
        respell = self._spelling.get
        return f" {' '.join([respell(word.form, word.form) for word in words])} "

    def find(self, words: list[Word]) -> list[Found[Meaning]]:
        """All phrases in these words, in order; of overlapping ones the longest, then the first, is kept."""
        joined = self._joined(words)
        matches = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        if not matches:
            return []
        found = []
        taken: list[tuple[int, int]] = []
        for index, start, end in sorted(matches, key=_longest_first):
            if all(end - 1 <= other_start or start >= other_end - 1 for other_start, other_end in taken):
                taken.append((start, end))
                first = joined.count(" ", 0, start)
                last = first + joined.count(" ", start, end) - 1
                found.append(Found(self._meanings[index], first, last))
        return sorted(found, key=_in_order)


def _longest_first(match: tuple[int, int, int]) -> tuple[int, int]:
    _, start, end = match
    return start - end, start


def _in_order(found: Found[Meaning]) -> int:
    return found.first
