from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from decisions.search.query import FACETS
from tests.web.archive import load_four_cases

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def four_cases() -> None:
    load_four_cases()


def answer(client: Client, parameters: str = "") -> dict[str, Any]:
    response = client.get(f"/decisions.json?{parameters}")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def test_the_answer_has_exactly_the_keys_of_the_contract(client: Client) -> None:
    found = answer(client, "q=plateau&outcome=overturned&outcome=-modified")
    assert list(found) == ["query", "total_items", "total_cases", "page", "results", "facets"]
    assert found["query"] == {
        "q": "plateau",
        "outcome": ["overturned", "-modified"],
        "sort": "relevance",
        "page": 1,
        "per_page": 20,
    }
    assert (found["total_items"], found["total_cases"], found["page"]) == (1, 1, 1)
    assert found["results"] == [
        {
            "case": "CM15-0000002",
            "item": 1,
            "url": "/cases/CM15-0000002/#item-1",
            "treatment": "Work conditioning",
            "outcome": "overturned",
            "decision_date": "2015-06-01",
            "specialties": ["Physical Medicine & Rehabilitation", "Pain Management"],
            "citations": [
                {
                    "guideline": "Chronic Pain Medical Treatment Guidelines",
                    "section": None,
                    "pages": [125],
                    "cited_by": "reviewer",
                }
            ],
            "snippet": "Therapy reached a plateau, as page 125 asks.",
        }
    ]


def test_facets_have_every_value_with_label_and_count(client: Client) -> None:
    facets = answer(client, "guideline_page=125&outcome=overturned")["facets"]
    assert list(facets) == list(FACETS)
    assert facets["outcome"] == [
        {"value": "overturned", "label": "Overturned", "count": 1, "selected": True},
        {"value": "upheld", "label": "Upheld", "count": 2, "selected": False},
    ]


def test_every_value_of_every_facet_counts_what_adding_it_finds(client: Client) -> None:
    for name, values in answer(client)["facets"].items():
        for value in values:
            found = answer(client, f"{name}={value['value']}")
            assert found["total_items"] == value["count"], (name, value)


def test_parameters_left_out_are_named_in_a_header(client: Client) -> None:
    response = client.get("/decisions.json?outcome=maybe&outcome=upheld")
    assert response["X-Ignored-Parameters"] == "outcome=maybe"
    assert response.json()["query"]["outcome"] == ["upheld"]


def test_a_case_number_is_searched_for_not_redirected(client: Client) -> None:
    assert {one["case"] for one in answer(client, "q=CM15-0000002")["results"]} == {"CM15-0000002"}


def test_an_empty_archive_answers_nothing_found(client: Client) -> None:
    assert answer(client, "q=zebra")["results"] == []
