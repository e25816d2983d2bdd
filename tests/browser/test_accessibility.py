"""axe-core finds nothing on any kind of page: WCAG 2.2 AA and its best practices, as far as a machine can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.kinds import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUN = "async (options) => (await axe.run(document, options)).violations"
ALL = {"resultTypes": ["violations"]}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""All that the dark scheme can change: it has the same words in the same places."""


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    size = {"width": request.param, "height": 900}
    context = chromium.new_context(base_url=site, viewport=size, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds on the page, light and dark, one line for each rule and element."""
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, ALL)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, COLOURS)
    page.emulate_media(color_scheme="light")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("paths", [PATHS[::2], PATHS[1::2]], ids=["one half", "the other"])
def test_nothing_is_found_on_any_kind_of_page(page: Page, paths: tuple[str, ...]) -> None:
    found = {}
    for path in paths:
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
