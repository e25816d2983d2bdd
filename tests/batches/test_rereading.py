"""Letters of the archive read anew: what that changes is shown, and taken only when the batch is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Case, RemovedCase, SourceFile
from ingest.models import Batch, Correction
from ingest.parsing.decision import PARSER_VERSION
from ingest.sources import sha256_of
from tests.batches.people import act, reasons, states, upload, work
from tests.ingest.letters import numbered
from tests.ingest.running import Archive, run

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = {f"{number}.txt": numbered(number).bytes() for number in (1, 2)}


def read_by_an_older_version(**fields: str) -> None:
    """As if the parser had known less when it read the first letter."""
    SourceFile.objects.filter(name="1.txt").update(parser_version="older")
    Case.objects.filter(public_id="CM16-0000001").update(**fields)


def reread(*options: str) -> Batch:
    assert run("reparse", *options).code == 0
    work()
    return Batch.objects.get(kind=Batch.Kind.REPARSE)


def priority() -> str | None:
    answer: dict[str, str] = Client().get("/cases/CM16-0000001.json").json()
    return answer["priority"]


@pytest.fixture
def loaded(archive: Archive) -> Archive:
    archive.write(**LETTERS)
    archive.ingest()
    return archive


def test_what_changes_is_shown_and_taken_when_it_is_published(loaded: Archive, uploader: Client) -> None:
    read_by_an_older_version(priority="Expedited")
    batch = reread("--stale")
    assert states(batch) == {"1.txt": "updated"}
    assert batch.files.get().difference == [["priority", "Expedited", "Standard"]]
    page = uploader.get(reverse("batch_preview", args=[batch.pk]))
    assert (page.context["fields"], page.context["preview"].changed) == ([("priority", 1)], 1)
    assert priority() == "Expedited"
    act(uploader, batch, "publish")
    assert priority() == "Standard"
    assert SourceFile.objects.get(name="1.txt").parser_version == PARSER_VERSION
    assert loaded.found() == [("CM16-0000001", 1), ("CM16-0000002", 1)]


def test_all_letters_are_read_where_that_is_asked_for(loaded: Archive) -> None:
    read_by_an_older_version(priority="Expedited")
    batch = reread()
    assert states(batch) == {"1.txt": "updated", "2.txt": "unchanged"}
    assert len(loaded.found()) == 2


def test_a_letter_that_reads_the_same_is_done_with(loaded: Archive) -> None:
    read_by_an_older_version()
    assert states(reread("--stale")) == {"1.txt": "unchanged"}
    assert run("reparse", "--stale").out == "All letters are as this version reads them.\n"
    assert loaded.states() == {"1.txt": "current", "2.txt": "current"}


def test_what_a_person_corrected_is_no_difference(archive: Archive) -> None:
    Correction.objects.create(sha256=sha256_of(LETTERS["1.txt"]), field="priority", value="Expedited")
    archive.write(**LETTERS)
    archive.ingest()
    read_by_an_older_version()
    batch = reread("--stale")
    assert (states(batch), batch.files.get().difference) == ({"1.txt": "unchanged"}, [])
    assert priority() == "Expedited"


def _lost(archive: Archive) -> None:
    sha256 = SourceFile.objects.get(name="1.txt").sha256
    next(archive.folder.parent.glob(f"var/originals/*/*/{sha256}")).unlink()


def _damaged(archive: Archive) -> None:
    sha256 = SourceFile.objects.get(name="1.txt").sha256
    next(archive.folder.parent.glob(f"var/originals/*/*/{sha256}")).write_bytes(b"%PDF-1.4 cut off")


@pytest.mark.parametrize("harm", [_lost, _damaged])
def test_a_reading_that_fails_leaves_the_good_record(
    harm: Callable[[Archive], None], loaded: Archive, uploader: Client
) -> None:
    read_by_an_older_version(priority="Expedited")
    harm(loaded)
    batch = reread("--stale")
    assert states(batch) == {"1.txt": "failed"}
    assert reasons(batch)["1.txt"]
    act(uploader, batch, "publish")
    assert priority() == "Expedited"
    assert loaded.states() == {"1.txt": "current", "2.txt": "current"}
    assert len(loaded.found()) == 2


def test_what_could_not_be_read_before_is_shown_when_it_is_published(loaded: Archive, uploader: Client) -> None:
    RemovedCase.objects.create(case_id=Case.objects.get(public_id="CM16-0000001").pk)
    Case.objects.filter(public_id="CM16-0000001").delete()
    SourceFile.objects.filter(name="1.txt").update(state=SourceFile.State.FAILED, parser_version="older")
    batch = reread("--stale")
    assert states(batch) == {"1.txt": "new"}
    assert Client().get("/cases/CM16-0000001/").status_code == 404
    act(uploader, batch, "publish")
    assert Client().get("/cases/CM16-0000001/").status_code == 200
    assert len(loaded.found()) == 2


@pytest.mark.parametrize("action", ["withdraw", "publish"])
def test_reading_anew_makes_no_case_more_or_less_public(action: str, uploader: Client) -> None:
    brought = upload(uploader, LETTERS)
    work()
    act(uploader, brought, "publish")
    act(uploader, brought, "withdraw")
    read_by_an_older_version(priority="Expedited")
    batch = reread("--stale")
    act(uploader, batch, action)
    assert Client().get("/cases/CM16-0000001/").status_code == 410
    assert Case.objects.get(public_id="CM16-0000001").priority == ("Standard" if action == "publish" else "Expedited")


@pytest.mark.usefixtures("loaded")
def test_staff_ask_for_it_and_are_told_why_not(uploader: Client) -> None:
    answer = uploader.post(reverse("batches_reread"), {"which": "stale"}, follow=True)
    assert b"All letters are as this version reads them." in answer.content
    answer = uploader.post(reverse("batches_reread"), {"which": "all"}, follow=True)
    assert answer.context["batch"].kind == Batch.Kind.REPARSE
    assert [one.change_message for one in answer.context["actions"]] == ["Asked for it."]
    again = run("reparse")
    assert (again.code, "wait for it" in again.err) == (1, True)


def test_an_empty_archive_says_so(archive: Archive) -> None:  # noqa: ARG001
    assert run("reparse").out == "The archive holds no letter.\n"
