"""Several files of one case: which is current, in whatever order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.models import Case, RemovedCase, SourceFile
from ingest.letters import read_letters
from ingest.loading.loader import Loader
from ingest.sources import SourceFile as FoundFile
from tests.ingest.letters import Item, LetterText, write_files

if TYPE_CHECKING:
    from tests.ingest.running import Archive

OLD = LetterText(decision_date="01/09/2017", items=(Item(outcome="Upheld"),))
NEW = LetterText(decision_date="02/10/2017", items=(Item(outcome="Overturned"),))
CORRECTED = LetterText(decision_date="01/09/2017", items=(Item(outcome="Overturned"),))
UNDATED = LetterText(decision_date=None, items=(Item(outcome="Overturned"),))


@pytest.mark.parametrize(
    ("first", "second", "summary", "outcome"),
    [
        pytest.param(OLD.bytes(), NEW.bytes(), "1 new + 1 updated", "overturned", id="the newer takes over"),
        pytest.param(NEW.bytes(), OLD.bytes(), "1 superseded", "overturned", id="the older does not"),
        pytest.param(OLD.bytes(), UNDATED.bytes(), "1 superseded", "upheld", id="no date is older than any"),
        pytest.param(UNDATED.bytes(), OLD.bytes(), "1 updated", "upheld", id="a date takes over from none"),
        pytest.param(OLD.bytes(), CORRECTED.bytes(), "1 updated", "overturned", id="same date, other words"),
        pytest.param(OLD.bytes(), OLD.pdf(), "1 superseded", "upheld", id="same words in another format"),
    ],
)
def test_one_letter_is_current_and_both_are_kept(
    archive: Archive, first: bytes, second: bytes, summary: str, outcome: str
) -> None:
    write_files(archive.folder, {"1": first, "2": second})
    ran = archive.ingest()
    assert summary in ran.out
    assert ran.out.startswith("2 files = 1 new")
    case = Case.objects.get()
    assert case.outcome == outcome
    assert sorted(archive.states().values()) == ["current", "superseded"]
    assert case.source_files.count() == 2
    assert archive.found() == [("CM16-0000001", 1)]
    again = archive.ingest()
    assert "2 unchanged" in again.out
    assert Case.objects.get().outcome == outcome


def test_reading_a_superseded_file_anew_does_not_bring_it_back(archive: Archive) -> None:
    write_files(archive.folder, {"1": OLD.bytes(), "2": CORRECTED.bytes()})
    archive.ingest()
    SourceFile.objects.update(parser_version="older")
    archive.ingest()
    assert archive.states() == {"1": "superseded", "2": "current"}
    assert Case.objects.get().outcome == "overturned"


def test_a_number_that_is_read_at_last_renames_the_case(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": OLD.bytes()})
    archive.ingest()
    case = Case.objects.get()
    Case.objects.update(public_id="d-000000000000", case_number=None)
    SourceFile.objects.update(parser_version="older")
    assert "1 updated" in archive.ingest().out
    assert (Case.objects.get().pk, Case.objects.get().public_id) == (case.pk, "CM16-0000001")


def test_a_number_read_otherwise_joins_the_case_that_has_it(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": OLD.bytes(), "b.txt": NEW.bytes()})
    (older,) = Loader().load(read_letters([FoundFile("a.txt", archive.folder / "a.txt")]))
    wrong = Case.objects.get()
    Case.objects.update(public_id="CM16-9999999")
    archive.ingest(archive.folder / "b.txt")
    SourceFile.objects.filter(name="a.txt").update(parser_version="older")
    archive.ingest()
    case = Case.objects.get()
    assert (older.case, case.public_id, case.outcome) == ("CM16-0000001", "CM16-0000001", "overturned")
    assert archive.states() == {"a.txt": "superseded", "b.txt": "current"}
    assert archive.found() == [("CM16-0000001", 1)]
    assert not RemovedCase.objects.filter(case_id=wrong.pk).exists()  # search has let go of it
