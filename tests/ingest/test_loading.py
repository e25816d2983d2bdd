"""What is stored of a letter, and that loading again changes nothing it need not."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Case, DisputedItem, GuidelineCitation, Reviewer, SourceFile, Treatment
from decisions.originals import original_path
from ingest.letters import Letter, read_letters
from ingest.loading import batch, loader
from ingest.loading.loader import Loader
from ingest.sources import SourceFile as FoundFile
from ingest.sources import sha256_of
from tests.ingest.letters import Item, LetterText, numbered, write_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytest_django.fixtures import SettingsWrapper

    from tests.ingest.running import Archive

TWO_ITEMS = LetterText(
    items=(
        Item(
            outcome="Overturned",
            reviewer="Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 125.",
        ),
        Item(heading="Norco 10/325mg #120", administrator="Decision based on MTUS ACOEM."),
    ),
    specialty="Pain Management, Neurology",
    states="New York and Texas",
)


def read(archive: Archive, content: bytes, name: str = "a.txt") -> Letter:
    write_files(archive.folder, {name: content})
    return read_letters([FoundFile(name, archive.folder / name)])[0]


def test_a_letter_becomes_a_case_with_items_and_citations(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes()})
    assert archive.ingest().code == 0
    case = Case.objects.get(public_id="CM16-0000001")
    assert (case.decision_date, case.date_of_injury) == (date(2017, 1, 9), date(2012, 3, 14))
    assert (case.outcome, case.age, case.sex) == ("partially_overturned", 47, "female")
    assert case.reviewer.specialties == ["Pain Management", "Neurology"]
    assert case.reviewer.states == ["New York", "Texas"]
    assert [item.outcome for item in case.items.all()] == ["overturned", "upheld"]
    first = case.items.get(position=1)
    assert first.administrator_mtus
    reviewers = first.citations.get(cited_by="reviewer")
    assert reviewers.pages == [125]
    assert reviewers.guideline is not None
    file = SourceFile.objects.get()
    assert (file.case, file.state, file.media_type, file.is_sample) == (case, "current", "text/plain", False)


def test_every_stored_span_is_the_recorded_wording(archive: Archive) -> None:
    write_files(archive.folder, {"a.pdf": TWO_ITEMS.pdf(), "b.txt": TWO_ITEMS.bytes()})
    archive.ingest()
    case = Case.objects.get()
    for item in case.items.all():
        for name in ("description", "request", "rationale", "administrator_text", "reviewer_text"):
            start, end = item.spans[name]
            assert case.text[start:end] == getattr(item, name)
        for citation in item.citations.all():
            start, end = citation.spans["text"]
            assert case.text[start:end] == citation.text


def test_a_case_without_number_is_named_by_its_file(archive: Archive) -> None:
    content = LetterText(case_number=None).bytes()
    write_files(archive.folder, {"0a1b2c.txt": content})
    archive.ingest()
    assert Case.objects.get().public_id == f"d-{sha256_of(content)[:12]}"


def test_the_file_name_is_evidence_of_the_number(archive: Archive) -> None:
    write_files(archive.folder, {"CM16-0000077.txt": LetterText(case_number=None).bytes()})
    archive.ingest()
    assert Case.objects.get().public_id == "CM16-0000077"


def test_originals_are_kept_under_their_digest(archive: Archive, settings: SettingsWrapper) -> None:
    content = numbered(1).pdf()
    write_files(archive.folder, {"a.pdf": content, "bad.pdf": b"%PDF-nothing"})
    archive.ingest()
    assert original_path(settings.ORIGINALS_DIR, sha256_of(content)).read_bytes() == content
    assert original_path(settings.ORIGINALS_DIR, sha256_of(b"%PDF-nothing")).exists()


def test_loading_again_changes_nothing(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes(), "b.pdf": numbered(2).pdf()})
    assert archive.ingest().out.startswith("2 files = 2 new")
    before = list(Case.objects.order_by("pk").values())
    assert archive.ingest().out.startswith("2 files = 0 new + 0 updated + 2 unchanged")
    assert list(Case.objects.order_by("pk").values()) == before


def test_a_copy_of_a_file_in_the_same_run_is_unchanged(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes(), "copy/a.txt": TWO_ITEMS.bytes()})
    assert archive.ingest().out.startswith("2 files = 1 new + 0 updated + 1 unchanged")


def test_a_lost_original_is_kept_anew(archive: Archive, settings: SettingsWrapper) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes()})
    archive.ingest()
    path = original_path(settings.ORIGINALS_DIR, sha256_of(TWO_ITEMS.bytes()))
    path.unlink()
    assert archive.ingest().out.startswith("1 file = 0 new + 0 updated + 1 unchanged")
    assert path.exists()


def new_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "PARSER_VERSION", "next")
    monkeypatch.setattr(loader, "PARSER_VERSION", "next")


def test_a_new_parser_that_reads_the_same_leaves_the_revision(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes()})
    archive.ingest()
    new_parser(monkeypatch)
    assert "0 updated + 1 unchanged" in archive.ingest().out
    assert Case.objects.get().revision == 1
    assert SourceFile.objects.get().parser_version == "next"


def test_a_reparse_changes_items_in_place_and_deletes_surplus_ones(archive: Archive) -> None:
    letter = read(archive, TWO_ITEMS.bytes())
    (first,) = Loader().load([letter])
    ids = list(DisputedItem.objects.values_list("pk", flat=True))
    assert letter.decision
    one = dataclasses.replace(
        letter.decision, items=letter.decision.items[:1], outcome=letter.decision.items[0].outcome
    )
    SourceFile.objects.update(parser_version="older")
    (second,) = Loader().load([dataclasses.replace(letter, decision=one)])
    assert (first.state, second.state) == ("new", "updated")
    assert list(DisputedItem.objects.values_list("pk", flat=True)) == ids[:1]
    assert (Case.objects.get().revision, Case.objects.get().outcome) == (2, "overturned")
    SourceFile.objects.update(parser_version="older")
    (third,) = Loader().load([letter])
    assert third.state == "updated"
    assert DisputedItem.objects.get(position=1).pk == ids[0]
    assert DisputedItem.objects.count() == 2


def test_a_changed_citation_alone_is_a_change(archive: Archive) -> None:
    letter = read(archive, TWO_ITEMS.bytes())
    list(Loader().load([letter]))
    GuidelineCitation.objects.filter(cited_by="reviewer").update(pages=[1])
    SourceFile.objects.update(parser_version="older")
    (result,) = Loader().load([letter])
    assert result.state == "updated"
    assert GuidelineCitation.objects.get(cited_by="reviewer", item__position=1).pages == [125]


def test_a_failed_reparse_leaves_the_good_record(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = read(archive, TWO_ITEMS.bytes())
    list(Loader().load([letter]))
    new_parser(monkeypatch)
    (result,) = Loader().load([dataclasses.replace(letter, decision=None, reason="Broken.")])
    assert result.state == "failed"
    assert SourceFile.objects.get().state == "current"
    assert Case.objects.get().items.count() == 2


def test_a_file_that_failed_is_loaded_once_it_can_be_read(archive: Archive) -> None:
    letter = read(archive, TWO_ITEMS.bytes())
    (failed,) = Loader().load([dataclasses.replace(letter, decision=None, reason="Broken.")])
    assert (failed.state, SourceFile.objects.get().reason) == ("failed", "Broken.")
    (loaded,) = Loader().load([letter])
    assert loaded.state == "new"
    assert (SourceFile.objects.get().state, SourceFile.objects.get().reason) == ("current", "")


def test_a_letter_that_cannot_be_stored_takes_no_other_with_it(archive: Archive) -> None:
    letters = [read(archive, numbered(number).bytes(), f"{number}.txt") for number in (1, 2, 3)]
    assert letters[1].decision
    letters[1] = dataclasses.replace(letters[1], decision=dataclasses.replace(letters[1].decision, age=10**9))
    results = list(Loader().load(letters))
    assert [result.state for result in results] == ["new", "failed", "new"]
    assert results[1].reason.startswith("It could not be stored")
    assert Case.objects.count() == 2


def test_odd_words_are_stored_as_they_are(archive: Archive) -> None:
    words = 'A back\\slash, a "quote", a {brace}, \\N, a tab\tand ünïcödé \N{GRINNING FACE}'
    letter = read(archive, LetterText(items=(Item(heading=words),), specialty='Pain "X" \\ Management').bytes())
    assert letter.decision
    list(Loader().load([letter]))
    assert DisputedItem.objects.get().description == letter.decision.items[0].description
    assert Reviewer.objects.get().specialties == list(letter.decision.specialties)
    assert Case.objects.get().text == letter.decision.text


def test_loading_costs_few_statements_however_many_the_letters(archive: Archive) -> None:
    letters = [read(archive, numbered(number).bytes(), f"{number}.txt") for number in range(40)]
    loading = Loader()
    list(loading.load(letters[:1]))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(loading.load(letters[1:]))
    assert len(queries) <= 13


def test_a_dry_run_says_what_would_happen_and_stores_nothing(archive: Archive, settings: SettingsWrapper) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes(), "b.txt": b""})
    ran = archive.ingest(dry_run=True)
    assert ran.out == "Dry run, nothing stored: 2 files = 1 new + 0 updated + 0 unchanged + 0 superseded + 1 failed\n"
    assert ran.failures.keys() == {"b.txt"}
    assert ran.code == 1
    assert not any(model.objects.exists() for model in (Case, SourceFile, Reviewer, Treatment))
    assert not settings.ORIGINALS_DIR.exists()


def test_the_report_has_a_line_for_each_file(archive: Archive, tmp_path: Path) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes(), "b.txt": b""})
    report = tmp_path / "report.csv"
    archive.ingest(report=report)
    with report.open(newline="") as stream:
        rows = {row["name"]: row for row in csv.DictReader(stream)}
    assert (rows["a.txt"]["state"], rows["a.txt"]["case"], rows["a.txt"]["items"]) == (
        "new",
        "CM16-0000001",
        "2",
    )
    assert rows["b.txt"]["state"] == "failed"
    assert rows["b.txt"]["reason"].startswith("The file is empty")


def test_a_report_that_cannot_be_written_is_said_before_loading(archive: Archive, tmp_path: Path) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes()})
    ran = archive.ingest(report=tmp_path / "no" / "report.csv")
    assert ran.code == 1
    assert "cannot be written: No such file or directory." in ran.err
    assert not Case.objects.exists()


def test_what_is_loaded_is_found(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": TWO_ITEMS.bytes(), "b.txt": numbered(2).bytes()})
    archive.ingest()
    assert archive.found() == [("CM16-0000001", 1), ("CM16-0000001", 2), ("CM16-0000002", 1)]
    assert archive.found("Norco") == [("CM16-0000001", 2)]


def test_what_an_earlier_run_left_unindexed_is_indexed(archive: Archive) -> None:
    list(Loader().load([read(archive, TWO_ITEMS.bytes())]))
    assert archive.ingest().out.startswith("1 file = 0 new + 0 updated + 1 unchanged")
    assert archive.found("Norco") == [("CM16-0000001", 2)]
