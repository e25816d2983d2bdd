"""What staff upload: kept first, loaded in the background, every file in one final state with its reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from decisions.models import Case
from ingest.models import Batch, BatchFile
from tests.batches.people import loaded, reasons, states, upload, work
from tests.ingest.letters import LetterText, numbered, zipped

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from tests.ingest.running import Archive


def test_every_file_ends_in_one_state_with_its_reason(uploader: Client) -> None:
    letter = numbered(1).bytes()
    batch = upload(
        uploader,
        {
            "a.txt": letter,
            "b.zip": zipped(
                {"in/c.pdf": numbered(2).pdf(), "in/d.txt": letter, "e.txt": b"", "nested.zip": zipped({})}
            ),
            "f.docx": numbered(3).docx(),
            "g.txt": LetterText(case_number=None).bytes(),
            "thumbs.db": b"x",
        },
    )
    work()
    assert states(batch) == {
        "a.txt": "new",
        "b.zip!in/c.pdf": "new",
        "b.zip!in/d.txt": "duplicate",
        "b.zip!e.txt": "failed",
        "b.zip!nested.zip": "failed",
        "f.docx": "new",
        "g.txt": "needs_review",
    }
    why = reasons(batch)
    assert why["b.zip!in/d.txt"] == "The same bytes as a.txt in this batch."
    assert why["g.txt"] == "No case number"
    assert why["b.zip!e.txt"]
    batch.refresh_from_db()
    assert batch.skipped == 1


def test_nothing_of_an_upload_is_left_beside_the_originals(
    uploader: Client, archive: Archive, settings: SettingsWrapper
) -> None:
    upload(uploader, {"a.txt": numbered(1).bytes()})
    work()
    assert [path for path in Path(settings.UPLOADS_DIR).rglob("*") if path.is_file()] == []
    assert len([path for path in Path(settings.ORIGINALS_DIR).rglob("*") if path.is_file()]) == 1
    assert archive.found() == []


def test_the_same_batch_again_is_unchanged(uploader: Client) -> None:
    files = {"a.txt": numbered(1).bytes()}
    upload(uploader, files)
    work()
    again = loaded(uploader, files)
    assert (states(again), reasons(again)) == ({"a.txt": "unchanged"}, {"a.txt": "Already in the archive."})
    assert Case.objects.count() == 1


def test_two_letters_of_one_case_number_become_versions(uploader: Client) -> None:
    newer, older = numbered(1, decision_date="02/01/2017"), numbered(1, decision_date="01/01/2017")
    batch = loaded(uploader, {"newer.txt": newer.bytes(), "older.txt": older.bytes()})
    assert states(batch) == {"newer.txt": "new", "older.txt": "unchanged"}
    assert "Kept as a version" in reasons(batch)["older.txt"]
    assert Case.objects.get().source_files.count() == 2


def test_a_stopped_batch_waits_until_it_is_resumed(uploader: Client) -> None:
    batch = upload(uploader, {"a.txt": numbered(1).bytes()})
    uploader.post(reverse("batch_act", args=[batch.pk, "stop"]))
    work()
    assert not BatchFile.objects.exclude(state="waiting").exists()
    assert b"Resume" in uploader.get(batch.get_absolute_url()).content
    uploader.post(reverse("batch_act", args=[batch.pk, "resume"]))
    work()
    assert states(batch) == {"a.txt": "new"}


def test_failed_files_are_tried_again_one_or_all(uploader: Client) -> None:
    batch = loaded(uploader, {"a.txt": b"%PDF-1", "b.txt": b"no letter at all", "c.zip": b"PK\x03\x04 damaged"})
    assert set(states(batch).values()) == {"failed"}
    one = batch.files.get(name="a.txt")
    uploader.post(reverse("batch_retry", args=[batch.pk, one.pk]))
    assert states(batch) == {"a.txt": "waiting", "b.txt": "failed", "c.zip": "failed"}
    response = uploader.post(reverse("batch_act", args=[batch.pk, "retry"]), follow=True)
    assert "1 file will be tried again." in response.content.decode()
    work()
    assert set(states(batch).values()) == {"failed"}


def test_the_report_has_a_line_for_every_file(viewer: Client, uploader: Client) -> None:
    batch = loaded(uploader, {"=1+1.txt": numbered(1).bytes(), "b.txt": b""})
    response = viewer.get(reverse("batch_report", args=[batch.pk]))
    rows = list(csv.DictReader(b"".join(response.streaming_content).decode().splitlines()))  # type: ignore[attr-defined]
    assert [(row["name"], row["state"], row["case"]) for row in rows] == [
        ("'=1+1.txt", "new", "CM16-0000001"),
        ("b.txt", "failed", ""),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["a.txt", "b.txt", "c.txt"]),
        ("?state=failed", ["c.txt"]),
        ("?state=new&name=B.", ["b.txt"]),
        ("?state=nonsense&page=99", ["a.txt", "b.txt", "c.txt"]),
        ("?name=%00", ["a.txt", "b.txt", "c.txt"]),
        ("?state=updated", []),
    ],
)
def test_files_are_listed_by_state_and_name(uploader: Client, query: str, names: list[str]) -> None:
    batch = loaded(uploader, {"a.txt": numbered(1).bytes(), "b.txt": numbered(2).bytes(), "c.txt": b""})
    response = uploader.get(batch.get_absolute_url() + query)
    assert [file.name for file in response.context["files"].files] == names


def test_the_pages_take_few_queries_however_many_files(
    uploader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    batch = loaded(uploader, {"a.zip": zipped({f"{number}.txt": numbered(number).bytes() for number in range(30)})})
    with django_assert_max_num_queries(16):
        uploader.get(batch.get_absolute_url())
    with django_assert_max_num_queries(10):
        uploader.get(reverse("batches"))


def test_progress_counts_what_is_done(uploader: Client) -> None:
    batch = upload(uploader, {"a.txt": numbered(1).bytes(), "b.txt": b""})
    url = reverse("batch_progress", args=[batch.pk])
    before = uploader.get(url)
    assert (before.context["progress"].live, before.context["progress"].finished) == (True, False)
    assert b"No worker is running" in before.content
    work()
    after = uploader.get(url).context["progress"]
    assert (after.live, after.finished, after.total, after.done, after.percent) == (False, True, 2, 2, 100)


def test_too_much_at_once_is_refused_and_nothing_kept(uploader: Client, settings: SettingsWrapper) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000
    response = uploader.post(reverse("batches"), {"files": [_file("a.txt", b"x" * 2_000)]})
    assert (response.status_code, b"upload it in several batches" in response.content) == (400, True)
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_FILES = 10_000, 1
    response = uploader.post(reverse("batches"), {"files": [_file("a.txt", b"x"), _file("b.txt", b"x")]})
    assert (response.status_code, b"put them into a zip" in response.content) == (400, True)
    assert b"Choose the letters" in uploader.post(reverse("batches")).content
    assert not Batch.objects.exists()
    assert not any(Path(settings.UPLOADS_DIR).glob("*"))


def test_a_full_disk_stops_the_batch_and_says_so(uploader: Client, settings: SettingsWrapper) -> None:
    batch = upload(uploader, {"a.txt": numbered(1).bytes()})
    settings.ORIGINALS_DIR.parent.mkdir(parents=True, exist_ok=True)
    settings.ORIGINALS_DIR.write_text("in the way")
    work()
    assert b"Stopped by a fault" in uploader.get(batch.get_absolute_url()).content
    settings.ORIGINALS_DIR.unlink()
    uploader.post(reverse("batch_act", args=[batch.pk, "resume"]))
    work()
    assert states(batch) == {"a.txt": "new"}


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_what_the_disk_does_not_take_is_no_batch_and_is_said(
    uploader: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOADS_DIR = tmp_path / "closed"
    settings.UPLOADS_DIR.write_text("a file where the folder should be")
    response = uploader.post(reverse("batches"), {"files": [SimpleUploadedFile("a.txt", numbered(1).bytes())]})
    assert response.status_code == 503
    assert "The server could not keep the files" in response.content.decode()
    assert not Batch.objects.exists()
