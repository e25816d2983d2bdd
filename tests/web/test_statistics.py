"""The statistics of a search: every figure counted again, every link followed."""

from __future__ import annotations

import csv
import os
from datetime import date
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from decisions.pages import letter_figures
from decisions.pages.outcome_table import DRUGS, TABLES
from decisions.search.query import NOT_STATED
from tests.builders import NORCO, Item, make_case
from tests.web.archive import count_behind, load_four_cases
from tests.web.mixed_archive import Counted, by_outcome, load_mixed_cases, read_decisions
from tests.web.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from decisions.pages.statistics_page import StatisticsPage

FILTERS = int(os.environ.get("STATISTICS_FILTERS", "200"))
FILTERED = ("category", "treatment", "specialty", "guideline", "guideline_page", "year", "age_band", "outcome")


def statistics_of(client: Client, url: str) -> StatisticsPage:
    page: StatisticsPage = client.get(url).context["page"]
    return page


def random_filters(rng: Random, decisions: list[Counted]) -> list[tuple[str, str]]:
    """Up to three facets with a value or two each, some excluded; sometimes days."""
    chosen = []
    for facet in rng.sample(FILTERED, rng.randrange(4)):
        values = sorted({value for one in decisions for value in one.values[facet]})
        few = rng.sample(values, min(len(values), rng.choice([1, 1, 2])))
        chosen += [(facet, rng.choice(["", "", "", "-"]) + value) for value in few]
    if rng.random() < 0.2:
        chosen += [("from", "2015-02-10"), ("to", "2016-05-20")]
    return chosen


def holds(decision: Counted, chosen: list[tuple[str, str]]) -> bool:
    """Whether a decision is one of the statistics: the outcome is what they count, and left aside."""
    for facet in {facet for facet, _ in chosen} - {"from", "to", "outcome"}:
        values = [value for name, value in chosen if name == facet]
        include = {value for value in values if not value.startswith("-")}
        exclude = {value[1:] for value in values if value.startswith("-")} - include
        if (include and not decision.values[facet] & include) or decision.values[facet] & exclude:
            return False
    day = decision.case.decision_date
    return ("to", "2016-05-20") not in chosen or bool(day and date(2015, 2, 10) <= day <= date(2016, 5, 20))


