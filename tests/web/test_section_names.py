"""Sections are called by the words that letters use most, wherever the pages name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.models import GuidelineCitation
from decisions.search.indexing import index_stale
from tests.builders import Cite, Item, make_case
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

TENS = "chronic-pain:tens"
USUAL = "TENS, chronic pain"
SECTION_QUERY = "unnest"


@pytest.fixture(autouse=True)
def letters() -> None:
    worded = ("TENS, chronic  pain", "TENS chronic pain", "TENS, chronic  pain", "Weaning")
    make_case("CM15-0000001", items=[Item(reviewer_citations=(Cite(section=words),)) for words in worded])
    GuidelineCitation.objects.exclude(section="Weaning").update(section_key="tens")
    index_stale()


def test_the_list_of_sections_says_them_as_letters_do(client: Client) -> None:
    values = client.get("/decisions/facets/section/").context["page"].values
    assert [(one.label, one.context, one.decisions) for one in values] == [
        (USUAL, "Chronic Pain Medical Treatment Guidelines", 3),
        ("Weaning", "Chronic Pain Medical Treatment Guidelines", 1),
    ]


@pytest.mark.parametrize(("find", "labels"), [("tens,", [USUAL]), ("chronic pain med", [USUAL, "Weaning"])])
def test_a_section_is_found_by_its_guideline_too(client: Client, find: str, labels: list[str]) -> None:
    values = client.get("/decisions/facets/section/", {"find": find}).context["page"].values
    assert [one.label for one in values] == labels


@pytest.mark.parametrize(
    "url", ["/decisions/?section=", "/decisions/?section=-", "/decisions/facets/outcome/?section="]
)
def test_a_section_in_use_is_said_with_its_guideline(client: Client, url: str) -> None:
    chip = client.get(url + TENS).context["page"].chips[0]
    assert chip.label == f"{USUAL} · Chronic Pain Medical Treatment Guidelines"


def test_the_guideline_says_its_sections_without_itself(client: Client) -> None:
    html = read(client.get("/guidelines/chronic-pain/"))
    assert html.links[USUAL] == "/guidelines/chronic-pain/sections/tens/"
    assert f"{USUAL} 3" in html.text


def test_a_section_that_no_letter_cites_is_called_by_its_key(client: Client) -> None:
    chip = client.get("/decisions/?section=odg:low-back").context["page"].chips[0]
    assert chip.label == "Low back · Odg"


def test_names_cost_one_query_and_none_when_known(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20) as first:
        client.get("/decisions/facets/section/")
    with django_assert_max_num_queries(20) as second:
        client.get("/decisions/facets/section/")
    asked = [[SECTION_QUERY in query["sql"] for query in one.captured_queries].count(True) for one in (first, second)]
    assert asked == [1, 0]
