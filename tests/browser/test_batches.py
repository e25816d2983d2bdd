"""From a folder of letters to decisions that the public finds: uploaded, watched, mended, published."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission, User
from playwright.sync_api import expect

from tests.ingest.letters import Item, LetterText, numbered, zipped
from tests.ingest.processes import finish, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.browser

UNNUMBERED = LetterText(case_number=None, items=(Item(heading="Zebra walking lessons x6", outcome="Overturned"),))


@pytest.fixture
def folder(tmp_path: Path, site: str, settings: SettingsWrapper) -> Path:  # noqa: ARG001 - first the site
    """Letters of a person, who may load them; those of the archive lie beside its index."""
    var = Path(settings.INDEX_DIR).parent
    settings.ORIGINALS_DIR, settings.UPLOADS_DIR = var / "originals", var / "uploads"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = User.objects.create_user("uploader", password="a long password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_batch"))
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "week.zip").write_bytes(zipped({"1.txt": numbered(1).bytes(), "2.pdf": numbered(2).pdf()}))
    (folder / "no number.txt").write_bytes(UNNUMBERED.bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    return folder


@pytest.fixture
def worker(folder: Path) -> Iterator[None]:  # noqa: ARG001 - first the settings
    """`manage.py work`, as it runs beside the site."""
    process = start("manage.py", "work", "--workers", "1")
    yield
    process.send_signal(signal.SIGTERM)
    code, _, err = finish(process)
    assert (code, err) == (0, "")


def watch(page: Page, batch: str, words: str) -> None:
    """Wait until the batch's page says so; without JavaScript a person looks again and again.

    Only a page that has wholly arrived is asked for its link: half of one has none.
    """
    expect(page).to_have_url(batch)
    page.goto(batch)
    again = page.get_by_role("link", name="Look again how far it is")
    for _ in range(600):
        if again.count() == 0:
            break
        with page.expect_navigation():
            again.click()
    expect(page.get_by_text(words, exact=True)).to_be_visible(timeout=60_000)


@pytest.mark.usefixtures("worker")
def test_uploaded_watched_mended_published_and_found(page: Page, folder: Path) -> None:
    page.goto("/staff/batches/")
    page.get_by_label("Username").fill("uploader")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Name (optional)").fill("Week 7")
    page.get_by_label("Letters", exact=True).set_input_files(sorted(folder.iterdir()))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Week 7")).to_be_visible()
    batch = page.url
    watch(page, batch, "All 4 files done.")
    page.goto(batch)
    row = page.get_by_role("row").filter(has_text="broken.pdf")
    expect(row).to_contain_text("A damaged PDF")
    page.goto("/decisions/?q=zebra")
    expect(page.locator(".totals")).to_have_text(re.compile("^(No|0) decisions"))

    page.goto(batch)
    page.get_by_role("link", name="Review d-").click()
    page.get_by_role("textbox", name="Case number").fill("CM16-0000777")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("status")).to_contain_text("CM16-0000777")
    page.goto(batch)
    page.get_by_role("link", name="Preview and publish").click()
    expect(page.get_by_text("3 new cases shown to the public")).to_be_visible()
    page.get_by_role("button", name="Publish").first.click()
    watch(page, batch, "Published")
    expect(page.get_by_text("in a moment")).to_have_count(0, timeout=60_000)
    page.goto("/decisions/?q=zebra")
    expect(page.locator(".totals")).to_have_text("1 decision in 1 case")
    page.get_by_role("link", name="Zebra walking lessons").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CM16-0000777")
