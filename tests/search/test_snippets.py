from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.search.inflections import inflections
from decisions.search.query import SearchQuery
from decisions.search.snippets import LENGTH, REACH, fold, highlighter, make_snippet
from decisions.search.text_query import parse_text, positive_leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.search.engine import Engine

FILLER = "The worker was seen again and nothing had changed. " * 20


def marked(query: str, text: str) -> list[str]:
    snippet = make_snippet(text, highlighter(positive_leaves(parse_text(query).root), inflections))
    return [snippet.text[start:end] for start, end in snippet.highlights]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("injection", "Two injections and an Injection.", ["injections", "Injection"]),
        ('"injection"', "Two injections and an Injection.", ["Injection"]),
        ("inject*", "Injected, injecting.", ["Injected", "injecting"]),
        ('"lumbar spine"', "The lumbar\nspine, not the spine.", ["lumbar\nspine".replace("\n", " ")]),
        ('"relief pain"~3', "Pain with relief.", ["Pain", "relief"]),
        ("10/325mg", "Norco 10/325mg daily", ["10/325mg"]),
        ("mri -ct", "MRI, then CT", ["MRI"]),
        ("rationale:mri", "MRI", ["MRI"]),
        ("café", "A cafe and a café", ["cafe", "café"]),
        ("cafe", "A CAFÉ", ["CAFÉ"]),
        ("ΣΆΣ straße", "σάς ΣΑΣ, Straße, STRASSE", ["σάς", "ΣΑΣ", "Straße"]),
        ("pain", "“Pain” – İ’s pain", ["Pain", "pain"]),
        ("work", "homework rework work", ["work"]),
        ("knee spine", "KNEE, \N{KELVIN SIGN}nee, ſpine, Spines", ["KNEE", "\N{KELVIN SIGN}nee", "ſpine", "Spines"]),
        ("case:CM15-0000001", "CM15-0000001", []),
        ("", "Anything", []),
        ("nowhere", "Anything", []),
    ],
)
def test_the_words_that_were_found_are_marked(query: str, text: str, words: list[str]) -> None:
    assert marked(query, text) == words


def test_folding_moves_no_character() -> None:
    assert [number for number in range(sys.maxunicode + 1) if len(fold(chr(number))) != 1] == []


def test_the_passage_is_where_most_words_stand(engine: Engine) -> None:
    text = f"Opioid. {FILLER}Opioid tapering was documented. {FILLER}"
    [snippet] = engine.snippets(SearchQuery("opioid tapering"), [text])
    assert "Opioid tapering was documented." in snippet.text
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")


def test_without_words_a_passage_is_the_beginning(engine: Engine) -> None:
    beginning, short, nothing = engine.snippets(SearchQuery(), [FILLER, "Short.", ""])
    assert beginning.text.startswith("The worker was seen")
    assert beginning.text.endswith(" …")
    assert (short.text, nothing.text) == ("Short.", "")


@pytest.mark.parametrize(
    ("query", "rationale", "summary", "marked"),
    [
        ("mri", "An MRI was refused.", "An MRI and an MRI.", ("rationale", ["MRI"])),
        ("mri", "It was refused.", "An MRI was asked for.", ("summary", ["MRI"])),
        ("mri knee", "An MRI was refused.", "An MRI of the knee.", ("summary", ["MRI", "knee"])),
        ("mri knee", "An MRI was refused.", "The knee hurts.", ("rationale", ["MRI"])),
        ("mri -knee", "It was refused.", "The knee hurts.", ("rationale", [])),
        ("summary:mri", "An MRI was refused.", "An MRI was asked for.", ("summary", ["MRI"])),
        ("rationale:mri", "An MRI was refused.", "An MRI and an MRI.", ("rationale", ["MRI"])),
        ("rationale:mri knee", "An MRI was refused.", "An MRI of the knee.", ("rationale", ["MRI"])),
        ("treatment:mri", "It was refused.", "An MRI was asked for.", ("summary", ["MRI"])),
        ("vicodin", "It was refused.", "Takes Norco.", ("summary", ["Norco"])),
        ("nowhere", "It was refused.", "Takes Norco.", ("rationale", [])),
        ("", "It was refused.", "Takes Norco.", ("rationale", [])),
        ("norco", "", "Takes Norco.", ("summary", ["Norco"])),
    ],
)
def test_the_passage_is_of_the_section_that_says_most(
    engine: Engine, query: str, rationale: str, summary: str, marked: tuple[str, list[str]]
) -> None:
    [found] = engine.snippets(SearchQuery(query), [rationale], lambda places: [summary for _ in places])
    assert (found.section, [found.text[start:end] for start, end in found.highlights]) == marked


def test_summaries_are_asked_for_once_and_only_where_words_are_lacking(engine: Engine) -> None:
    asked: list[list[int]] = []

    def summaries(places: Sequence[int]) -> list[str]:
        asked.append([*places])
        return ["An MRI." for _ in places]

    found = engine.snippets(SearchQuery("mri"), ["Nothing.", "An MRI.", "Nothing."], summaries)
    assert (asked, [one.section for one in found]) == ([[0, 2]], ["summary", "rationale", "summary"])
    engine.snippets(SearchQuery(), ["Nothing."], summaries)
    engine.snippets(SearchQuery("rationale:mri"), ["Nothing."], summaries)
    assert len(asked) == 1


@given(st.text(alphabet="ab é\nßİ", max_size=700), st.text(alphabet='ab é*"', max_size=12))
def test_a_passage_is_short_and_marks_what_it_holds(text: str, query: str) -> None:
    snippet = make_snippet(text, highlighter(positive_leaves(parse_text(query).root), inflections))
    assert len(snippet.text) <= LENGTH + 2 * REACH + 4
    inner = snippet.text.removeprefix("… ").removesuffix(" …")
    assert inner in " ".join(text.split(" ")).replace("\n", " ")
    for start, end in snippet.highlights:
        assert 0 <= start < end <= len(snippet.text)
        assert snippet.text[start:end].strip()
