"""axe-core finds nothing on what few see: the staff's pages at work, and the pages for when something went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission, User
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from decisions.models import Case
from tests.batches.people import POOL, act, loaded, upload
from tests.browser.axe import violations
from tests.ingest.letters import Item, LetterText, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.browser

FILES = {
    "1.txt": numbered(1, decision_date="03/01/2017").bytes(),
    "2.txt": numbered(2, summary="The injured worker saw Dr. Jane Fictional and called 555-867-5309.").bytes(),
    "no number.txt": LetterText(case_number=None, items=(Item(heading="Zebra walking lessons x6"),)).bytes(),
    "empty.txt": b"",
}


@pytest.fixture(scope="module", autouse=True)
def pool() -> Iterator[None]:
    yield
    POOL.rest()


@pytest.fixture
def staff(screen: Page, site: str, settings: SettingsWrapper) -> Client:
    """A test's own browser of someone who may do everything; `screen` is logged in as the same."""
    var = Path(settings.INDEX_DIR).parent
    settings.ORIGINALS_DIR, settings.UPLOADS_DIR = var / "originals", var / "uploads"
    user = User.objects.create(username="uploader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["ingest", "decisions"]))
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    screen.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return client


def wrong_on(screen: Page, paths: list[str], status: int = 200) -> list[tuple[str, str]]:
    """What axe finds on each page, with its path; fails where a page does not answer with that status."""
    found = []
    for path in paths:
        response = screen.goto(path)
        assert response
        assert (response.url.endswith(path), response.status) == (True, status), path
        found += [(path, wrong) for wrong in violations(screen)]
    return found


def show(screen: Page, path: str, body: str) -> None:
    """Have the browser find this page there, whatever the site would answer."""
    screen.route(f"**{path}", lambda route: route.fulfill(body=body, content_type="text/html"))


def test_nothing_is_found_where_staff_work(screen: Page, staff: Client) -> None:
    first = loaded(staff, {"1.txt": numbered(1).bytes()}, name="Week 1")
    act(staff, first, "publish")
    batch = loaded(staff, FILES, name="Week 2")
    changed = batch.files.get(name="1.txt")
    unnumbered = Case.objects.get(public_id__startswith="d-", source_files__name="no number.txt")
    waiting = upload(staff, {"3.txt": numbered(3).bytes()}, name="Week 3")
    paths = [
        reverse("batches"),
        reverse("batch", args=[batch.pk]),
        reverse("batch", args=[waiting.pk]),
        reverse("batch_preview", args=[batch.pk]),
        reverse("batch_withdrawal", args=[first.pk]),
        reverse("batch_file", args=[batch.pk, changed.pk]),
        reverse("review_queue"),
        reverse("review", args=[unnumbered.public_id]),
        reverse("review", args=["CM16-0000002"]),
        reverse("staff_help"),
        "/cases/CM16-0000002/",
    ]
    assert wrong_on(screen, paths) == []


def test_nothing_is_found_where_a_case_was_withdrawn(screen: Page, staff: Client) -> None:
    batch = loaded(staff, {"1.txt": numbered(1).bytes()}, name="Week 1")
    act(staff, batch, "publish")
    act(staff, batch, "withdraw")
    screen.context.clear_cookies()
    assert wrong_on(screen, ["/cases/CM16-0000001/"], 410) == []


def test_nothing_is_found_where_search_is_away(screen: Page, settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.INDEX_DIR = tmp_path / "nothing here"
    assert wrong_on(screen, ["/decisions/?q=plateau"], 503) == []


def test_nothing_is_found_on_the_pages_for_faults(screen: Page) -> None:
    """Shown at addresses of the site, so that they have the site's style."""
    templates = ["403.html", "403_csrf.html", "500.html", "503.html", "locked_out.html"]
    for template in templates:
        show(screen, f"/{template}", render_to_string(template, {"request_id": "0123456789abcdef"}))
    assert wrong_on(screen, [f"/{template}" for template in templates]) == []
