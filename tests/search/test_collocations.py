"""Phrases that an index keeps as one word each find what the words find one after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.search.engine import IndexUnavailableError
from decisions.search.phrases import SAMPLE, Phrases
from decisions.search.query import SearchQuery
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_schema import Analyzer, fold, split
from tests.search.corpus import make_document

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("epidural injection", "steroid shot of the spine", "ESI")
TEXTS = st.lists(
    st.sampled_from(["Epidural", "injection", "steroid", "shot", "of", "the", "spine", "ESI", "é", "中", "\n", ","])
).flatmap(lambda words: st.sampled_from([" ", "  ", "-", ", ", " / ", "_"]).map(lambda joint: joint.join(words)))


def engine_in(folder: Path, *groups: tuple[str, ...]) -> TantivyEngine:
    return TantivyEngine(folder, lambda: "one", lambda: Thesaurus.of(groups))


def kept(folder: Path) -> set[str]:
    [path] = folder.glob("*/phrases.json")
    return set(json.loads(path.read_text())["collocations"])


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
    "left", [None, '{"collocations": ["epidural', "{}", "5", '{"collocations": [1], "common": []}']
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


ZEBRAS, OTHERS = frozenset({"zebras", "stripes"}), frozenset({"other"})


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
    assert {word in phrases.common for word in ZEBRAS} == {common}


def test_a_rebuilt_index_learns_what_its_archive_says(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    documents = [make_document(number, rationale="Zebras bounce.") for number in range(1, SAMPLE + 1)]
    engine.rebuild([*documents, make_document(SAMPLE + 1, rationale="Bounce zebras?")])
    [path] = tmp_path.glob("*/phrases.json")
    assert {"zebras", "bounce"} <= set(json.loads(path.read_text())["common"])
    for text, total in (('"zebras bounce"', SAMPLE), ('"bounce zebras"', 1), ('rationale:"zebras bounce"', SAMPLE)):
        assert engine.search(SearchQuery(text)).total_items == total


def test_phrases_are_read_once_for_all_who_write_and_search() -> None:
    written = Phrases.of(NAMES).written().encode()
    assert Phrases.read(written) == Phrases.of(NAMES)
    assert Phrases.read(written) is Phrases.read(bytes(bytearray(written)))
