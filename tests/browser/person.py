"""What a person at the browser sees and does, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def runs_scripts(page: Page) -> bool:
    """Whether a tick is a search at once; else there is a button for it."""
    return page.get_by_role("button", name="Apply").count() == 0


def apply(page: Page) -> None:
    """Press Apply where there is one."""
    if not runs_scripts(page):
        page.get_by_role("button", name="Apply").click()


def totals(page: Page, words: str) -> None:
    """Wait until the list says that it has so many decisions."""
    expect(page.locator(".totals")).to_have_text(words)


def focus(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; fails where it is never reached."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    raise AssertionError(f"{wanted} is not reached with Tab")
