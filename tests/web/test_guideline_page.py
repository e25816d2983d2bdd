"""The page of a guideline's page and of its section: figures counted again, links followed, words quoted."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from decisions.models import CitedBy, DisputedItem
from decisions.search.indexing import index_stale
from decisions.search.query import NOT_STATED
from tests.builders import Cite, Item, make_case
from tests.web.archive import count_behind
from tests.web.mixed_archive import load_mixed_cases
from tests.web.reading import read
from tests.web.test_statistics import figures

if TYPE_CHECKING:
    from django.test import Client

P125 = "/guidelines/chronic-pain/pages/125/"
MINE = Cite(pages=(125,))
OTHER_GUIDELINE = Cite("low-back", "Low Back Complaints", pages=(125,))


def citing_125() -> list[tuple[DisputedItem, bool, bool]]:
    """Each decision citing page 125 of Chronic Pain, whether its reviewer does and whether its administrator does."""
    found = []
    published = DisputedItem.objects.filter(case__publication="public").select_related("case")
    for item in published.prefetch_related("citations__guideline"):
        cites = [
            one.cited_by
            for one in item.citations.all()
            if one.guideline and one.guideline.slug == "chronic-pain" and 125 in one.pages
        ]
        if cites:
            ours = any(one != CitedBy.ADMINISTRATOR for one in cites)
            found.append((item, ours, CitedBy.ADMINISTRATOR in cites))
    return found


def by_outcome(items: list[DisputedItem]) -> Counter[str]:
    return Counter(item.outcome or NOT_STATED for item in items)


def load() -> None:
    load_mixed_cases(cases=60)
    make_case(
        "CM16-0000001",
        items=[
            Item(reviewer_citations=(Cite(), OTHER_GUIDELINE)),
            Item(reviewer_citations=(MINE,), rationale_citations=(MINE,), administrator_citations=(MINE, MINE)),
        ],
    )
    index_stale()


def test_figures_equal_a_recount_of_the_record(client: Client) -> None:
    load()
    found = client.get(P125).context["figures"]
    citing = citing_125()
    ours = [item for item, reviewer, _ in citing if reviewer]
    assert found.total == len(ours)
    assert {outcome.value if outcome else NOT_STATED: count for outcome, count, _ in found.outcomes} == by_outcome(ours)
    assert found.odds.odds.overturned == by_outcome(ours)["overturned"]
    assert found.odds.odds.decided == len(ours) - by_outcome(ours)[NOT_STATED]
    assert {row.value: row.counts for row in found.citers} == {
        "both": by_outcome([item for item, reviewer, administrator in citing if reviewer and administrator]),
        "reviewer-alone": by_outcome([item for item, reviewer, administrator in citing if not administrator]),
        "administrator-alone": by_outcome([item for item, reviewer, _ in citing if not reviewer]),
    }
    dated = [item.case.decision_date for item in ours if item.case.decision_date]
    assert {row.value: row.total.count for row in found.trend.rows} == Counter(
        f"{day.year}-q{(day.month + 2) // 3}" for day in dated
    )


def test_every_figure_is_the_number_of_decisions_behind_it(client: Client) -> None:
    load()
    found = client.get(P125).context["figures"]
    leading = [
        *((count, url) for _, count, url in found.outcomes),
        (found.odds.odds.overturned, found.odds.overturned_url),
        (found.odds.odds.decided, found.odds.decided_url),
        *((one.count, one.url) for row in (*found.citers, *found.trend.rows) for one in (row.total, *row.figures)),
    ]
    assert len(leading) > 40
    for count, url in leading:
        shown = client.get(url).context["list"]
        assert shown.total == count, url
        listed = sum(len(group.results) for group in shown.groups)
        assert listed == min(count, 20), url


@pytest.mark.parametrize(
    "url",
    [
        "/guidelines/chronic-pain/",
        "/guidelines/chronic-pain/sections/opioids/",
        "/treatments/mri-spine/",
        "/specialties/pain-management/",
    ],
)
def test_every_figure_of_a_profile_leads_to_as_many(client: Client, url: str) -> None:
    load()
    found = {(number, href) for number, href in figures(read(client.get(url))) if f"year={number}" not in href}
    assert len(found) > 20
    for number, href in found:
        assert count_behind(href) == number, href
    assert client.get(href).context["page"].total_items == number


@pytest.mark.parametrize("query", ["?outcome=nonsense", "?quarter=2015-q9", "?cited_by=me", "?quarter=0000-q1"])
def test_what_means_nothing_narrows_nothing(client: Client, query: str) -> None:
    load()
    assert client.get(P125 + query).context["list"].total == client.get(P125).context["list"].total


def test_a_narrowed_page_says_what_it_lists(client: Client) -> None:
    load()
    html = read(client.get(f"{P125}?outcome=overturned&quarter=2015-q1&cited_by=both"))
    assert "overturned, 2015 Q1, cited by claims administrator and reviewer" in html.text
    assert html.links["All decisions citing it"] == P125
    assert [one["content"] for one in html.all("meta") if one.get("name") == "robots"] == ["noindex"]


def test_the_words_that_name_the_page_stand_side_by_side(client: Client) -> None:
    quote = "As Chronic Pain Medical Treatment Guidelines, page(s): 125 says, a plateau is needed."
    asked = {"reviewer_citations": (MINE,), "rationale_citations": (MINE,)}
    make_case(
        "CM15-0000001",
        items=[
            Item(outcome="overturned", rationale=f"Hello. {quote} So it is medically necessary. Bye.", **asked),
            Item(outcome="upheld", rationale="Nothing is named. It is not medically necessary.", **asked),
            Item(outcome="upheld", rationale="Nothing is named.  It is NOT medically necessary.", **asked),
        ],
    )
    index_stale()
    html = read(client.get(P125))
    assert quote in html.texts("blockquote")
    assert html.texts("blockquote").count("Nothing is named. It is not medically necessary.") == 1
    assert "Bye" not in " ".join(html.texts("blockquote"))


def test_a_page_leads_to_its_neighbours(client: Client) -> None:
    make_case("CM15-0000001", items=[Item(reviewer_citations=(Cite(pages=(98, 99, 125, 127)),))])
    index_stale()
    html = read(client.get(P125))
    assert html.links["Previous page cited: 99"] == "/guidelines/chronic-pain/pages/99/"
    assert html.links["Next page cited: 127"] == "/guidelines/chronic-pain/pages/127/"
    assert (
        "page cited" not in read(client.get("/guidelines/chronic-pain/pages/98/")).text.partition("Next page cited")[0]
    )


def test_a_page_that_only_the_administrator_cites_is_told_of(client: Client) -> None:
    make_case("CM15-0000001", items=[Item(reviewer_citations=(), administrator_citations=(Cite(pages=(7,)),))])
    index_stale()
    html = read(client.get("/guidelines/chronic-pain/pages/7/"))
    assert "0 decisions whose reviewer cites this page" in html.text
    assert "Claims administrator alone 1 1 0 too few to say" in html.texts("tr")


def test_the_trend_of_a_page_is_a_file(client: Client) -> None:
    load()
    response = client.get("/guidelines/chronic-pain/pages/125.csv")
    rows = list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))
    trend = client.get(P125).context["figures"].trend
    assert [(row["value"], int(row["decisions"])) for row in rows] == [
        (row.value, row.total.count) for row in trend.rows
    ]
    assert client.get("/guidelines/chronic-pain/pages/999.csv").status_code == 404


def test_a_section_has_a_page(client: Client) -> None:
    both = Cite(section="Aquatic therapy", pages=(22,))
    make_case("CM15-0000001", items=[Item(reviewer_citations=(both,))])
    index_stale()
    html = read(client.get("/guidelines/chronic-pain/sections/aquatic-therapy/"))
    assert html.texts("h1") == ["Aquatic therapy section of Chronic Pain Medical Treatment Guidelines"]
    assert html.links["Page 22"] == "/guidelines/chronic-pain/pages/22/"
    guideline = read(client.get("/guidelines/chronic-pain/"))
    assert guideline.links["Aquatic therapy"] == "/guidelines/chronic-pain/sections/aquatic-therapy/"
    assert "Aquatic therapy 1 1 0 too few to say" in guideline.texts("tr")
    rows = client.get("/statistics.csv?table=section&guideline=chronic-pain").content.decode()
    assert "section,chronic-pain:aquatic-therapy,Aquatic therapy,1,1,0," in rows
    assert client.get("/guidelines/chronic-pain/sections/nothing/").status_code == 404


@pytest.mark.parametrize("decisions", [1, 12])
def test_names_may_be_of_any_length(client: Client, decisions: int) -> None:
    long = Cite("endless", "Guideline " * 300, section="Section " * 200, pages=(1,))
    make_case("CM15-0000001", items=[Item(reviewer_citations=(long,), decision_date=None) for _ in range(0)])
    case = make_case("CM15-0000002", decision_date=None, specialties=("Specialty " * 100,))
    from tests.builders import make_item  # noqa: PLC0415

    for _ in range(decisions):
        make_item(case, reviewer_citations=(long,), rationale="word" * 5_000)
    index_stale()
    for url in (
        "/guidelines/endless/",
        "/guidelines/endless/pages/1/",
        "/statistics/",
        "/treatments/work-conditioning/",
    ):
        assert client.get(url).status_code == 200
