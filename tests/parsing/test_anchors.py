"""Words looked for all at once, compared with looking for each by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.anchors import Anchors

LETTERS = "ab \n\u00e9\u2019\U0001f9b4"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=6, unique=True)


@given(WORDS, st.text(LETTERS, max_size=60))
def test_every_word_is_found_where_it_stands(words: list[str], text: str) -> None:
    found = Anchors(words, overlapping=True).find(text)
    assert sorted(found) == sorted(
        (number, start, start + len(word))
        for number, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    )
    assert [end for _, _, end in found] == sorted(end for _, _, end in found)


@given(WORDS, st.text(LETTERS, max_size=60))
def test_else_the_leftmost_and_the_first_in_order(words: list[str], text: str) -> None:
    expected = []
    at = 0
    while at < len(text):
        number = next((number for number, word in enumerate(words) if text.startswith(word, at)), None)
        if number is not None:
            expected.append((number, at, at + len(words[number])))
        at += len(words[number]) if number is not None else 1
    assert Anchors(words).find(text) == expected
