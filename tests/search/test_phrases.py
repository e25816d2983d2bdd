"""A phrase is found where its words follow one another, whichever way the index looks it up."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decisions.search.engine import IndexUnavailableError
from decisions.search.phrases import APART, SAMPLE, Phrases
from decisions.search.query import SearchQuery
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_schema import PAIRS, TRIPLES, Analyzer, fold, split
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("the", "pain", "of", "is", "IS", "of", "in", "Épidural", "bounce", "10", "中", "x" * 61)
"""Some that most letters say, some that few do, one that the index leaves out."""
PHRASES = ("is not medically necessary", "low back pain", "steroid shot of the spine")
"""Collocations: of common words, of others, the name of a thing."""
JOINTS = (" ", "  ", "-", ", ", " / ", "_", "\n")
PARTS = ("rationale", "summary", "treatment", "guideline")
TEXT = st.lists(st.sampled_from((*WORDS, *PHRASES)), max_size=9).map(lambda words: " ".join(words).split())
PHRASE = TEXT.filter(lambda words: bool(words) and max(map(len, words)) < 60)
NO_TEXTS: dict[str, list[str]] = {part: [] for part in PARTS}
NAMES = ("epidural injection", "steroid shot of the spine", "ESI")
NAMING = st.lists(
    st.sampled_from(["Epidural", "injection", "steroid", "shot", "of", "the", "spine", "ESI", "é", "中", "\n", ","])
).flatmap(lambda words: st.sampled_from([" ", "  ", "-", ", ", " / ", "_"]).map(lambda joint: joint.join(words)))


def engine_in(folder: Path, *groups: tuple[str, ...]) -> TantivyEngine:
    return TantivyEngine(folder, lambda: "one", lambda: Thesaurus.of(groups))


def kept(folder: Path) -> set[str]:
    [path] = folder.glob("*/phrases.json")
    return set(json.loads(path.read_text())["collocations"])


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
    engine = engine_in(tmp_path_factory.mktemp("index"), NAMES)
    joined = [{part: joint.join(words) for part, words in texts.items()} for texts in documents]
    engine.rebuild([make_document(number, **texts) for number, texts in enumerate(joined, 1)])
    known = [phrase.split() for phrase in PHRASES]
    said = [words for texts in documents for words in texts.values() if words and max(map(len, words)) < 60]
    nearly = [
        [*words[:place], "of", *words[place + 1 :]] for words in said for place in (0, len(words) // 2, len(words) - 1)
    ]
    asked = [*phrases, *product(("", "rationale"), (*known, *said, *nearly))]
    for part, phrase in asked:
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


def test_where_no_pair_or_triple_stands_is_no_word(tmp_path: Path) -> None:
    engine = engine_in(tmp_path, NAMES)
    engine.rebuild([make_document(1, rationale="Of the bounce of the spine")])
    searcher = engine._keeper.current().searcher  # noqa: SLF001 - no search can tell
    fields = (*PAIRS.values(), *TRIPLES.values())
    assert {field: searcher.doc_freq(field, APART) for field in fields} == dict.fromkeys(fields, 0)
    assert searcher.doc_freq(PAIRS["rationale"], "of_the") == 1


def test_words_near_one_another_need_not_follow_one_another(tmp_path: Path) -> None:
    engine = engine_in(tmp_path, NAMES)
    engine.rebuild([make_document(1, rationale="Pain of the low back"), make_document(2, summary="Low back pain")])
    assert set(found(engine, '"low back pain"~6')) == {1, 2}
    assert found(engine, '"low back pain"') == [2]
    assert set(found(engine, '"of the pain"~4')) == {1}


@pytest.mark.parametrize("text", ["ESI", "rationale:ESI", '"epidural injection"', 'rationale:"epidural injection"'])
def test_a_name_is_found_in_the_part_that_says_it(tmp_path: Path, text: str) -> None:
    engine = engine_in(tmp_path, NAMES)
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
        ("", "range of motion"),
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
    engine = engine_in(tmp_path, NAMES)
    engine.rebuild(documents)
    assert set(found(engine, f'{part}"{phrase}"')[:8]) == set(range(5, 41, 5))


@settings(max_examples=40)
@given(st.lists(NAMING, min_size=1, max_size=8))
def test_a_name_is_found_wherever_its_words_follow_one_another(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    with_them, without = engine_in(folder / "with", NAMES), engine_in(folder / "without")
    documents = [make_document(number, description=text) for number, text in enumerate(texts, 1)]
    for engine in (with_them, without):
        engine.rebuild(documents)
    for name in NAMES:
        query = SearchQuery(f'"{name}"')
        found = [{hit.item_id for hit in engine.search(query).hits} for engine in (with_them, without)]
        assert found[0] == found[1]


def test_an_index_begun_before_there_were_names_learns_them_with_its_first_documents(tmp_path: Path) -> None:
    groups: list[tuple[str, ...]] = []
    engine = TantivyEngine(tmp_path, lambda: "one", lambda: Thesaurus.of(groups))
    engine.create()
    assert engine.search(SearchQuery('"steroid shot of the spine"')).total_items == 0
    groups.append(NAMES)
    engine.update([make_document(1, description="A steroid shot of the spine")], [])
    assert {"epidural injection", "steroid shot of the spine"} <= kept(tmp_path)
    assert engine.search(SearchQuery('"steroid shot of the spine"')).total_items == 1


def test_a_name_that_is_new_since_the_index_was_begun_is_found_by_its_words(tmp_path: Path) -> None:
    groups: list[tuple[str, ...]] = []
    engine = TantivyEngine(tmp_path, lambda: "one", lambda: Thesaurus.of(groups))
    engine.rebuild([make_document(1, description="Epidural injection")])
    groups.append(NAMES)
    engine.update([make_document(2, description="Another epidural injection"), make_document(3)], [])
    assert "epidural injection" not in kept(tmp_path)
    assert engine.search(SearchQuery("ESI")).total_items == 2
    engine.rebuild([make_document(1, description="Epidural injection")])
    assert "epidural injection" in kept(tmp_path)
    assert engine.search(SearchQuery("ESI")).total_items == 1


@pytest.mark.parametrize(
    "left", [None, '{"collocations": ["epidural', "{}", "5", '{"collocations": [1], "common": [], "common_pairs": []}']
)
def test_without_knowing_its_phrases_no_index_answers(tmp_path: Path, left: str | None) -> None:
    engine = engine_in(tmp_path, NAMES)
    engine.rebuild([make_document(1, description="Epidural injection")])
    [path] = tmp_path.glob("*/phrases.json")
    path.unlink()
    if left is not None:
        path.write_text(left)
    for act in (lambda: engine_in(tmp_path).search(SearchQuery()), lambda: engine.update([], [])):
        with pytest.raises(IndexUnavailableError):
            act()


def test_names_of_other_scripts_are_looked_up_word_by_word() -> None:
    assert Phrases.of(["épaule gelée", "norco"]) == Phrases()


def test_each_phrase_in_a_text_is_found_once() -> None:
    found = Phrases(frozenset({"steroid shot", "shot of", "of the"})).collocated(
        split("A STEROID - shot of  THE; steroid\nshot")
    )
    assert found == {"steroid shot", "shot of", "of the"}


@given(st.text(st.characters(max_codepoint=0x7F)) | st.text(max_size=14))
def test_texts_are_split_as_the_index_does_it(text: str) -> None:
    assert [word for word in split(fold(text)) if len(word) < 60] == Analyzer().analyze(text)


ZEBRAS, OTHERS = [["zebras", "stripes"], ["stripes"]], [["other"]]


@pytest.mark.parametrize(
    ("saying", "others", "common"),
    [
        (SAMPLE, 0, True),
        (SAMPLE * 3 // 10, SAMPLE * 7 // 10, True),
        (SAMPLE * 3 // 10 - 1, SAMPLE * 7 // 10 + 1, False),
        (SAMPLE - 1, 0, False),  # too few to tell
    ],
)
def test_what_three_in_ten_of_a_sample_say_is_common(saying: int, others: int, common: bool) -> None:  # noqa: FBT001
    phrases = Phrases.of([], [ZEBRAS] * saying + [OTHERS] * others)
    assert phrases.common >= Phrases().common
    assert {word in phrases.common for word in ("zebras", "stripes")} == {common}


@pytest.mark.parametrize(
    ("saying", "apart", "common"),
    [(SAMPLE // 5, SAMPLE * 4 // 5, True), (SAMPLE // 5 - 1, SAMPLE * 4 // 5 + 1, False), (SAMPLE - 1, 0, False)],
)
def test_what_two_in_ten_of_a_sample_say_of_common_words_is_a_common_pair(
    saying: int,
    apart: int,
    common: bool,  # noqa: FBT001
) -> None:
    phrases = Phrases.of([], [ZEBRAS] * saying + [[["stripes"], ["zebras"]]] * apart)
    assert phrases.common_pairs >= Phrases().common_pairs
    assert ("zebras_stripes" in phrases.common_pairs) == common
    assert APART not in phrases.common_pairs


def test_a_rebuilt_index_learns_what_its_archive_says(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    documents = [make_document(number, rationale="Zebras bounce zebras.") for number in range(1, SAMPLE + 1)]
    engine.rebuild([*documents, make_document(SAMPLE + 1, rationale="Bounce zebras bounce?")])
    [path] = tmp_path.glob("*/phrases.json")
    learned = json.loads(path.read_text())
    assert {"zebras", "bounce"} <= set(learned["common"])
    assert {"zebras_bounce", "bounce_zebras"} <= set(learned["common_pairs"])
    for text, total in (
        ('"zebras bounce"', SAMPLE + 1),
        ('"bounce zebras"', SAMPLE + 1),
        ('"zebras bounce zebras"', SAMPLE),
        ('rationale:"bounce zebras bounce"', 1),
        ('"zebras bounce zebras bounce"', 0),
    ):
        assert engine.search(SearchQuery(text)).total_items == total


def test_phrases_are_read_once_for_all_who_write_and_search() -> None:
    written = Phrases.of(NAMES).written().encode()
    assert Phrases.read(written) == Phrases.of(NAMES)
    assert Phrases.read(written) is Phrases.read(bytes(bytearray(written)))
