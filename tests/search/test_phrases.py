"""A phrase is found where its words follow one another, whichever way the index looks it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decisions.search.phrases import APART
from decisions.search.query import SearchQuery
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_schema import PAIRS
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("the", "pain", "of", "is", "IS", "of", "Épidural", "bounce", "10", "中", "x" * 61)
"""Some that most letters say, some that few do, one that the index leaves out."""
PHRASES = ("is not medically necessary", "low back pain", "shot of the spine")
"""Collocations: of common words, of others, the name of a thing."""
JOINTS = (" ", "  ", "-", ", ", " / ", "_", "\n")
PARTS = ("rationale", "summary", "treatment", "guideline")
TEXT = st.lists(st.sampled_from((*WORDS, *PHRASES)), max_size=9).map(lambda words: " ".join(words).split())
PHRASE = TEXT.filter(lambda words: bool(words) and max(map(len, words)) < 60)
NO_TEXTS: dict[str, list[str]] = {part: [] for part in PARTS}


def engine_in(folder: Path) -> TantivyEngine:
    return TantivyEngine(
        folder, lambda: "one", lambda: Thesaurus.of([("shot of the spine", "epidural injection", "ESI")])
    )


@settings(max_examples=60)
@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(PARTS, TEXT)), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(("", *PARTS)), PHRASE), max_size=8),
    st.sampled_from(JOINTS),
)
@example([NO_TEXTS | {"rationale": ["of", "the", "bounce", "the", "pain"]}], [("", ["of", "the", "pain"])], " ")
def test_a_phrase_is_found_where_its_words_follow_one_another_in_one_text(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[dict[str, list[str]]],
    phrases: list[tuple[str, list[str]]],
    joint: str,
) -> None:
    engine = engine_in(tmp_path_factory.mktemp("index"))
    joined = [{part: joint.join(words) for part, words in texts.items()} for texts in documents]
    engine.rebuild([make_document(number, **texts) for number, texts in enumerate(joined, 1)])
    for part, phrase in (*phrases, *((part, phrase.split()) for part in ("", "rationale") for phrase in PHRASES)):
        query = SearchQuery(f'{part}{":" if part else ""}"{" ".join(phrase)}"', facets=())
        expected = [
            number
            for number, texts in enumerate(documents, 1)
            if any(follow(phrase, words) for name, words in texts.items() if part in ("", name))
        ]
        assert sorted(hit.item_id for hit in engine.search(query).hits) == expected, query.text
        assert engine.search(query).total_items == len(expected)


def follow(phrase: list[str], words: list[str]) -> bool:
    """Whether the words of the phrase stand one after the other, in either case."""
    lower, wanted = [word.lower() for word in words], [word.lower() for word in phrase]
    return any(lower[start : start + len(wanted)] == wanted for start in range(len(lower)))


def test_where_no_pair_stands_is_no_word(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    engine.rebuild([make_document(1, rationale="Of the bounce of the spine")])
    searcher = engine._keeper.current().searcher  # noqa: SLF001 - no search can tell
    assert {field: searcher.doc_freq(field, APART) for field in PAIRS.values()} == dict.fromkeys(PAIRS.values(), 0)
    assert searcher.doc_freq(PAIRS["rationale"], "of_the") == 1


def test_words_near_one_another_need_not_follow_one_another(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    engine.rebuild([make_document(1, rationale="Pain of the low back"), make_document(2, summary="Low back pain")])
    assert set(found(engine, '"low back pain"~6')) == {1, 2}
    assert found(engine, '"low back pain"') == [2]
    assert set(found(engine, '"of the pain"~4')) == {1}


@pytest.mark.parametrize("text", ["ESI", "rationale:ESI", '"epidural injection"', 'rationale:"epidural injection"'])
def test_a_name_is_found_in_the_part_that_says_it(tmp_path: Path, text: str) -> None:
    engine = engine_in(tmp_path)
    engine.rebuild(
        [
            make_document(1, rationale="An epidural injection was denied."),
            make_document(2, treatment="Epidural injections"),
            make_document(3, treatment="Epidural injection") if "rationale" in text else make_document(3),
        ]
    )
    assert found(engine, text) == [1]


@pytest.mark.parametrize(
    ("part", "phrase"),
    [
        ("", "of the"),
        ("", "of the year"),
        ("rationale:", "of the"),
        ("rationale:", "range of motion"),
        ("rationale:", "is not medically necessary"),
    ],
)
def test_who_says_a_phrase_more_often_ranks_before(tmp_path: Path, part: str, phrase: str) -> None:
    said, also, filler = (
        f"{phrase}; ",
        "low back pain, year old male, the injured worker; ",
        "at home and in a bounce; ",
    )
    documents = [
        make_document(number, rationale=said * 5 + also if number % 5 == 0 else said + filler * 3)
        for number in range(1, 41)
    ]
    engine = engine_in(tmp_path)
    engine.rebuild(documents)
    assert set(found(engine, f'{part}"{phrase}"')[:8]) == set(range(5, 41, 5))
