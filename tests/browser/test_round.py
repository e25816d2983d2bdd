"""A user's round through the archive, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import PATHS
from tests.browser.person import runs_scripts

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


def totals(page: Page) -> Locator:
    return page.locator(".totals")


def test_search_tick_two_facets_open_a_case_and_come_back(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search all decisions").fill("plateau")
    page.get_by_role("button", name="Search").click()
    expect(totals(page)).to_have_text("2 decisions in 1 case")

    page.get_by_role("checkbox", name="Overturned, 1 decision").check()
    page.get_by_role("checkbox", name="Page 125, 1 decision").check()
    if not runs_scripts(page):
        page.get_by_role("button", name="Apply").click()
    expect(totals(page)).to_have_text("1 decision in 1 case")
    expect(page.get_by_role("list", name="Filters in use")).to_contain_text("Page 125")

    page.get_by_role("link", name="Work conditioning 2x4 for the low back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("CM15-0000002")
    expect(page.locator("#item-1")).to_contain_text("Overturned: the treatment must be authorized")
    assert page.url.endswith("/cases/CM15-0000002/?q=plateau&outcome=overturned&guideline_page=125&at=1#item-1")

    page.go_back()
    expect(totals(page)).to_have_text("1 decision in 1 case")
    expect(page.get_by_role("checkbox", name="Overturned, 1 decision")).to_be_checked()

    page.get_by_role("link", name="Remove the filter Outcome Overturned").click()
    expect(totals(page)).to_have_text("1 decision in 1 case")
    expect(page.get_by_role("checkbox", name="Page 125, 1 decision")).to_be_checked()


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
@pytest.mark.parametrize("expected_errors", [("404 (Not Found)",)], indirect=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in PATHS:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    assert wide == []


def test_facets_are_open_on_a_wide_screen_and_folded_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/decisions/")
    upheld = page.get_by_role("checkbox", name="Upheld, 4 decisions")
    expect(upheld).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(upheld).not_to_be_visible()
    page.get_by_text("Narrow the search", exact=True).first.click()
    expect(upheld).to_be_visible()


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
def test_paper_holds_the_decision_and_not_the_site_around_it(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/cases/CM15-0000002/")
    for printed in ("Work conditioning 2x4 for the low back", "Cite this decision", "not binding precedent"):
        expect(page.get_by_text(printed).first).to_be_visible()
    for left_out in ("Similar decisions", "in the letter", "Letter as text", "Specialties"):
        expect(page.get_by_text(left_out, exact=True).first).not_to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.goto("/decisions/?q=plateau&outcome=upheld")
    expect(page.get_by_text("Searched for “plateau”")).to_be_visible()
    expect(page.get_by_role("checkbox").first).not_to_be_visible()
