"""Who did what is kept, whatever staff do; what was refused is not said to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from decisions.models import Case
from tests.batches.people import loaded, person, upload, work
from tests.batches.test_permissions import PAGES
from tests.batches.test_review import as_shown
from tests.ingest.letters import LetterText, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ingest.models import Batch

FILES = {"good.txt": numbered(1).bytes(), "open.txt": LetterText(case_number=None).bytes(), "bad.txt": b""}


@dataclass(frozen=True)
class Action:
    """What a person does with a batch, and the words of it that are kept."""

    do: Callable[[Client, Batch], object]
    words: str


def press(action: str) -> Callable[[Client, Batch], object]:
    return lambda client, batch: client.post(reverse("batch_act", args=[batch.pk, action]))


def publish_and_withdraw(client: Client, batch: Batch) -> None:
    press("publish")(client, batch)
    work()
    press("withdraw")(client, batch)


def retry_one(client: Client, batch: Batch) -> None:
    client.post(reverse("batch_retry", args=[batch.pk, batch.files.get(name="bad.txt").pk]))


def upload_another(client: Client, _: Batch) -> None:
    client.post(reverse("batches"), {"files": SimpleUploadedFile("a.txt", b"x"), "name": "Another"})


def reread(client: Client, _: Batch) -> None:
    client.post(reverse("batches_reread"), {"which": "all"})


def mend(client: Client, _: Batch) -> None:
    public_id = Case.objects.exclude(review=[]).get().public_id
    sent = as_shown(client, public_id) | {"case_number": "CM16-0000777"}
    client.post(reverse("review", args=[public_id]), sent)


ACTIONS = {
    "batches": Action(upload_another, "Uploaded 1 file."),
    "batches_reread": Action(
        lambda client, _: client.post(reverse("batches_reread"), {"which": "all"}), "Asked for it."
    ),
    "batch_retry": Action(retry_one, "1 file will be tried again."),
    "review": Action(mend, "Corrected case_number."),
    "batch_act stop": Action(press("stop"), "Stopped."),
    "batch_act resume": Action(press("resume"), "Resumed."),
    "batch_act retry": Action(press("retry"), "1 file will be tried again."),
    "batch_act publish": Action(press("publish"), "Being published."),
    "batch_act withdraw": Action(publish_and_withdraw, "Withdrawn: 2 cases no longer public."),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_what_is_done_is_kept_with_who_did_it(name: str, uploader: Client) -> None:
    batch = loaded(person("somebody", "add_batch"), FILES)
    ACTIONS[name].do(uploader, batch)
    last = LogEntry.objects.order_by("pk").last()
    assert last is not None
    assert (last.user.get_username(), last.change_message[: len(ACTIONS[name].words)]) == (
        "uploader",
        ACTIONS[name].words,
    )


def test_every_form_of_the_staffs_pages_is_in_the_table() -> None:
    forms = {" ".join(filter(None, (page.name, *page.arguments))) for page in PAGES if page.method == "post"}
    assert {name.removesuffix(" file") for name in forms} == ACTIONS.keys()


@pytest.mark.parametrize("action", ["publish", "retry"])
def test_what_was_refused_is_not_said_to_be_done(action: str, uploader: Client) -> None:
    batch = upload(uploader, {"good.txt": FILES["good.txt"]})
    before = LogEntry.objects.count()
    press(action)(uploader, batch)
    assert LogEntry.objects.count() == before


def test_the_log_of_all_that_was_done_is_shown_and_cannot_be_changed(uploader: Client) -> None:
    upload(uploader, {"a.txt": b"x"}, name="Week 7")
    auditor = person("auditor", "view_logentry")
    listed = auditor.get("/admin/admin/logentry/").content.decode()
    assert all(words in listed for words in ("uploader", "Week 7", "Uploaded 1 file."))
    entry = LogEntry.objects.get()
    assert auditor.post(f"/admin/admin/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert uploader.get("/admin/admin/logentry/").status_code == 403
