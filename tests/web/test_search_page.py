from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from decisions.search.indexing import index_stale
from tests.builders import MRI_SPINE, NORCO, Item, make_case, make_treatment
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from decisions.pages.search_page import Narrowing, SearchPage
    from tests.web.reading import Html


@pytest.fixture(autouse=True)
def four_cases() -> None:
    load_four_cases()


def page_of(client: Client, parameters: str = "") -> SearchPage:
    response = client.get(f"/decisions/?{parameters}")
    assert response.status_code == 200
    page: SearchPage = response.context["page"]
    return page


def narrowing_of(client: Client, parameters: str = "") -> Narrowing:
    narrowing: Narrowing = client.get(f"/decisions/?{parameters}").context["narrowing"]
    return narrowing


def html_of(client: Client, parameters: str = "") -> Html:
    return read(client.get(f"/decisions/?{parameters}"))


def counts(client: Client, parameters: str, facet: str) -> dict[str, int]:
    found = {one.kind.name: one for one in narrowing_of(client, parameters).facets}
    return {value.label: value.decisions for value in found[facet].values}


def listed(html: Html) -> list[str]:
    return [attributes["value"] for _, attributes, _ in html.elements if attributes.get("name") == "item"]


def test_browsing_lists_the_newest_first_with_exact_totals(client: Client) -> None:
    page = page_of(client)
    assert (page.total_items, page.total_cases) == (6, 4)
    assert listed(html_of(client)) == [
        "CM16-0000003-1",
        "CM16-0000003-2",
        "CM15-0000002-1",
        "CM15-0000002-2",
        "CM15-0000001-1",
        "d-0123456789ab-1",
    ]


def test_totals_are_said_in_words(client: Client) -> None:
    assert "6 decisions in 4 cases" in html_of(client).text
    assert "1 decision in 1 case" in html_of(client, "q=flag").text


def test_a_facet_counts_without_its_own_selection(client: Client) -> None:
    asked = "guideline_page=125&outcome=overturned"
    assert listed(html_of(client, asked)) == ["CM15-0000002-1"]
    assert counts(client, asked, "outcome") == {"Overturned": 1, "Upheld": 2}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("treatment=Norco", 0),  # no synonym of the test's vocabulary: ignored, all six are listed
        ("treatment=Hydrocodone/APAP", 2),
        ("outcome=upheld&outcome=overturned", 6),
        ("outcome=-upheld", 2),
        ("specialty=not-stated", 1),
        ("guideline=not-stated", 2),
        ("admin_guideline=acoem-low-back", 1),
        ("state=Texas", 2),
        ("q=plateau", 2),
        ("q=plateau&outcome=overturned", 1),
        ("from=2015-06-01&to=2015", 2),
    ],
)
def test_filters_and_words_narrow(client: Client, parameters: str, expected: int) -> None:
    assert page_of(client, parameters).total_items == (expected or 6)


def test_every_value_of_every_facet_counts_what_its_link_lists(client: Client) -> None:
    for facet in narrowing_of(client).facets:
        for value in facet.values:
            page = client.get(value.toggle_url).context["page"]
            assert page.total_items == value.decisions, (facet.kind.name, value.label)


def test_chips_say_what_narrows_and_lead_to_the_search_without_it(client: Client) -> None:
    page = page_of(client, "q=plateau&outcome=-upheld&from=2015-03-09")
    assert [(chip.title, chip.label, chip.excluded, chip.remove_url) for chip in page.chips] == [
        ("Outcome", "Upheld", True, "/decisions/?q=plateau&from=2015-03-09"),
        ("Decided from", "March 9, 2015", False, "/decisions/?q=plateau&outcome=-upheld"),
    ]
    assert page.clear_url == "/decisions/?q=plateau"


def test_the_form_carries_every_parameter(client: Client) -> None:
    url = "q=norco&outcome=-upheld&section=odg%3Ax&year=2016&from=2015-01-01&sort=oldest&per_page=10"
    sent = html_of(client, url).form_fields()
    assert sorted(sent) == [
        ("from", "2015-01-01"),
        ("outcome", "-upheld"),
        ("per_page", "10"),
        ("q", "norco"),
        ("section", "odg:x"),
        ("sort", "oldest"),
        ("to", ""),
        ("year", "2016"),
    ]


