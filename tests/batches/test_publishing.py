"""A batch as a whole: previewed, published, withdrawn; and what it changes of published cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Case, SourceFile
from ingest.batches.progress import progress_of
from ingest.models import Batch
from tests.batches.people import act, loaded, reasons, states, upload, work
from tests.ingest.letters import Item, LetterText, numbered

if TYPE_CHECKING:
    from tests.ingest.running import Archive

TWO = {"1.txt": numbered(1).bytes(), "2.txt": numbered(2).bytes()}
PLACES = (
    "/decisions/",
    "/decisions.json",
    "/decisions.csv",
    "/decisions.atom",
    "/sitemap-cases.xml",
    "/suggest.json?q=CM16-0",
)


def published(client: Client, files: dict[str, bytes]) -> Batch:
    batch = loaded(client, files)
    act(client, batch, "publish")
    return batch


def seen(number: int, public_id: str = "CM16-0000001") -> dict[str, bool]:
    """Where the public meets the case."""
    client = Client()
    found = {}
    for place in PLACES:
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        found[place] = public_id.encode() in body
    assert {client.get(f"/cases/{public_id}{end}").status_code for end in ("/", ".json", ".txt")} == {number}
    return found


def test_a_batch_is_seen_by_staff_alone_until_it_is_published(uploader: Client, archive: Archive) -> None:
    batch = loaded(uploader, TWO)
    assert not any(seen(404).values())
    assert b"Waits to be published" in uploader.get("/cases/CM16-0000001/").content
    act(uploader, batch, "publish")
    assert all(seen(200).values())
    assert batch.stage == Batch.Stage.PUBLISHED
    assert archive.found() == [("CM16-0000001", 1), ("CM16-0000002", 1)]


def test_a_withdrawn_batch_is_gone_from_everywhere_at_once(uploader: Client, archive: Archive) -> None:
    batch = published(uploader, TWO)
    uploader.post(reverse("batch_act", args=[batch.pk, "withdraw"]))  # no worker is needed
    assert not any(seen(410).values())
    assert archive.found() == []
    assert b"Withdrawn" in uploader.get("/cases/CM16-0000001/").content
    act(uploader, batch, "publish")
    assert all(seen(200).values())


def test_a_case_loaded_by_another_batch_is_not_withdrawn_with_this_one(uploader: Client) -> None:
    published(uploader, {"1.txt": TWO["1.txt"]})
    later = published(uploader, TWO)
    assert states(later) == {"1.txt": "unchanged", "2.txt": "new"}
    act(uploader, later, "withdraw")
    assert all(seen(200).values())
    assert not any(seen(410, "CM16-0000002").values())


def test_a_published_case_changes_only_when_the_batch_is_published(uploader: Client) -> None:
    published(uploader, TWO)
    newer = numbered(1, decision_date="03/01/2017", items=(Item(outcome="Overturned"),))
    batch = loaded(uploader, {"newer.txt": newer.bytes()})
    assert (states(batch), reasons(batch)) == (
        {"newer.txt": "updated"},
        {"newer.txt": "Changes CM16-0000001, which stays as it is until this batch is published."},
    )
    file = batch.files.get()
    changes = {field: (before, after) for field, before, after in file.difference}
    assert changes["items.1.outcome"] == ("upheld", "overturned")
    assert b"overturned" in uploader.get(reverse("batch_file", args=[batch.pk, file.pk])).content
    assert Client().get("/cases/CM16-0000001.json").json()["outcome"] == "upheld"
    assert SourceFile.objects.get(sha256=file.sha256).state == "held"
    act(uploader, batch, "publish")
    assert Client().get("/cases/CM16-0000001.json").json()["outcome"] == "overturned"
    assert reasons(batch) == {"newer.txt": ""}
    assert sorted(SourceFile.objects.filter(case__public_id="CM16-0000001").values_list("state", flat=True)) == [
        "current",
        "superseded",
    ]


def test_what_cannot_be_read_any_more_is_told_and_the_case_stays(uploader: Client, archive: Archive) -> None:
    published(uploader, TWO)
    newer = numbered(1, decision_date="03/01/2017", items=(Item(outcome="Overturned"),))
    batch = loaded(uploader, {"newer.txt": newer.bytes()})
    original = next(archive.folder.parent.glob(f"var/originals/*/*/{batch.files.get().sha256}"))
    original.write_bytes(b"something else")
    act(uploader, batch, "publish")
    assert states(batch) == {"newer.txt": "failed"}
    assert "upload it again" in reasons(batch)["newer.txt"]
    assert Client().get("/cases/CM16-0000001.json").json()["outcome"] == "upheld"


def test_the_preview_says_what_publishing_does(uploader: Client, viewer: Client) -> None:
    published(uploader, TWO)
    files = {
        "newer.txt": numbered(1, decision_date="03/01/2017").bytes(),
        "3.txt": numbered(3).bytes(),
        "4.txt": LetterText(case_number=None).bytes(),
        "5.txt": b"",
    }
    batch = loaded(uploader, files)
    page = uploader.get(reverse("batch_preview", args=[batch.pk]))
    preview = page.context["preview"]
    assert (preview.new, preview.changed, preview.again, preview.reviews, preview.failed) == (2, 1, 0, 1, 1)
    assert b"Publish all of it" in page.content
    assert b"Publish all of it" not in viewer.get(reverse("batch_preview", args=[batch.pk])).content


def test_letters_that_need_review_can_be_left_out(uploader: Client) -> None:
    batch = loaded(uploader, {"1.txt": TWO["1.txt"], "2.txt": LetterText(case_number=None).bytes()})
    act(uploader, batch, "publish-without-reviews")
    assert sorted(Case.objects.values_list("publication", flat=True)) == ["preview", "public"]
    act(uploader, batch, "publish")
    assert sorted(Case.objects.values_list("publication", flat=True)) == ["public", "public"]


def test_a_batch_is_published_when_it_is_done_without_what_needs_review(uploader: Client) -> None:
    batch = upload(
        uploader, {"1.txt": TWO["1.txt"], "2.txt": LetterText(case_number=None).bytes()}, publish_when_done="on"
    )
    work()
    batch.refresh_from_db()
    assert batch.stage == Batch.Stage.PUBLISHED
    assert all(seen(200).values())
    assert Case.objects.public().count() == 1


@pytest.mark.parametrize("waiting", [True, False])
def test_only_a_batch_that_is_done_can_be_published(uploader: Client, *, waiting: bool) -> None:
    batch = upload(uploader, TWO)
    if not waiting:
        work()
    answer = uploader.post(reverse("batch_act", args=[batch.pk, "publish"]), follow=True)
    assert (b"Some files are still waiting" in answer.content) is waiting
    batch.refresh_from_db()
    assert (batch.stage == Batch.Stage.PREVIEW) is waiting


def test_a_publication_is_worked_on_until_it_is_done(uploader: Client) -> None:
    batch = loaded(uploader, TWO)
    uploader.post(reverse("batch_act", args=[batch.pk, "publish"]))
    batch.refresh_from_db()
    assert progress_of(batch).live
    assert b"Being published" in uploader.get(reverse("batch_progress", args=[batch.pk])).content
    work()
    batch.refresh_from_db()
    assert not progress_of(batch).live


def test_ingest_leaves_a_withdrawn_case_withdrawn(uploader: Client, archive: Archive) -> None:
    batch = published(uploader, TWO)
    act(uploader, batch, "withdraw")
    archive.write(**{"newer.txt": numbered(1, decision_date="03/01/2017").bytes()})
    archive.ingest()
    assert not any(seen(410).values())
