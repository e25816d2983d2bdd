"""The results page refreshes in place where htmx runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)]


def open_list(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("window.sameDocument = true")


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def totals(page: Page, text: str) -> None:
    expect(page.locator(".totals")).to_have_text(text)


def test_a_tick_is_a_search_at_once(page: Page) -> None:
    open_list(page, "/decisions/?q=plateau")
    upheld = page.get_by_role("checkbox", name="Upheld, 1 decision")
    upheld.focus()
    page.keyboard.press("Space")
    totals(page, "1 decision in 1 case")
    expect(page).to_have_url(re.compile(r"/decisions/\?q=plateau&outcome=upheld$"))
    expect(page).to_have_title("plateau · 1 decision · IMR Archive")
    expect(upheld).to_be_checked()
    expect(upheld).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("1 decision in 1 case")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    page.get_by_role("checkbox", name="Overturned, 1 decision").check()
    totals(page, "2 decisions in 1 case")
    assert is_same_document(page)


def test_back_and_forward_show_the_searches_as_they_were(page: Page) -> None:
    open_list(page, "/decisions/?q=plateau")
    page.get_by_role("checkbox", name="Upheld, 1 decision").check()
    totals(page, "1 decision in 1 case")
    page.go_back()
    totals(page, "2 decisions in 1 case")
    expect(page.get_by_role("checkbox", name="Upheld, 1 decision")).not_to_be_checked()
    page.go_forward()
    totals(page, "1 decision in 1 case")
    expect(page.get_by_role("checkbox", name="Upheld, 1 decision")).to_be_checked()
    page.get_by_role("link", name="MRI of the lumbar spine").first.click()
    page.go_back()
    totals(page, "1 decision in 1 case")


def test_a_filter_that_is_removed_leaves_the_focus_at_the_count(page: Page) -> None:
    open_list(page, "/decisions/?q=plateau&outcome=upheld")
    page.get_by_role("link", name="Remove the filter Outcome Upheld").press("Enter")
    totals(page, "2 decisions in 1 case")
    expect(page.locator(".totals")).to_be_focused()
    page.get_by_role("link", name="Overturned the treatment must be authorized").press("Enter")
    totals(page, "1 decision in 1 case")
    expect(page.locator("li:has(#outcome-overturned) > a")).to_be_focused()
    assert is_same_document(page)


def test_order_size_dates_and_pages_refresh_too(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    open_list(page, "/decisions/?per_page=1")
    numbers = page.locator(".of-case .number")
    page.get_by_label("Order").select_option("Oldest first")
    expect(numbers).to_have_text(["CM15-0000001"])
    page.get_by_role("link", name="Next", exact=True).click()
    expect(numbers).to_have_text(["CM15-0000002"])
    expect(page).to_have_url(re.compile(r"\?sort=oldest&per_page=1&page=2$"))
    expect(page.locator(".found")).to_be_in_viewport()
    page.get_by_label("From", exact=True).fill("2016-01-01")
    totals(page, "2 decisions in 1 case")
    assert is_same_document(page)


def test_a_case_number_in_the_box_opens_its_case(page: Page) -> None:
    open_list(page, "/decisions/")
    page.get_by_label("Search all decisions").fill("cm15 0000002")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CM15-0000002")
    page.go_back()
    totals(page, "6 decisions in 4 cases")


def test_bookmarks_and_recent_searches_know_the_new_list(page: Page) -> None:
    open_list(page, "/decisions/?q=plateau")
    page.get_by_role("checkbox", name="Upheld, 1 decision").check()
    totals(page, "1 decision in 1 case")
    page.get_by_role("button", name="Bookmark CM15-0000002, item 2: MRI of the lumbar spine").click()
    expect(page.get_by_role("link", name="Bookmarks (1)")).to_be_visible()
    expect(page.get_by_role("region", name="Recent searches").get_by_role("link")).to_have_text(["Words “plateau”"])


def test_on_a_phone_the_filters_stay_open(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    open_list(page, "/decisions/")
    page.get_by_text("Narrow the search", exact=True).first.click()
    page.get_by_role("checkbox", name="Upheld, 4 decisions").check()
    totals(page, "4 decisions in 3 cases")
    expect(page.get_by_role("checkbox", name="Upheld, 4 decisions")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Upheld, 4 decisions")).to_be_focused()


@pytest.mark.parametrize("expected_errors", [("503",)], indirect=True)
def test_what_goes_wrong_is_told_by_a_page_of_its_own(page: Page, settings: SettingsWrapper, tmp_path: Path) -> None:
    open_list(page, "/decisions/")
    settings.INDEX_DIR = tmp_path / "gone"
    page.get_by_role("checkbox", name="Upheld, 4 decisions").click()  # check() would look at a box that may be gone
    expect(page.get_by_role("heading", level=1)).to_have_text("Search is not available just now")


def test_the_trend_is_fetched_where_it_is_opened(page: Page) -> None:
    open_list(page, "/decisions/?q=plateau")
    summary = page.get_by_text("Trend by quarter", exact=True)
    summary.focus()
    page.keyboard.press("Enter")
    trend = page.locator("#trend-of").get_by_role("heading", name="By quarter of the decision")
    expect(trend).to_be_visible()
    expect(summary).to_be_focused()
    expect(page).to_have_url(re.compile(r"/decisions/\?q=plateau$"))
    expect(page).to_have_title("plateau · 2 decisions · IMR Archive")
    page.get_by_role("checkbox", name="Upheld, 1 decision").check()
    totals(page, "1 decision in 1 case")
    expect(trend).to_be_visible()
    assert is_same_document(page)
