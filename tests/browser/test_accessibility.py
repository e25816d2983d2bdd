"""axe-core finds nothing on any kind of page that the public sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import WIDTHS, opened, violations
from tests.browser.kinds import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    with opened(chromium, site, request.param) as page:
        yield page


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
