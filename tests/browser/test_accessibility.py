"""axe-core finds nothing on any kind of page: WCAG 2.2 AA and its best practices, as far as a machine can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Axe()
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""All that the dark scheme can change: it has the same words in the same places."""


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    size = {"width": request.param, "height": 900}
    context = chromium.new_context(base_url=site, viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds on the page, light and dark, one line for each rule and element."""
    page.emulate_media(color_scheme="light")
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += AXE.run(page, options=COLOURS).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_nothing_is_found_on_any_kind_of_page(page: Page) -> None:
    found = {}
    for path in PATHS:
        page.goto(path)
        if wrong := violations(page):
            found[path] = wrong
    assert found == {}


def test_nothing_is_found_once_a_page_is_used(page: Page) -> None:
    """With filters open, a tick set and the list refreshed, a bookmark kept, a paragraph of a letter addressed."""
    page.goto("/decisions/?q=plateau")
    narrow = page.locator("#narrow > summary")
    if narrow.is_visible():
        narrow.click()
    page.get_by_role("checkbox", name="Upheld, 1 decision").check()
    page.get_by_role("list", name="Filters in use").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Bookmark CM15-0000002").first.click()
    page.goto("/bookmarks/")
    assert violations(page) == []
    page.goto("/cases/CM15-0000002/")
    page.locator("a[data-paragraph]").last.click()
    assert violations(page) == []
