"""Phrases of a vocabulary found in a text, word by word: case, punctuation and plurals do not matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from ingest.parsing.parsed import Span
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Meaning = TypeVar("Meaning")

# EMG/NCV is two words, H&P three, 5% two
_WORD = re.compile(r"[^\W_]+|[&%]")
_PLURALS_THAT_ARE_NONE = frozenset({"tens", "pens", "bias", "gas", "does", "less", "plus"})


class Found(NamedTuple, Generic[Meaning]):
    """A phrase of the vocabulary in a text: what it means, its first word and the one after its last."""

    meaning: Meaning
    first: int
    last: int


class Words:
    """The words of a text in order, in the form under which they are compared."""

    __slots__ = ("_places", "_text", "forms")

    def __init__(self, text: str) -> None:
        self.forms = [word_form(word) for word in _WORD.findall(text)]
        self._text = text
        self._places: list[tuple[int, int]] | None = None

    def span(self, first: int, last: int) -> Span:
        """The place in the text of the words from `first` up to, without, `last`."""
        if self._places is None:
            self._places = [match.span() for match in _WORD.finditer(self._text)]
        return Span(self._places[first][0], self._places[last - 1][1])


@remembered(8_192)
def word_form(word: str) -> str:
    """The form under which a word is compared.

    >>> [word_form(word) for word in ("Injections", "biopsies", "Crutches", "TENS", "&")]
    ['injection', 'biopsy', 'crutch', 'tens', 'and']
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


class Phrases(Generic[Meaning]):
    """A vocabulary of phrases, each with one meaning, found in one pass over a text.

    Args:
        meanings: phrase (any spelling) and meaning.
        spelling: word form to the form that it stands for (misspellings, abbreviations), one word to one.

    Raises:
        ValueError: two meanings claim one phrase, or a phrase has no words.
    """

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], spelling: Mapping[str, str]) -> None:
        self._spelling = spelling
        by_form: dict[str, Meaning] = {}
        for phrase, meaning in meanings:
            form = self._joined(Words(phrase))
            if form == "  ":
                raise ValueError(f"The phrase {phrase!r} has no words.")
            if by_form.setdefault(form, meaning) != meaning:
                raise ValueError(f"The phrase {phrase!r} means both {by_form[form]!r} and {meaning!r}.")
        self._meanings = list(by_form.values())
        self._automaton = AhoCorasick(list(by_form))

    def _joined(self, words: Words) -> str:
        respell = self._spelling.get
        return f" {' '.join([respell(form, form) for form in words.forms])} "

    def find(self, words: Words) -> list[Found[Meaning]]:
        """All phrases in these words, in order; of overlapping ones the longest, then the first, is kept."""
        joined = self._joined(words)
        matches = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        if len(matches) > 1:
            matches = _without_overlaps(matches, len(joined))
        found = []
        first = counted = 0
        for index, start, end in matches:
            first += joined.count(" ", counted, start)
            counted = start
            last = first + joined.count(" ", start + 1, end)
            found.append(Found(self._meanings[index], first, last))
        return found


def _without_overlaps(matches: list[tuple[int, int, int]], length: int) -> list[tuple[int, int, int]]:
    """The longest first, then the earliest, each only where nothing before it stands; in order of place."""
    taken = bytearray(length)
    kept: list[tuple[int, int, int]] = []
    for shortness, start, index in sorted([(start - end, start, index) for index, start, end in matches]):
        end = start - shortness
        # Neighbours share one space. A longer one stands over one end of a shorter one, or over all of it.
        if not (taken[start + 1] or taken[end - 2]):
            kept.append((start, end, index))
            taken[start + 1 : end - 1] = b"\x01" * (end - start - 2)
    return [(index, start, end) for start, end, index in sorted(kept)]
