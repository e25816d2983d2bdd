"""Back to the search that one came from, and on to the case before and after, from a case's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.pages import place
from decisions.search.engine import CaseCount, Hit, SearchResult
from decisions.search.query import SearchQuery
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.reading import Html

NEWEST = ["CM16-0000003", "CM15-0000002", "CM15-0000001", "d-0123456789ab"]
"""The cases as /decisions/ lists them; the second and the first have two decisions each."""


def case_page(client: Client, url: str) -> Html:
    return read(client.get(url.partition("#")[0]))


def ways(html: Html) -> dict[str, str]:
    """Direction to where it leads."""
    named = {"previous": "Previous", "next": "Next", "back": "Back to the decisions found"}
    return {name: url for words, url in html.links.items() for name, start in named.items() if words.startswith(start)}


def test_from_a_list_one_walks_through_its_cases_to_the_end_and_back(client: Client) -> None:
    load_four_cases()
    url = read(client.get("/decisions/")).links["Norco 10/325mg #120"]
    walked = []
    while url:
        html = case_page(client, url)
        walked.append(html.texts("h1")[0])
        url, last = ways(html).get("next", ""), url
    assert walked == NEWEST
    back = []
    while last:
        html = case_page(client, last)
        back.append(html.texts("h1")[0])
        last = ways(html).get("previous", "")
    assert back == NEWEST[::-1]


@pytest.mark.parametrize("per_page", [1, 2, 3, 100])
def test_the_walk_is_the_same_however_long_the_pages_of_the_list(client: Client, per_page: int) -> None:
    load_four_cases()
    html = case_page(client, f"/cases/CM15-0000001/?per_page={per_page}&at=5")
    assert ways(html)["previous"] == f"/cases/CM15-0000002/?{per_page_of(per_page)}at=4#item-2"
    assert ways(html)["next"] == f"/cases/d-0123456789ab/?{per_page_of(per_page)}at=6#item-1"
    assert "5 of 6" in html.text


def per_page_of(size: int) -> str:
    return f"per_page={size}&"


def test_the_list_is_the_one_that_one_came_from(client: Client) -> None:
    load_four_cases()
    found = read(client.get("/decisions/?q=norco&outcome=overturned&outcome=upheld&sort=oldest&per_page=1&page=2"))
    [link] = [url for words, url in found.links.items() if words == "Norco 5/325mg"]
    assert link == "/cases/d-0123456789ab/?q=norco&outcome=overturned&outcome=upheld&sort=oldest&per_page=1&at=2#item-1"
    back = ways(case_page(client, link))["back"]
    assert back == "/decisions/?q=norco&outcome=overturned&outcome=upheld&sort=oldest&per_page=1&page=2"
    assert read(client.get(back)).links["Norco 5/325mg"] == link


@pytest.mark.parametrize(
    ("parameters", "back", "told"),
    [
        ("at=1", "/decisions/", "5 of 6"),  # the list has changed: the case stands elsewhere on its page
        ("q=norco&at=1", "/decisions/?q=norco", None),  # or no longer
        ("q=norco&at=999999", "/decisions/?q=norco&page=50000", None),
        ("at=0", None, None),
        ("at=x", None, None),
        ("q=norco", None, None),
        ("", None, None),
        ("outcome=nonsense&at=5", "/decisions/", "5 of 6"),
    ],
)
def test_what_the_address_says_is_no_more_than_a_hint(
    client: Client, parameters: str, back: str | None, told: str | None
) -> None:
    load_four_cases()
    html = case_page(client, f"/cases/CM15-0000001/?{parameters}")
    assert ways(html).get("back") == back
    assert ("next" in ways(html)) == (told is not None)
    assert told is None or told in html.text


def test_a_case_with_its_search_costs_one_query_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_four_cases()
    client.get("/decisions/")
    with django_assert_max_num_queries(5):
        client.get("/cases/CM15-0000001/?at=5")


def test_without_an_index_the_case_still_leads_back(client: Client, settings: SettingsWrapper) -> None:
    load_four_cases()
    settings.INDEX_DIR = settings.INDEX_DIR / "elsewhere"
    assert ways(case_page(client, "/cases/CM15-0000001/?at=5")) == {"back": "/decisions/"}


@pytest.mark.parametrize("opened", [False, True])
def test_web_search_engines_list_the_case_without_the_search(
    client: Client, settings: SettingsWrapper, *, opened: bool
) -> None:
    load_four_cases()
    settings.LETTERS_IN_WEB_SEARCH = opened
    html = case_page(client, "/cases/CM15-0000001/?q=plateau&at=2")
    assert [meta["content"] for meta in html.all("meta") if meta.get("name") == "robots"] == ["noindex"]
    assert [link["href"] for link in html.all("link") if link.get("rel") == "canonical"] == [
        "http://testserver/cases/CM15-0000001/"
    ]
    assert "http://testserver/cases/CM15-0000001/#item-1" in html.text  # cited without it too


class LongList:
    """An engine that finds a million decisions, two a case, and notes which pages it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def search(self, query: SearchQuery) -> SearchResult:
        assert query.facets == ()
        self.asked.append(query.page)
        first = (query.page - 1) * query.per_page
        hits = tuple(Hit(place, place // 2) for place in range(first, first + query.per_page))
        return SearchResult(1_000_000, hits, {}, lambda: CaseCount(500_000))


@pytest.mark.parametrize(
    ("at", "asked"), [(5, [1]), (19, [1, 2]), (20, [1, 2]), (21, [2, 1]), (2_000, [100, 101]), (2_001, [])]
)
def test_at_most_the_page_beside_is_asked_for(db: None, at: int, asked: list[int]) -> None:  # noqa: ARG001
    engine = LongList()
    found = place.find_place(engine, SearchQuery(), at, case_id=(at - 1) // 2)  # type: ignore[arg-type]
    assert engine.asked == asked
    assert found.at == (at if asked else None)
