from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def four_cases() -> None:
    load_four_cases()


def labels(client: Client, url: str) -> list[str]:
    return [value.label for value in client.get(url).context["page"].values]


def test_all_values_are_listed_the_most_frequent_first(client: Client) -> None:
    assert labels(client, "/decisions/facets/specialty/") == [
        "Pain Management",
        "Physical Medicine & Rehabilitation",
        "[Not stated]",
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("find=pain", ["Pain Management"]),
        ("find=PHYSICAL%20medicine", ["Physical Medicine & Rehabilitation"]),
        ("find=zebra", []),
        ("order=az", ["[Not stated]", "Pain Management", "Physical Medicine & Rehabilitation"]),
    ],
)
def test_the_list_is_narrowed_and_ordered(client: Client, parameters: str, expected: list[str]) -> None:
    assert labels(client, f"/decisions/facets/specialty/?{parameters}") == expected


def test_pages_are_ordered_as_numbers(client: Client) -> None:
    assert labels(client, "/decisions/facets/guideline_page/?order=az") == ["Page 125", "[Not stated]"]


def test_ticks_keep_the_rest_of_the_search(client: Client) -> None:
    html = read(client.get("/decisions/facets/state/?q=plateau&outcome=overturned&state=texas&find=york"))
    hidden = [
        (one["name"], one["value"])
        for one in html.all("input")
        if one.get("type") == "hidden" and one["name"] in {"q", "outcome", "state"}
    ]
    # twice: in the form of the box and in the form of the ticks
    assert hidden == [("q", "plateau"), ("outcome", "overturned"), ("state", "texas")] * 2


def test_each_value_can_be_excluded(client: Client) -> None:
    html = read(client.get("/decisions/facets/outcome/?q=plateau"))
    assert html.links["exclude Upheld"] == "/decisions/?q=plateau&outcome=-upheld"


def test_an_unknown_facet_is_not_found(client: Client) -> None:
    assert "There is no facet colour." in read(client.get("/decisions/facets/colour/"), 404).text
