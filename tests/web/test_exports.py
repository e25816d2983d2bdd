"""The whole of a search as files: exactly the list's rows, in its order, with what they are."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO
from random import Random
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from decisions.exports import rows, workbook
from decisions.exports.table_csv import neutral
from decisions.search.indexing import index_stale
from decisions.views import exports
from tests.builders import MRI_SPINE, NORCO, WORK_CONDITIONING, Cite, Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

ATOM = "{http://www.w3.org/2005/Atom}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def body(response: Any) -> bytes:
    assert response.status_code == 200
    content: bytes = response.getvalue()
    return content


def csv_rows(client: Client, parameters: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body(client.get(f"/decisions.csv?{parameters}")).decode("utf-8-sig"))))


def sheet_rows(client: Client, parameters: str = "", sheet: int = 1) -> list[list[str]]:
    with zipfile.ZipFile(BytesIO(body(client.get(f"/decisions.xlsx?{parameters}")))) as held:
        tree = ET.fromstring(held.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")] for row in tree.iter(f"{SHEET}row")]


def whole_json(client: Client, parameters: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body(client.get(f"/decisions.json?{parameters}&per_page=all")))
    return found


def listed(client: Client, parameters: str) -> list[tuple[str, str]]:
    """Case and item of every decision of the list, page after page."""
    found, page = [], 1
    while True:
        answer = client.get(f"/decisions.json?{parameters}&per_page=7&page={page}").json()
        found += [(one["case"], str(one["item"])) for one in answer["results"]]
        if len(found) >= answer["total_items"]:
            return found
        page += 1


def test_a_row_says_what_the_letter_says(client: Client) -> None:
    load_four_cases()
    row = csv_rows(client, "q=plateau&outcome=upheld")[0]
    assert list(row)[:5] == ["case", "item", "decision_date", "outcome", "request"]
    told = (row["case"], row["item"], row["decision_date"], row["outcome"], row["request"], row["treatment_inferred"])
    assert told == ("CM15-0000002", "2", "2015-06-01", "upheld", "MRI of the lumbar spine", "MRI of the spine")
    assert row["specialties"] == "Physical Medicine & Rehabilitation; Pain Management"
    assert row["reviewer_citations"] == "ODG · Low Back chapter, MRI"
    assert row["administrator_citations"] == "ACOEM Low Back Complaints"
    assert row["rationale"] == "No red flag is documented. A plateau is not one."
    assert row["url"] == "http://testserver/cases/CM15-0000002/#item-2"
    assert row["citation"].startswith(
        "IMR Case No. CM15-0000002, Final Determination (June 1, 2015), disputed item 2, U"
    )


def test_files_say_the_search_and_the_day_in_the_header_and_in_their_names(client: Client) -> None:
    load_four_cases()
    parameters = "q=plateau&outcome=upheld&outcome=-modified&from=2015&colour=red"
    response = client.get(f"/decisions.csv?{parameters}")
    today = timezone.localdate()
    name = f"imr-decisions-words-plateau-outcome-upheld-not-modified-decided-from-january-1-2015-{today}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Robots-Tag"] == "noindex"
    header = next(csv.reader(StringIO(body(response).decode("utf-8-sig"))))
    words = "Words “plateau”; Outcome: Upheld, not Modified; Decided from: January 1, 2015"
    for said in ("1 decision ", f"Search: {words}", f"{today.year}", "/decisions/?q=plateau", "colour=red was ignored"):
        assert said in header[-1]
    about = [line for [line] in sheet_rows(client, parameters, sheet=2)]
    assert f"Search: {words}" in about
    assert any(f"Retrieved {today:%B} {today.day}" in line for line in about)
    found = whole_json(client, parameters)
    assert (found["search"], found["retrieved"]) == (words, today.isoformat())


def test_an_empty_search_still_says_what_it_was(client: Client) -> None:
    load_four_cases()
    header = next(csv.reader(StringIO(body(client.get("/decisions.csv?q=zebra")).decode("utf-8-sig"))))
    assert "0 decisions" in header[-1]
    assert csv_rows(client, "q=zebra") == []
    assert len(sheet_rows(client, "q=zebra")) == 1
    assert whole_json(client, "q=zebra")["results"] == []


def test_the_whole_json_keeps_the_keys_of_a_page(client: Client) -> None:
    load_four_cases()
    whole, page = whole_json(client, "q=plateau"), client.get("/decisions.json?q=plateau").json()
    assert whole["query"] == {**page["query"], "per_page": "all"}
    for key in ("total_items", "total_cases", "page", "results", "facets"):
        assert whole[key] == page[key]
    assert client.get("/decisions.json?per_page=all&colour=red")["X-Ignored-Parameters"] == "colour=red"


def make_many(count: int) -> None:
    random = Random("exports")
    for number in range(1, count + 1):
        make_case(
            f"CM15-{number:07d}",
            decision_date=random.choice((None, date(2015, random.randint(1, 12), 3), date(2016, 1, 1))),
            specialties=(random.choice(("Pain Management", "Neurology")),),
            items=[
                Item(
                    outcome=random.choice(("upheld", "overturned", None)),
                    treatment=random.choice((NORCO, MRI_SPINE, WORK_CONDITIONING, None)),
                    rationale=" ".join(random.choices(("plateau", "opioid", "red", "flag", "spine"), k=9)),
                    reviewer_citations=(Cite(pages=(random.choice((8, 125)),)),),
                )
                for _ in range(random.randint(1, 4))
            ],
        )
    index_stale()


def random_parameters(random: Random) -> str:
    choices = {
        "q": ("plateau", "red flag", "opioid OR spine", "pla*", '"red flag"', ""),
        "outcome": ("upheld", "-upheld", "not-stated", "overturned"),
        "treatment": ("hydrocodone-apap", "-mri-spine", "work-conditioning"),
        "specialty": ("neurology", "-neurology"),
        "guideline_page": ("125", "-8"),
        "from": ("2015-05",),
        "sort": ("newest", "oldest", "case", "relevance"),
    }
    names = random.sample(sorted(choices), random.randint(0, 4))
    return "&".join(f"{name}={random.choice(choices[name])}" for name in names)


def test_files_hold_exactly_the_rows_of_the_list_in_its_order(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_many(25)
    monkeypatch.setattr(rows, "CHUNK", 9)
    random = Random("filters")
    empty = 0
    for _ in range(25):
        parameters = random_parameters(random)
        expected = listed(client, parameters)
        assert [(row["case"], row["item"]) for row in csv_rows(client, parameters)] == expected, parameters
        assert [(row[0], row[1]) for row in sheet_rows(client, parameters)[1:]] == expected, parameters
        found = [(one["case"], str(one["item"])) for one in whole_json(client, parameters)["results"]]
        assert found == expected, parameters
        empty += not expected
    assert empty < 15, "most random filters should find something"


@pytest.mark.parametrize(("path", "queries"), [("/decisions.csv", 2), ("/decisions.json?per_page=all", 1)])
def test_a_chunk_takes_few_queries(
    client: Client,
    path: str,
    queries: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_many(12)
    body(client.get(path))  # what is remembered between requests is remembered now
    with django_assert_num_queries(queries):
        body(client.get(path))
    monkeypatch.setattr(rows, "CHUNK", 10)
    items = len(listed(client, ""))
    with django_assert_num_queries(queries * -(-items // 10)):
        body(client.get(path))


FORMULAS = ("=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "-")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text(client: Client, text: str) -> None:
    make_case(items=[Item(description=text, rationale=text)])
    index_stale()
    assert neutral(text) == f"'{text}"
    [row] = csv_rows(client)
    assert row["request"].startswith("'")
    with zipfile.ZipFile(BytesIO(body(client.get("/decisions.xlsx")))) as held:
        sheet = held.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b't="inlineStr"' in sheet


@pytest.mark.parametrize("text", ["Norco", "10/325mg", "a=b", "3-5", ""])
def test_plain_words_are_left_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_a_text_longer_than_a_cell_says_that_it_is_cut(client: Client) -> None:
    make_case(items=[Item(rationale="plateau " * 5000)])
    index_stale()
    assert any(cell.endswith(workbook.CUT) and len(cell) == workbook.LONGEST_CELL for cell in sheet_rows(client)[1])
    assert len(csv_rows(client)[0]["rationale"]) > workbook.LONGEST_CELL


def test_too_many_decisions_for_a_spreadsheet_are_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    load_four_cases()
    monkeypatch.setattr(exports, "MOST_ROWS", 5)
    page = read(client.get("/decisions.xlsx?q="), 413)
    assert "finds 6 decisions; a spreadsheet of the archive holds up to 5" in page.text
    assert page.links["Take all of them as CSV"] == "/decisions.csv"
    assert len(sheet_rows(client, "outcome=upheld")) == 1 + 4


@pytest.mark.parametrize("path", ["/decisions.csv", "/decisions.xlsx", "/decisions.json?per_page=all"])
def test_the_head_alone_reads_no_rows(client: Client, path: str) -> None:
    load_four_cases()
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    "path", ["/decisions.csv", "/decisions.xlsx", "/decisions.json?per_page=all", "/decisions.atom"]
)
def test_without_an_index_nothing_is_written(client: Client, path: str) -> None:
    make_case(items=[Item()])
    assert client.get(path).status_code == 503


def feed(client: Client, parameters: str = "") -> ET.Element:
    response = client.get(f"/decisions.atom?{parameters}")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(body(response))


def test_the_feed_is_valid_and_its_ids_are_stable(client: Client) -> None:
    load_four_cases()
    root = feed(client, "outcome=upheld&sort=case&page=3")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/decisions.atom?outcome=upheld&sort=case"
    assert links["alternate"] == "http://testserver/decisions/?outcome=upheld&sort=case"
    assert root.findtext(f"{ATOM}title") == "IMR decisions. Outcome: Upheld"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "IMR Archive"
    entries = root.findall(f"{ATOM}entry")
    assert next(entry.findtext(f"{ATOM}title") for entry in entries) == "Upheld: Norco 10/325mg #120"
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(entries) == 4
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert max(entry.findtext(f"{ATOM}updated") or "" for entry in entries) == root.findtext(f"{ATOM}updated")
    again = [entry.findtext(f"{ATOM}id") for entry in feed(client).findall(f"{ATOM}entry")]
    assert set(ids) < set(again)


def test_the_feed_has_the_newest_and_asks_the_record_twice(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_many(30)
    expected = [case for case, _ in listed(client, "sort=newest")][: exports.ENTRIES]
    with django_assert_num_queries(2):
        entries = feed(client).findall(f"{ATOM}entry")
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert [str(link.get("href")).split("/")[4] for link in links if link is not None] == expected


def test_an_empty_feed_and_control_characters_are_valid(client: Client) -> None:
    make_case(items=[Item(rationale="plateau \x0c\x01 here")])
    index_stale()
    assert len(feed(client, "q=plateau").findall(f"{ATOM}entry")) == 1
    empty = feed(client, "q=zebra%01")
    assert empty.findtext(f"{ATOM}updated")
    assert feed(client, "q=zebra%01").findtext(f"{ATOM}updated") == empty.findtext(f"{ATOM}updated")


def test_an_entry_says_when_its_decision_was_stored(client: Client) -> None:
    case = make_case(items=[Item()])
    index_stale()
    case.refresh_from_db()
    [entry] = feed(client).findall(f"{ATOM}entry")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") == case.loaded_at
