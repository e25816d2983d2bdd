from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.search.indexing import index_stale
from tests.builders import MRI_SPINE, Cite, Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.web.reading import Html


@pytest.fixture(autouse=True)
def four_cases() -> None:
    load_four_cases()


def html_of(client: Client, url: str) -> Html:
    return read(client.get(url))


@pytest.mark.parametrize(
    ("url", "row"),
    [
        ("/treatments/", "Work conditioning 3 2 1"),
        ("/treatments/", "Hydrocodone/APAP 2 1 1"),
        ("/guidelines/", "Chronic Pain Medical Treatment Guidelines 3 2 1"),
        ("/guidelines/", "ODG 1 1 0"),
        ("/specialties/", "Pain Management 5 4 1"),
        ("/specialties/", "[Not stated] 1 0 1"),
    ],
)
def test_an_index_counts_decisions_by_outcome(client: Client, url: str, row: str) -> None:
    assert row in html_of(client, url).texts("tr")


@pytest.mark.parametrize("url", ["/treatments/", "/guidelines/", "/specialties/"])
def test_every_figure_is_the_number_of_decisions_behind_it(client: Client, url: str) -> None:
    figures = [
        (words, attributes["href"])
        for tag, attributes, words in html_of(client, url).elements
        if tag == "a" and attributes.get("href", "").startswith("/decisions/?") and words.isdigit()
    ]
    assert figures
    for words, href in figures:
        assert client.get(href).context["page"].total_items == int(words), href


def test_a_treatment_says_how_its_requests_fared(client: Client) -> None:
    html = html_of(client, "/treatments/work-conditioning/")
    assert "3 decisions in 3 cases" in html.text
    assert "Upheld: the denial stands 2 decisions 67 %" in html.text
    assert html.links["Chronic Pain Medical Treatment Guidelines"]
    assert html.links["1 decision"] == "/decisions/?outcome=overturned&treatment=work-conditioning"


def test_a_guideline_lists_the_pages_that_reviewers_cite(client: Client) -> None:
    make_case(
        "CM15-0000008",
        items=[
            Item(
                rationale_citations=(Cite(pages=(125, 126)),),
                administrator_citations=(Cite(pages=(99,)),),
            )
        ],
    )
    index_stale()
    pages = client.get("/guidelines/chronic-pain/").context["pages"]
    assert pages == [(125, 4), (126, 1)]


def test_a_guideline_page_lists_exactly_the_decisions_citing_it(client: Client) -> None:
    other = Cite("low-back", "Low Back Complaints", pages=(125,))
    make_case("CM15-0000008", items=[Item(reviewer_citations=(Cite(), other))])
    make_case("CM15-0000009", items=[Item(reviewer_citations=(), administrator_citations=(Cite(pages=(125,)),))])
    response = client.get("/guidelines/chronic-pain/pages/125/")
    listed = [
        (group.case.public_id, one.item.position) for group in response.context["list"].groups for one in group.results
    ]
    assert listed == [("CM16-0000003", 2), ("CM15-0000002", 1), ("CM15-0000001", 1)]
    html = read(response)
    assert "3 decisions whose reviewer cites this page" in html.text
    assert html.links["Search and narrow them"] == "/decisions/?guideline=chronic-pain&guideline_page=125"


def test_sections_and_pages_are_joined_by_the_letters_that_state_both(client: Client) -> None:
    both = Cite(section="Aquatic therapy", pages=(22,))
    make_case("CM15-0000031", items=[Item(reviewer_citations=(both,)), Item(administrator_citations=(both,))])
    make_case("CM15-0000032", items=[Item(reviewer_citations=(Cite(section="Weaning"), Cite(pages=(24,))))])
    index_stale()
    sections = client.get("/guidelines/chronic-pain/").context["sections"]
    assert [(one.wording, one.pages) for one in sections if 22 in dict(one.pages)] == [("Aquatic therapy", ((22, 2),))]
    assert not [one for one in sections if one.wording == "Weaning" or 24 in dict(one.pages)]
    page = client.get("/guidelines/chronic-pain/pages/22/")
    assert read(page).links["Aquatic therapy"] == "/guidelines/chronic-pain/sections/aquatic-therapy/"


def test_a_guideline_page_is_paged(client: Client) -> None:
    make_case("CM15-0000021", items=[Item(reviewer_citations=(Cite(pages=(7,)),)) for _ in range(21)])
    first = read(client.get("/guidelines/chronic-pain/pages/7/"))
    assert first.links["Next"] == "/guidelines/chronic-pain/pages/7/?page=2"
    second = client.get("/guidelines/chronic-pain/pages/7/?page=99")
    assert [len(group.results) for group in second.context["list"].groups] == [1]


@pytest.mark.parametrize(
    "url",
    [
        "/treatments/snake-oil/",
        "/guidelines/almanac/",
        "/guidelines/chronic-pain/pages/999/",
        "/guidelines/chronic-pain/pages/99999999999999999999/",
        "/guidelines/x/pages/1/",
        "/specialties/palmistry/",
    ],
)
def test_what_nobody_decided_or_cited_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        ("/treatments/", 6),
        ("/treatments/work-conditioning/", 9),
        ("/treatments/work-conditioning/quantity/visits/?from=1", 5),
        ("/guidelines/", 6),
        ("/guidelines/chronic-pain/", 10),
        ("/guidelines/chronic-pain/pages/125/", 14),
        ("/guidelines/chronic-pain/pages/125/?outcome=upheld", 8),
        ("/specialties/", 5),
        ("/specialties/pain-management/", 8),
        ("/", 6),
    ],
)
def test_pages_cost_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, url: str, queries: int
) -> None:
    with django_assert_max_num_queries(queries):
        assert client.get(url).status_code == 200


def test_a_specialty_says_what_it_decides(client: Client) -> None:
    html = html_of(client, "/specialties/pain-management/")
    assert "5 decisions in 3 cases" in html.text
    assert "Work conditioning 3 2 1 too few to say" in html.texts("tr")
    assert html.links["Work conditioning"] == "/treatments/work-conditioning/"
    assert "Allowing for the mix" not in html.text, "five decisions say nothing"
    assert html_of(client, "/specialties/").links["Pain Management"] == "/specialties/pain-management/"


def test_a_specialtys_share_stands_beside_what_its_treatments_make_it(client: Client) -> None:
    for number in range(30):
        surgeon, overturned = number < 10, number % 2 == 0
        make_case(
            f"CM17-{number:07d}",
            specialties=("Orthopedic Surgery" if surgeon else "Psychiatry",),
            items=[Item(outcome="overturned" if overturned else "upheld", treatment=MRI_SPINE)],
        )
    index_stale()
    mix = client.get("/specialties/orthopedic-surgery/").context["mix"]
    assert (mix.decided, mix.overturned) == (10, 5)
    assert round(mix.expected, 3) == round(10 * 15 / 31, 3), "of 31 decisions on this treatment 15 were overturned"


def test_a_treatments_specialties_are_compared_on_it_alone(client: Client) -> None:
    html = html_of(client, "/treatments/work-conditioning/")
    assert "On this treatment alone" in html.text
    assert "Pain Management 3 2 1 too few to say" in html.texts("tr")
