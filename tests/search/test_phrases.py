"""Phrases that an index keeps as one word each find what the words find one after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decisions.search.engine import IndexUnavailableError
from decisions.search.phrases import SAMPLE, Phrases
from decisions.search.query import SearchQuery
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_schema import Analyzer, fold, split
from tests.search.corpus import make_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("epidural injection", "steroid shot of the spine", "ESI")
TEXTS = st.lists(
    st.sampled_from(["Epidural", "injection", "steroid", "shot", "of", "the", "spine", "ESI", "é", "中", "\n", ","])
).flatmap(lambda words: st.sampled_from([" ", "  ", "-", ", ", " / ", "_"]).map(lambda joint: joint.join(words)))


WORDS = ("the", "pain", "of", "is", "IS", "Épidural", "bounce", "is not medically necessary")
"""Some that most letters say, some that few do; a phrase that is kept."""
JOINTS = (" ", "  ", "-", ", ", " / ", "_", "\n")
PARTS = ("rationale", "summary", "treatment", "guideline")
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(lambda words: " ".join(words).split())
NO_TEXTS: dict[str, list[str]] = {key: [] for key in PARTS}


def engine_in(folder: Path, *groups: tuple[str, ...]) -> TantivyEngine:
    return TantivyEngine(folder, lambda: "one", lambda: Thesaurus.of(groups))


def kept(folder: Path) -> set[str]:
    [path] = folder.glob("*/phrases.json")
    return set(json.loads(path.read_text())["kept"])


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=8))
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


@settings(max_examples=60)
@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(PARTS, TEXT)), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(("", *PARTS)), TEXT.filter(len)), max_size=8),
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
    for part, phrase in (*phrases, ("", ["not", "medically", "necessary"]), ("summary", ["of", "the"])):
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


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_text('["epidural')])
def test_without_knowing_its_phrases_no_index_answers(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    engine = engine_in(tmp_path, NAMES)
    engine.rebuild([make_document(1, description="Epidural injection")])
    [path] = tmp_path.glob("*/phrases.json")
    damage(path)
    for act in (lambda: engine_in(tmp_path).search(SearchQuery()), lambda: engine.update([], [])):
        with pytest.raises(IndexUnavailableError):
            act()


SAID = (["zebras"], ["their", "stripes", "are", "black", "and", "white"])


@pytest.mark.parametrize(
    ("saying", "others", "common", "often"),
    [
        (SAMPLE, 0, True, True),
        (SAMPLE * 3 // 10, SAMPLE * 7 // 10, True, True),
        (SAMPLE * 3 // 10 - 1, SAMPLE * 7 // 10 + 1, False, False),
        (SAMPLE - 1, 0, False, False),  # too few to tell
    ],
)
def test_what_most_of_a_sample_say_is_common(saying: int, others: int, common: bool, often: bool) -> None:  # noqa: FBT001
    phrases = Phrases.of([], [SAID] * saying + [(["other", "words"],)] * others)
    assert {word in phrases.common for word in ("zebras", "stripes", "black")} == {common}
    assert ("stripes are black" in phrases.kept) == often
    assert "zebras their stripes" not in phrases.kept  # the end of one text and the beginning of the next


def test_a_phrase_with_a_word_that_few_say_is_not_kept() -> None:
    sample = [(["the", "requested", f"word{number}", "is", "not", "there"],) for number in range(SAMPLE)]
    assert {phrase for phrase in Phrases.of([], sample).kept if "word" in phrase} <= Phrases().kept
    assert "is not there" in Phrases.of([], sample).kept


def test_a_rebuilt_index_learns_what_its_archive_says(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    documents = [make_document(number, rationale="Zebras are black.") for number in range(1, SAMPLE + 1)]
    engine.rebuild([*documents, make_document(SAMPLE + 1, rationale="Are zebras white?")])
    assert "zebras are black" in kept(tmp_path)
    for text, total in (('"zebras are"', SAMPLE), ('"are zebras"', 1), ('rationale:"zebras are black"', SAMPLE)):
        assert engine.search(SearchQuery(text)).total_items == total


def test_names_of_other_scripts_are_looked_up_word_by_word() -> None:
    assert Phrases.of(["épaule gelée", "norco"]) == Phrases()


def test_each_phrase_in_a_text_is_found_once() -> None:
    found = Phrases(frozenset({"steroid shot", "shot of", "of the"})).kept_in(
        split("A STEROID - shot of  THE; steroid\nshot")
    )
    assert found == {"steroid shot", "shot of", "of the"}


@given(st.text(st.characters(max_codepoint=0x7F)) | st.text(max_size=14))
def test_texts_are_split_as_the_index_does_it(text: str) -> None:
    assert [word for word in split(fold(text)) if len(word) < 60] == Analyzer().analyze(text)
