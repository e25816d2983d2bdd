"""What redaction missed is hidden in all that is stored for the public."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core import serializers

from decisions.models import Case, DisputedItem, GuidelineCitation, Reviewer, SourceFile
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery
from ingest.letters import Letter, parse_letter
from ingest.loading.loader import Loader
from ingest.loading.masking import BLOCK, leak_rows, mask_decision
from ingest.parsing.parsed import ParsedLeak, Span
from tests.ingest.letters import Item, LetterText, write_files

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedDecision
    from tests.ingest.running import Archive

NAME = "Quillfeather"
LEAKY = LetterText(
    summary=f"The injured worker is a 47-year-old female. Dr. Alba {NAME} saw her for back pain.",
    items=(Item(heading=f"Surgery by Dr. {NAME}", rationale=f"The note of Dr. {NAME} does not show a need for it."),),
)


def leaky(words: str = NAME) -> ParsedDecision:
    """The letter, with each place of the words found as a leak."""
    decision = parse_letter(LEAKY.bytes(), "a.txt")
    starts = [at for at in range(len(decision.text)) if decision.text.startswith(words, at)]
    leaks = tuple(ParsedLeak("name", Span(at, at + len(words))) for at in starts)
    return dataclasses.replace(decision, leaks=leaks)


def all_strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        return [words for field in dataclasses.fields(value) for words in all_strings(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [words for part in value for words in all_strings(part)]
    return []


def test_every_value_is_masked_and_spans_hold() -> None:
    decision = leaky()
    masked = mask_decision(decision, leak_rows(decision))
    assert len(masked.text) == len(decision.text)
    assert not any(NAME in words for words in all_strings(masked))
    item = masked.items[0]
    for name in ("description", "request", "rationale"):
        assert item.spans[name].of(masked.text) == getattr(item, name)
    assert item.description == "Surgery by Dr. " + BLOCK * len(NAME)


def test_a_value_in_words_of_its_own_is_masked_too() -> None:
    decision = leaky(f"Alba {NAME}")
    item = dataclasses.replace(decision.items[0], request=f"a visit to Alba\n{NAME}", spans={})
    masked = mask_decision(dataclasses.replace(decision, items=(item,)), leak_rows(decision))
    assert masked.items[0].request == "a visit to " + BLOCK * len(f"Alba {NAME}")


def test_a_name_is_hidden_whole_though_a_part_of_it_was_found_before() -> None:
    decision = leaky("Alba")
    whole = decision.text.index(f"Alba {NAME}")
    both = (*decision.leaks, ParsedLeak("name", Span(whole, whole + len(f"Alba {NAME}"))))
    item = dataclasses.replace(decision.items[0], request=f"a visit to Alba {NAME}", spans={})
    decision = dataclasses.replace(decision, items=(item,), leaks=both)
    masked = mask_decision(decision, leak_rows(decision))
    assert masked.items[0].request == "a visit to " + BLOCK * len(f"Alba {NAME}")


def test_very_many_leaks_take_no_longer_than_the_letter_is_long() -> None:
    decision = leaky()
    text = decision.text + f"{NAME} " * 100_000
    leaks = tuple(ParsedLeak("name", Span(at, at + len(NAME))) for at in range(len(decision.text), len(text), 13))
    many = dataclasses.replace(decision, text=text, leaks=leaks)
    assert mask_decision(many, leak_rows(many)).text.count(BLOCK * len(NAME)) == 100_000


def test_a_value_that_covers_a_leak_in_other_words_falls_back_to_the_masked_letter() -> None:
    decision = leaky()
    item = dataclasses.replace(decision.items[0], description="Surgery by Dr Q.")
    masked = mask_decision(dataclasses.replace(decision, items=(item,)), leak_rows(decision))
    assert masked.items[0].description == "Surgery by Dr. " + BLOCK * len(NAME)


def test_without_leaks_nothing_is_touched() -> None:
    decision = dataclasses.replace(leaky(), leaks=())
    assert mask_decision(decision, []) is decision


@pytest.mark.parametrize(
    ("known", "cleared"),
    [
        pytest.param([], [False, False, False], id="nothing known"),
        pytest.param([True, False, True], [True, False, True], id="the same places"),
        pytest.param([True], [True, True, True], id="all that was known is cleared"),
        pytest.param([True, False], [False, False, False], id="some that was known is not"),
    ],
)
def test_what_staff_cleared_stays_cleared(known: list[bool], cleared: list[bool]) -> None:
    rows = [{"kind": "name", "start": 0, "end": 5, "words": NAME, "cleared": flag} for flag in known]
    assert [row["cleared"] for row in leak_rows(leaky(), rows)] == cleared


def test_the_archive_stores_no_leaked_word_but_in_the_list_for_staff(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": LEAKY.bytes()})
    archive.ingest()
    case = Case.objects.get()
    assert {NAME in leak["words"] for leak in case.leaks} == {True}
    Case.objects.update(leaks=[])
    rows = [*Case.objects.all(), *DisputedItem.objects.all(), *GuidelineCitation.objects.all()]
    assert NAME not in json.dumps(serializers.serialize("python", rows), default=str)
    assert archive.found(NAME) == []


def test_a_name_among_the_sections_is_in_no_facet_value(archive: Archive) -> None:
    line = f"Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids by Dr. {NAME}."
    item = Item(administrator=line, reviewer=line)
    write_files(archive.folder, {"a.txt": dataclasses.replace(LEAKY, items=(item,)).bytes()})
    archive.ingest()
    citations = list(GuidelineCitation.objects.all())
    assert citations
    assert not any(
        NAME.lower() in json.dumps(serializers.serialize("python", [one]), default=str).lower() for one in citations
    )
    facets = get_engine().search(SearchQuery(facets=("section", "guideline", "admin_guideline"))).facets
    assert [one.value for one in facets["section"]] == ["chronic-pain-medical-treatment:opioids-by-dr"]
    assert NAME.lower() not in str(facets).lower()


def test_a_name_among_the_credentials_is_hidden_in_the_shared_row(archive: Archive) -> None:
    decision = parse_letter(LetterText(specialty=f"Neurology, {NAME}").bytes(), "a.txt")
    at = decision.text.index(NAME)
    leaks = (ParsedLeak("name", Span(at, at + len(NAME))),)
    assert archive.states() == {}
    (result,) = Loader().load([Letter("a", "0" * 64, 1, "", dataclasses.replace(decision, leaks=leaks))])
    assert result.state == "new"
    assert Reviewer.objects.get().specialties == ["Neurology", BLOCK * len(NAME)]


def test_a_cleared_word_is_shown_when_the_letter_is_read_anew(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": LEAKY.bytes()})
    archive.ingest()
    Case.objects.update(leaks=[leak | {"cleared": True} for leak in Case.objects.get().leaks])
    SourceFile.objects.update(parser_version="older")
    assert "1 updated" in archive.ingest().out
    assert NAME in Case.objects.get().text
    assert archive.found(NAME) == [("CM16-0000001", 1)]
