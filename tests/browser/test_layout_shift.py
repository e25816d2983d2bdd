"""Nothing on a page moves while it loads, nor when a list is refreshed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.person import totals

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("page", ["with JavaScript"], indirect=True),
    pytest.mark.parametrize("width", [360, 1280]),
]

PATHS = (
    "/",
    "/decisions/?q=plateau",
    "/cases/CM15-0000002/?q=plateau&at=1",
    "/treatments/work-conditioning/",
    "/guidelines/chronic-pain/pages/125/",
    "/statistics/",
    "/bookmarks/",
)
SHIFTS = """() => new Promise((resolve) => {
    const moved = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            for (const {node} of entry.sources) moved.push(`${entry.value} ${node?.outerHTML?.slice(0, 120)}`);
        }
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
})"""
"""What moved so far, also within half a second of a click or a key."""


def test_no_page_moves_while_it_loads(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    moved = {}
    page.goto("/cases/CM15-0000002/")  # a bookmark and a recent search to show
    page.get_by_role("button", name="Bookmark").first.click()
    page.goto("/decisions/?q=norco")
    for path in PATHS:
        page.goto(path, wait_until="networkidle")
        if found := page.evaluate(SHIFTS):
            moved[path] = found
    assert moved == {}


def test_box_and_facets_stay_where_they_are_when_a_list_is_refreshed(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/decisions/?q=plateau")
    narrow = page.locator("#narrow > summary")
    if narrow.is_visible():
        narrow.click()
    places = [page.locator(one) for one in ("#q", "#facet-outcome > summary")]

    def tops() -> list[float]:
        return [one.evaluate("(it) => it.getBoundingClientRect().top + scrollY") for one in places]

    before = tops()
    page.get_by_role("checkbox", name="Upheld, 1 decision").check()
    totals(page, "1 decision in 1 case")
    assert tops() == before