def expected_rows(kind: Any, found: list[Counted], chosen: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    included = {value for facet, value in chosen if facet == kind.facet and not value.startswith("-")}
    values = included or {value for one in found for value in one.values[kind.facet]}
    if kind.under:
        values = {value for value in values if value.startswith(f"{kind.under}:")}
    return {value: by_outcome([one for one in found if value in one.values[kind.facet]]) for value in values}


def test_every_figure_equals_a_recount_of_the_record(client: Client) -> None:
    load_mixed_cases()
    decisions, rng = read_decisions(), Random(11)
    for _ in range(FILTERS):
        chosen = random_filters(rng, decisions)
        if any(f"-{value}" == other and facet == name for facet, value in chosen for name, other in chosen):
            continue  # asked for and excluded: which counts is not what is tested here
        page = statistics_of(client, f"/statistics/?{urlencode(chosen)}")
        found = [one for one in decisions if holds(one, chosen)]
        assert page.found.total_items == len(found), chosen
        assert page.found.total_cases == len({one.case.pk for one in found}), chosen
        check_tables(page, found, chosen)
        check_quarters(page, found, chosen)
        check_letters(page, found, decisions)


def check_tables(page: StatisticsPage, found: list[Counted], chosen: list[tuple[str, str]]) -> None:
    shown = {table.kind.name: table for table in page.tables}
    for kind in TABLES:
        expected = expected_rows(kind, found, chosen)
        in_parent = [value for value in expected if kind.facet not in ("treatment", "subcategory")]
        rows = {row.value: row for row in shown[kind.name].rows} if kind.name in shown else {}
        assert set(in_parent) <= set(rows) or len(rows) == 10, (kind.name, chosen)
        for value, row in rows.items():
            assert row.counts == expected[value], (kind.name, value, chosen)
            assert row.total.count == sum(expected[value].values())
            overturned, decided = (
                expected[value].get("overturned", 0),
                row.total.count - expected[value].get(NOT_STATED, 0),
            )
            assert (row.odds.overturned, row.odds.decided) == (overturned, decided)


def check_quarters(page: StatisticsPage, found: list[Counted], chosen: list[tuple[str, str]]) -> None:
    dated = [(one, one.case.decision_date) for one in found if one.case.decision_date]
    expected = {f"{day.year}-q{(day.month + 2) // 3}" for _, day in dated}
    assert {row.value for row in page.trend.rows} == expected if found else True
    assert sum(row.total.count for row in page.trend.rows) == len(dated), chosen
    assert page.trend.undated == len(found) - len(dated)


def check_letters(page: StatisticsPage, found: list[Counted], decisions: list[Counted]) -> None:
    cases = {one.case.pk: one.case for one in found}
    assert page.letters
    items = [sum(one.case.pk == case for one in decisions) for case in cases]
    assert {row.label: row.letters for row in page.letters.items} == {str(n): items.count(n) for n in set(items)}
    for days, field in zip(page.letters.days, ("date_assigned", "ur_denial_date"), strict=True):
        known = [(case.decision_date, getattr(case, field)) for case in cases.values()]
        passed = sorted((end - start).days for end, start in known if end and start and end >= start)
        assert (days.letters, days.others) == (len(passed), len(cases) - len(passed))
        at = [ceil(share * len(passed)) - 1 for share in (0.25, 0.5, 0.75)]
        assert days.quartiles == (tuple(passed[place] for place in at) if passed else None)


def figures(html: Any) -> Iterator[tuple[int, str]]:
    """Each number that leads to decisions."""
    for tag, attributes, words in html.elements:
        number = words.removesuffix(" decisions").removesuffix(" decision").replace(",", "")
        if tag == "a" and attributes.get("href", "").startswith("/decisions/") and number.isdigit():
            yield int(number), attributes["href"]


@pytest.mark.parametrize(
    "url",
    [
        "/statistics/",
        "/statistics/?q=plateau&year=2015",
        "/statistics/?treatment=mri-spine&treatment=ibuprofen&specialty=-psychiatry&outcome=upheld",
        "/statistics/?from=2015-02-10&to=2016-05-20&category=pharmaceuticals",
        "/statistics/?table=treatment&guideline=chronic-pain",
    ],
)
def test_every_figure_is_the_number_of_decisions_behind_it(client: Client, url: str) -> None:
    load_mixed_cases()
    found = list(figures(read(client.get(url))))
    assert len(found) > 10
    for number, href in set(found):
        assert count_behind(href) == number, href
    assert client.get(href).context["page"].total_items == number


def test_the_page_says_what_it_counts_and_that_it_predicts_nothing(client: Client) -> None:
    load_mixed_cases()
    html = read(client.get("/statistics/?treatment=mri-spine&outcome=overturned"))
    assert "describes the past and predicts nothing" in html.text
    assert "The outcome that was chosen is left aside" in html.text
    assert html.links["Back to the search"] == "/decisions/?outcome=overturned&treatment=mri-spine"
    assert html.links["Remove the filter Treatment MRI of the spine"] == "/statistics/"
    assert not html.all("style")
    assert not any("style" in attributes for _, attributes, _ in html.elements)


def test_a_search_leads_to_its_statistics(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/decisions/?q=plateau&treatment=work-conditioning&page=1&sort=oldest"))
    address = html.links["Statistics of these decisions"]
    assert address.startswith("/statistics/?q=plateau&treatment=work-conditioning")
    assert read(client.get(address)).links["Back to the search"].startswith("/decisions/?q=plateau")


def test_words_are_a_chip_that_can_be_taken_away(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/statistics/?q=plateau&year=2015"))
    assert html.links["Remove the filter Words plateau"] == "/statistics/?year=2015"


def test_few_decisions_say_nothing(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/statistics/"))
    assert "Work conditioning 3 2 1 too few to say" in html.texts("tr")
    assert "Too few decisions in each quarter to draw a trend" in html.text
    assert "1 decision without a date is left out" in html.text
    assert not html.texts("figure")


def test_an_empty_archive_has_nothing_to_count(client: Client) -> None:
    html = read(client.get("/statistics/"))
    assert "There is no decision in the archive yet" in html.text
    assert client.get("/statistics.csv").status_code == 200


def test_a_search_that_finds_nothing_says_so(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/statistics/?year=2021&nonsense=1"))
    assert "No decision is found, so there is nothing to count" in html.text
    assert "nonsense=1 was ignored" in html.text


def test_enough_decisions_a_quarter_are_drawn(client: Client) -> None:
    for number, (month, outcome) in enumerate([(1, "upheld")] * 9 + [(1, "overturned")] * 3 + [(5, "upheld")] * 12):
        make_case(
            f"CM17-{number:07d}", decision_date=date(2016, month, 3), items=[Item(treatment=NORCO, outcome=outcome)]
        )
    make_case("CM99-0000001", decision_date=date(1999, 1, 1), items=[Item()])
    load_four_cases()
    page = statistics_of(client, "/statistics/?treatment=hydrocodone-apap")
    assert page.trend.chart
    assert len(page.trend.chart.dots) == 2
    assert "Overturned in 2016 Q1: 23 %; in 2016 Q2: 0 %." in page.trend.description
    html = read(client.get("/statistics/"))
    assert "1 decision dated before 2013 or in the future stands in the table alone" in html.text
    assert [one["role"] for one in html.all("svg") if one.get("class") == "trend"] == ["img"]


@pytest.mark.parametrize(("url", "queries"), [("/statistics/", 8), ("/statistics/?treatment=mri-spine&q=plateau", 8)])
def test_the_page_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, url: str, queries: int
) -> None:
    load_mixed_cases()
    with django_assert_max_num_queries(queries):
        assert client.get(url).status_code == 200


def test_what_was_counted_by_letter_is_remembered_until_the_index_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_mixed_cases()
    first = statistics_of(client, "/statistics/").letters
    with django_assert_num_queries(0):
        assert statistics_of(client, "/statistics/").letters == first
    load_four_cases_more()
    assert statistics_of(client, "/statistics/").letters != first


def load_four_cases_more() -> None:
    from decisions.search.indexing import index_stale  # noqa: PLC0415

    make_case("CM17-0000001", items=[Item()])
    index_stale()


def test_letters_of_too_many_decisions_are_not_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    load_mixed_cases()
    monkeypatch.setattr(letter_figures, "MOST_COUNTED", 3)
    assert statistics_of(client, "/statistics/").letters is not None, "the whole archive always is"
    assert statistics_of(client, "/statistics/?year=2015").letters is None
    assert "narrow the search to see them" in read(client.get("/statistics/?year=2015")).text
    assert client.get("/statistics.csv?table=days&year=2015").status_code == 413


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))


def test_a_table_is_a_file_with_all_its_rows(client: Client) -> None:
    load_mixed_cases()
    rows = rows_of(client, "/statistics.csv?table=drug_class&year=2015")
    of_year = [one for one in read_decisions() if "2015" in one.values["year"]]
    classes = {value for one in of_year for value in one.values["subcategory"] if value.startswith(f"{DRUGS}:")}
    assert {row["value"] for row in rows} == classes
    assert classes
    for row in rows:
        by_column = [row[name] for name in ("upheld", "overturned", "modified", "not_stated")]
        assert sum(map(int, by_column)) == int(row["decisions"])
        assert client.get(row["address"].removeprefix("http://testserver")).context["page"].total_items == int(
            row["decisions"]
        )


def test_a_file_says_what_it_is_of(client: Client) -> None:
    load_mixed_cases()
    header = client.get("/statistics.csv?table=year&q=plateau").content.decode("utf-8-sig").splitlines()[0]
    assert "Search: Words “plateau”" in header
    assert "http://testserver/statistics/?q=plateau" in header
    assert "no forecast" in header


def test_all_tables_of_decisions_are_one_file(client: Client) -> None:
    load_mixed_cases()
    rows = rows_of(client, "/statistics.csv")
    assert {row["table"] for row in rows} == {"all", "quarter", *(kind.name for kind in TABLES)}


def test_names_in_a_file_are_no_formulas(client: Client) -> None:
    make_case("CM15-0000001", specialties=("=HYPERLINK(A1)",), items=[Item()])
    load_four_cases_more()
    assert "'=HYPERLINK(A1)" in {row["label"] for row in rows_of(client, "/statistics.csv?table=specialty")}


@pytest.mark.parametrize(("table", "columns"), [("items_per_letter", "letters"), ("days", "median")])
def test_letters_are_files_too(client: Client, table: str, columns: str) -> None:
    load_mixed_cases()
    assert all(columns in row for row in rows_of(client, f"/statistics.csv?table={table}"))


def test_a_file_of_no_table_is_not_found(client: Client) -> None:
    assert client.get("/statistics.csv?table=snake-oil").status_code == 404


def test_without_an_index_there_are_no_statistics(client: Client, settings: Any, tmp_path: Any) -> None:
    load_four_cases()
    settings.INDEX_DIR = tmp_path / "elsewhere"
    assert client.get("/statistics/").status_code == 503


def test_a_search_leads_to_its_trend_alone(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load_four_cases()
    html = read(client.get("/decisions/?q=plateau"))
    address = html.links["The share overturned, quarter by quarter"]
    assert address == "/statistics/?q=plateau&table=quarter#trend"
    with django_assert_num_queries(0):
        page = statistics_of(client, address)
    assert page.trend
    assert (page.tables, page.letters, page.alone) == ((), None, "By quarter")
    assert "Statistics by quarter" in read(client.get(address)).text
