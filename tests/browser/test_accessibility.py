"""axe-core finds nothing on any kind of page that the public sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import violations
from tests.browser.kinds import PATHS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("paths", [PATHS[::2], PATHS[1::2]], ids=["one half", "the other"])
def test_nothing_is_found_on_any_kind_of_page(screen: Page, paths: tuple[str, ...]) -> None:
    found = {}
    for path in paths:
        screen.goto(path)
        if wrong := violations(screen):
            found[path] = wrong
    assert found == {}


def test_nothing_is_found_once_a_page_is_used(screen: Page) -> None:
    """With filters open, a tick set and the list refreshed, a bookmark kept, a paragraph of a letter addressed."""
    screen.goto("/decisions/?q=plateau")
    narrow = screen.locator("#narrow > summary")
    if narrow.is_visible():
        narrow.click()
    screen.get_by_role("checkbox", name="Upheld, 1 decision").check()
    screen.get_by_role("list", name="Filters in use").wait_for()
    assert violations(screen) == []
    screen.get_by_role("button", name="Bookmark CM15-0000002").first.click()
    screen.goto("/bookmarks/")
    assert violations(screen) == []
    screen.goto("/cases/CM15-0000002/")
    screen.locator("a[data-paragraph]").last.click()
    assert violations(screen) == []
