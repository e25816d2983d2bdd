"""Bookmarks, packets, copied citations and recent searches, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
with_javascript = pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)

CITATION = (
    "IMR Case No. CM15-0000002, Final Determination (June 1, 2015), disputed item 2, Upheld (MRI of the lumbar spine)."
)


def test_ticked_decisions_become_a_packet(page: Page) -> None:
    page.goto("/decisions/?q=plateau")
    page.get_by_role("checkbox", name="Tick for a packet MRI of the lumbar spine").check()
    page.get_by_role("button", name="Packet of the ticked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Packet of decisions")
    expect(page.get_by_role("heading", level=2)).to_have_text(["1. MRI of the lumbar spine"])
    assert page.url.endswith("/packet/?item=CM15-0000002-2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it as a Word file").click()
    assert download.value.suggested_filename.endswith(".docx")


def test_a_search_is_taken_as_a_file(page: Page) -> None:
    page.goto("/decisions/?q=plateau")
    for name, ending in (("CSV", ".csv"), ("spreadsheet", ".xlsx"), ("JSON", ".json")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename.startswith("imr-decisions-words-plateau-")
        assert download.value.suggested_filename.endswith(ending)


@with_javascript
def test_bookmarks_are_kept_counted_packed_and_removed(page: Page) -> None:
    page.goto("/cases/CM15-0000002/")
    for request in ("Work conditioning 2x4 for the low back", "MRI of the lumbar spine"):
        button = page.get_by_role("button", name=f"Bookmark CM15-0000002, item {1 + (request[0] == 'M')}: {request}")
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Bookmarks (2)")).to_be_visible()

    page.get_by_role("link", name="Bookmarks (2)").click()
    kept = page.get_by_role("list", name="Bookmarked decisions").get_by_role("listitem")
    expect(kept).to_have_count(2)
    page.get_by_role("button", name="Remove CM15-0000002, item 1").press("Enter")
    expect(kept).to_have_count(1)
    expect(kept.get_by_role("button")).to_be_focused()
    page.get_by_role("link", name="Packet to print").click()
    assert page.url.endswith("/packet/?item=CM15-0000002-2")

    page.goto("/bookmarks/")
    page.get_by_role("button", name="Remove all bookmarks").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    expect(page.get_by_role("link", name="Bookmarks", exact=True)).to_be_visible()


@with_javascript
def test_what_another_site_put_in_the_storage_leads_nowhere_else(page: Page) -> None:
    page.goto("/bookmarks/")
    page.evaluate(
        "localStorage.setItem('imr-bookmarks', JSON.stringify([{key: 'a-1', label: 'x', url: 'javascript:1'}]))"
    )
    page.evaluate("localStorage.setItem('imr-recent-searches', '{broken')")
    page.reload()
    expect(page.get_by_role("link", name="x", exact=True)).to_have_attribute("href", "/")
    page.goto("/")
    expect(page.get_by_role("heading", name="Recent searches")).not_to_be_visible()


@with_javascript
def test_citation_and_quotation_are_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/cases/CM15-0000002/")
    item = page.locator("#item-2")
    item.get_by_role("button", name="Copy citation").press("Enter")
    expect(item.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(CITATION)
    assert copied.endswith("/cases/CM15-0000002/#item-2")

    item.get_by_role("button", name="Copy quotation with citation").click()
    expect(item.get_by_role("button", name="Copied")).to_have_count(2)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“No red flag is documented. A plateau is not one.” {CITATION}")


@with_javascript
def test_recent_searches_are_listed_and_forgotten(page: Page) -> None:
    page.goto("/decisions/?q=plateau&outcome=upheld")
    page.goto("/")
    recent = page.get_by_role("region", name="Recent searches")
    expect(recent.get_by_role("link", name="Words “plateau”; Outcome: Upheld")).to_be_visible()
    recent.get_by_role("button", name="Forget these").click()
    expect(recent).not_to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Recent searches")).not_to_be_visible()


@pytest.mark.parametrize("page", ["without JavaScript"], indirect=True)
def test_without_javascript_no_dead_button_shows_and_the_page_says_what_to_do(page: Page) -> None:
    page.goto("/cases/CM15-0000002/")
    for name in ("Copy citation", "Bookmark"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator("#item-2").get_by_text(CITATION)).to_be_visible()
    page.goto("/bookmarks/")
    expect(page.get_by_text("without JavaScript, tick decisions")).to_be_visible()