def test_what_was_ignored_is_said_and_escaped(client: Client) -> None:
    html = html_of(client, "treatment=%3Cscript%3E&outcome=upheld")
    assert "treatment=<script> was ignored: the archive has no such value." in html.text
    assert "<script>" not in html.source


def test_a_repaired_query_is_said(client: Client) -> None:
    assert "quotation mark had no partner" in html_of(client, "q=%22plateau").text


def test_words_found_are_marked_in_the_snippet(client: Client) -> None:
    assert html_of(client, "q=plateau&outcome=overturned").texts("mark") == ["plateau"]


def test_a_passage_says_which_section_it_is_from(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    refused = Item(rationale="Refused: no zzyzxism.")
    make_case("CM15-0000077", clinical_case_summary="The worker takes zzyzxine.", items=[refused])
    index_stale()
    client.get("/decisions/?q=zzyzxine")
    for words, queries, section in (("zzyzxine+worker", 2, "Clinical case summary"), ("zzyzxism", 1, "Rationale")):
        with django_assert_num_queries(queries):
            html = html_of(client, f"q={words}")
        assert sections(html) == [section]
    assert html.texts("mark") == ["zzyzxism"]


def sections(html: Html) -> list[str]:
    return [words for _, attributes, words in html.elements if attributes.get("class") == "section"]


def test_an_outcome_is_said_with_its_meaning(client: Client) -> None:
    html = html_of(client, "q=flag")
    assert "Upheld: the denial stands" in html.text


def test_nothing_found_restates_the_search_and_offers_each_way_out(client: Client) -> None:
    html = html_of(client, "q=zebra&outcome=upheld")
    assert "No decision matches “zebra” with outcome Upheld." in html.text
    assert html.links["without the words “zebra”"] == "/decisions/?outcome=upheld"
    assert "without outcome Upheld" not in html.links  # finds nothing either


def test_a_case_number_that_is_not_there_is_said_to_be_none(client: Client) -> None:
    html = html_of(client, "q=cm99+7654321")
    assert "The archive holds no case CM99-7654321." in html.text
    assert html.links["What it holds"] == "/coverage/"
    assert "without the words" not in html.text


def test_each_way_out_of_nothing_says_what_it_finds_and_finds_something(client: Client) -> None:
    page = page_of(
        client, "q=plateau&outcome=upheld&outcome=modified&treatment=Work+conditioning&state=-texas&from=2015"
    )
    assert page.total_items == 0
    assert [(way.label, way.count) for way in page.ways_out] == [
        ("the words “plateau”", 2),
    ]
    for way in page.ways_out:
        assert page_of(client, way.url.partition("?")[2]).total_items == way.count


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("q=pain+management", [("of reviewers in Pain Management", 5)]),
        ("q=work+conditioning&outcome=overturned", [("on the treatment Work conditioning", 1)]),
        ("q=work+conditioning&treatment=work-conditioning", []),
        ("q=%22work+conditioning%22", []),
        ("q=plateau", []),
        ("", []),
    ],
)
def test_words_that_name_something_lead_to_it(client: Client, parameters: str, expected: list[tuple[str, int]]) -> None:
    page = page_of(client, parameters)
    assert [(way.label, way.count) for way in page.by_name] == expected
    for way in page.by_name:
        assert page_of(client, way.url.partition("?")[2]).total_items == way.count


def test_years_are_a_histogram_of_links(client: Client) -> None:
    [years] = [facet for facet in narrowing_of(client, "year=2015").facets if facet.kind.name == "year"]
    assert [(value.label, value.decisions, value.share) for value in years.values] == [
        ("2016", 2, 67),
        ("2015", 3, 100),
        ("[Not stated]", 1, 34),
    ]


