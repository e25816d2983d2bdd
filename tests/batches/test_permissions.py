"""Who may see and do what: every staff URL as nobody, a reader, staff of each permission and of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ingest import urls
from ingest.loading.review import REASONS
from ingest.models import Batch
from ingest.staff.staff_help import WHAT_TO_DO
from tests.batches.people import loaded, person, states, upload
from tests.ingest.letters import numbered

if TYPE_CHECKING:
    from collections.abc import Callable

SEES = {"nobody": 302, "reader": 302, "staff": 403, "viewer": 200, "reviewer": 200, "uploader": 200}
CHANGES = {"nobody": 302, "reader": 302, "staff": 403, "viewer": 403, "reviewer": 403, "uploader": 302}
REFUSED = 400
"""A form that holds nothing, of someone who may send it."""


@dataclass(frozen=True)
class Page:
    """A staff URL: its name, method, further arguments, and what each kind of visitor is answered."""

    name: str
    method: str = "get"
    arguments: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, int]:
        if self.name == "review":
            taken = 200 if self.method == "get" else REFUSED
            return SEES | {"viewer": 403, "reviewer": taken, "uploader": taken}
        if self.name == "batch_withdrawal":
            return SEES | {"viewer": 403, "reviewer": 403}
        if self.name == "batches" and self.method == "post":
            return CHANGES | {"uploader": REFUSED}
        return SEES if self.method == "get" else CHANGES


PAGES = [
    Page("batches"),
    Page("batches", "post"),
    Page("batches_reread", "post"),
    Page("batch"),
    Page("batch_progress"),
    Page("batch_report"),
    Page("batch_preview"),
    Page("batch_file", "get", ("file",)),
    Page("batch_withdrawal", "get"),
    Page("staff_help"),
    Page("review_queue"),
    Page("review"),
    Page("review", "post"),
    Page("original"),
    Page("batch_retry", "post", ("file",)),
    Page("batch_act", "post", ("stop",)),
    Page("batch_act", "post", ("resume",)),
    Page("batch_act", "post", ("retry",)),
    Page("batch_act", "post", ("publish",)),
    Page("batch_act", "post", ("withdraw",)),
]

VISITORS: dict[str, Callable[[], Client]] = {
    "nobody": Client,
    "reader": lambda: person("reader", "add_batch", is_staff=False),
    "staff": lambda: person("staff"),
    "viewer": lambda: person("viewer", "view_batch"),
    "reviewer": lambda: person("reviewer", "add_correction"),
    "uploader": lambda: person("uploader", "add_batch"),
}


def address(page: Page, batch: Batch) -> str:
    file = batch.files.get()
    values = {"file": str(file.pk)}
    one_letter = {"review": file.public_id, "original": file.sha256}
    of_none = page.name in {"batches", "batches_reread", "review_queue", "staff_help"}
    own = () if of_none else (one_letter.get(page.name, batch.pk),)
    return reverse(page.name, args=[*own, *(values.get(one, one) for one in page.arguments)])


def a_batch() -> Batch:
    return loaded(person("somebody", "add_batch"), {"a.txt": numbered(1).bytes()})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.name} {page.method} {' '.join(page.arguments)}")
def test_each_page_answers_each_visitor_as_they_may(page: Page) -> None:
    batch = a_batch()
    answers = {}
    for name, visitor in VISITORS.items():
        answer = getattr(visitor(), page.method)(address(page, batch))
        b"".join(answer)  # to its end, as a browser reads it, so that a file is closed
        answers[name] = answer.status_code
    assert answers == page.answers


def test_every_staff_url_is_in_the_table() -> None:
    assert {page.name for page in PAGES} == {pattern.name for pattern in urls.urlpatterns}


def test_the_help_has_a_word_on_every_reason() -> None:
    assert WHAT_TO_DO.keys() == REASONS.keys()


def test_nobody_is_led_to_the_login_and_back(nobody: Client) -> None:
    assert nobody.get("/staff/batches/")["Location"] == "/admin/login/?next=/staff/batches/"


def test_a_closed_account_sees_nothing(uploader: Client) -> None:
    User.objects.filter(username="uploader").update(is_active=False)
    assert uploader.get("/staff/batches/").status_code == 302


@pytest.mark.parametrize("page", [page for page in PAGES if page.method == "post"], ids=lambda page: page.name)
def test_a_form_of_another_site_is_refused(page: Page) -> None:
    batch = a_batch()
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(User.objects.get(username="somebody"))
    assert forger.post(address(page, batch)).status_code == 403
    assert forger.get(reverse("batches")).status_code == 200


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.method == "post" and page.name not in {"batches", "review"}]
)
def test_nothing_is_done_by_following_a_link(page: Page, uploader: Client) -> None:
    batch = a_batch()
    assert uploader.get(address(page, batch)).status_code == 405
    assert states(batch) == {"a.txt": "new"}


@pytest.mark.parametrize("path", ["batches/99/", f"batches/{10**30}/", "batches/99/stop/", "batches/1/no-such-action/"])
def test_what_is_not_there_is_not_found(uploader: Client, path: str) -> None:
    method = uploader.post if path.endswith(("stop/", "action/")) else uploader.get
    assert method(f"/staff/{path}").status_code == 404


def test_what_is_sent_to_other_pages_is_thrown_away(uploader: Client, nobody: Client) -> None:

    for client in (uploader, nobody):
        answer = client.post("/admin/login/", {"username": "x", "file": SimpleUploadedFile("a.txt", b"x" * 10_000)})
        assert answer.status_code in {200, 302}
    assert not Batch.objects.exists()


def test_what_is_done_is_noted_with_who_did_it(uploader: Client) -> None:
    batch = upload(uploader, {"a.txt": numbered(1).bytes()})
    uploader.post(reverse("batch_act", args=[batch.pk, "stop"]))
    page = uploader.get(batch.get_absolute_url())
    assert [(one.user.username, one.change_message) for one in page.context["actions"]] == [
        ("uploader", "Stopped. Files in hand are finished in a moment; the others wait."),
        ("uploader", "Uploaded 1 file."),
    ]


def test_the_forms_as_they_stand_on_the_pages_are_taken(uploader: Client) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = uploader.cookies
    token = _token(browser.get(reverse("batches")).content.decode())
    given = {"csrfmiddlewaretoken": token, "files": SimpleUploadedFile("a.txt", b"")}
    batch = Batch.objects.get(pk=int(browser.post(reverse("batches"), given)["Location"].split("/")[-2]))
    token = _token(browser.get(batch.get_absolute_url()).content.decode())
    assert (
        browser.post(reverse("batch_act", args=[batch.pk, "stop"]), {"csrfmiddlewaretoken": token}).status_code == 302
    )


def _token(page: str) -> str:
    """Of the last form: not of the one that logs out."""
    forms = page.split("<form")[2:]
    return next(form for form in reversed(forms) if "csrfmiddlewaretoken" in form).split('value="')[1].split('"')[0]