def test_the_parts_of_a_category_and_of_a_guideline_open_under_it(client: Client) -> None:
    def opened(parameters: str) -> set[str]:
        return {facet.kind.name for facet in narrowing_of(client, parameters).facets if not facet.folded}

    assert not {"subcategory", "section"} & opened("")
    assert "subcategory" in opened("category=pharmacy")
    assert counts(client, "category=pharmacy", "subcategory") == {"Opioids": 2}
    assert counts(client, "guideline=odg", "section") == {"Low Back chapter, MRI": 1}


def test_under_a_category_only_its_own_treatments_are_listed(client: Client) -> None:
    case = make_case("CM17-0000009", items=[Item(treatment=NORCO)])
    case.items.get().treatments.add(make_treatment(*MRI_SPINE))
    index_stale()
    cache.clear()
    assert counts(client, "category=pharmacy", "treatment") == {"Hydrocodone/APAP": 3}
    assert counts(client, "category=pharmacy", "subcategory") == {"Opioids": 3}
    assert counts(client, "category=pharmacy&category=diagnostic-testing", "treatment") == {
        "Hydrocodone/APAP": 3,
        "MRI of the spine": 2,
    }


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("flag=no-authority", 2),
        ("flag=other-guideline", 1),
        ("flag=none", 3),
        ("subcategory=pharmacy%3Aopioids", 2),
        ("subcategory=Opioids", 2),
    ],
)
def test_decisions_are_found_by_flag_and_subcategory(client: Client, parameters: str, expected: int) -> None:
    assert page_of(client, parameters).total_items == expected


@pytest.mark.parametrize("typed", ["CM15-0000002", "cm15 0000002", "CM15-2", " Case Number: CM15-0000002 "])
def test_a_case_number_goes_to_its_case(client: Client, typed: str) -> None:
    response = client.get("/decisions/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, "/cases/CM15-0000002/")


def test_a_case_without_number_is_found_by_its_name(client: Client) -> None:
    assert client.get("/decisions/?q=D-0123456789AB")["Location"] == "/cases/d-0123456789ab/"


def test_an_unknown_case_number_is_searched_for(client: Client) -> None:
    assert page_of(client, "q=CM19-0000009").total_items == 0


def test_paging_covers_the_list_without_gap_or_repetition(client: Client) -> None:
    seen: list[str] = []
    url = "/decisions/?per_page=2"
    while url:
        response = client.get(url)
        seen += listed(read(response))
        url = response.context["page"].paging.next_url
    assert seen == listed(html_of(client))


def test_a_page_beyond_the_last_shows_the_last_and_says_so(client: Client) -> None:
    page = page_of(client, "per_page=4&page=9")
    assert (page.query.page, len(listed(html_of(client, "per_page=4&page=9")))) == (2, 2)
    assert page.notes == ("There is no page 9: this is page 2, the last one.",)


def test_consecutive_items_of_one_case_are_under_one_heading(client: Client) -> None:
    cases = html_of(client).source.split('<li class="case">')[1:]
    assert [case.count("<article") for case in cases] == [2, 2, 1, 1]


@pytest.mark.parametrize(("kept", "queries"), [(False, 9), (True, 3)])
def test_a_page_of_results_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, *, kept: bool, queries: int
) -> None:
    make_case("CM17-0000009", items=[Item() for _ in range(15)])
    client.get("/decisions/")
    if not kept:
        cache.clear()
    with django_assert_max_num_queries(queries):
        client.get("/decisions/?q=the&outcome=upheld")


def test_what_is_typed_takes_no_part_of_the_page_in(client: Client) -> None:
    elements = html_of(client, "q=%3C!--+narrow+--%3E+OR+%3C!--+odds+--%3E+OR+plateau").elements
    assert [sum(one.get("id") == part for _, one, _ in elements) for part in ("narrow", "trend-of")] == [1, 1]
    assert [one["value"] for _, one, _ in elements if one.get("id") == "q"] == [
        "<!-- narrow --> OR <!-- odds --> OR plateau"
    ]


def test_results_are_not_for_web_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in html_of(client).source
