"""The packet of picked decisions, and what leads to it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.builders import Cite, Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

TWO = "item=CM15-0000002-2&item=d-0123456789ab-1"
REFERENCE = (
    "IMR Case No. CM15-0000002, Final Determination (June 1, 2015), disputed item 2, Upheld (MRI of the lumbar spine). "
    "http://testserver/cases/CM15-0000002/#item-2"
)


def words_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_a_packet_has_each_decision_with_its_words_and_citation_in_the_order_picked(client: Client) -> None:
    load_four_cases()
    html = read(client.get(f"/packet/?{TWO}"))
    assert html.texts("h2") == ["1. MRI of the lumbar spine", "2. Norco 5/325mg"]
    assert "“No red flag is documented. A plateau is not one.”" in html.text
    assert "Relied on: ODG · Low Back chapter, MRI." in html.text
    assert html.links[REFERENCE] == "/cases/CM15-0000002/#item-2"
    assert html.links["Take it as a Word file"] == f"/packet.docx?{TWO}"
    assert "ACOEM" not in html.text, "what the claims administrator cites is another fact"


def test_the_word_file_holds_the_same(client: Client) -> None:
    load_four_cases()
    response = client.get(f"/packet.docx?{TWO}")
    assert response["Content-Disposition"].startswith('attachment; filename="imr-packet-2-')
    words = words_of(response.content)
    for said in ("1. MRI of the lumbar spine", "“No red flag is documented. A plateau is not one.”", REFERENCE):
        assert said in words


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("item=CM15-0000002-9", "The archive holds no decision CM15-0000002-9."),
        ("item=CM99-1-1", "The archive holds no decision CM99-1-1."),
        ("item=<b>", "The archive holds no decision <b>."),
        ("item=" + "9" * 500, "The archive holds no decision " + "9" * 60 + "."),
        ("item=CM15-0000002-99999999999999999999", "The archive holds no decision"),
        ("item=%00-1", "The archive holds no decision"),
        ("q=plateau", "No decision is picked yet."),
        ("", "No decision is picked yet."),
    ],
)
def test_what_is_not_there_is_said(client: Client, parameters: str, said: str) -> None:
    load_four_cases()
    assert said in read(client.get(f"/packet/?{parameters}")).text
    assert client.get(f"/packet.docx?{parameters}")["Location"] == "/packet/"
    assert "1 decision" in read(client.get(f"/packet/?{parameters}&item=CM15-0000002-2")).text


def test_a_packet_ends_at_fifty_and_says_so(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_case(items=[Item(reviewer_citations=(Cite(pages=(number,)),)) for number in range(1, 54)])
    parameters = "&".join(f"item=CM15-0000001-{number}" for number in (*range(1, 54), 1, 2))
    read(client.get("/packet/"))  # what is remembered between requests is remembered now
    with django_assert_num_queries(2):
        html = read(client.get(f"/packet/?{parameters}"))
    assert len(html.texts("h2")) == 50
    assert "the last 3 of those picked are not in it" in html.text


def test_a_decision_without_words_date_or_number_is_cited_all_the_same(client: Client) -> None:
    make_case("d-00000000000f", decision_date=None, items=[Item(outcome=None, rationale="", reviewer_citations=())])
    html = read(client.get("/packet/?item=d-00000000000f-1"))
    assert "No rationale could be read in the letter." in html.text
    assert "Relied on: no guideline cited." in html.text
    words = words_of(client.get("/packet.docx?item=d-00000000000f-1").content)
    assert any("Final Determination (date not stated), disputed item 1, outcome not stated" in one for one in words)


def test_control_characters_do_not_break_the_word_file(client: Client) -> None:
    make_case(decision_date=date(2015, 3, 9), items=[Item(description="MRI\x0c", rationale="red\x01 flag")])
    assert "“red flag”" in words_of(client.get("/packet.docx?item=CM15-0000001-1").content)


def test_every_decision_of_a_list_can_be_ticked_without_javascript(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/decisions/?q=plateau"))
    ticks = [one for one in html.all("input") if one.get("name") == "item"]
    assert [(one["value"], one["form"]) for one in ticks] == [
        ("CM15-0000002-1", "packet"),
        ("CM15-0000002-2", "packet"),
    ]
    assert {"id": "packet", "action": "/packet/"} in html.all("form")
    buttons = [one for one in html.all("button") if one.get("form") == "packet"]
    assert [one["type"] for one in buttons] == ["submit"]


def test_the_list_leads_to_its_files_and_its_feed(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/decisions/?q=plateau&per_page=10"))
    assert html.links["CSV"] == "/decisions.csv?q=plateau"
    assert html.links["spreadsheet"] == "/decisions.xlsx?q=plateau"
    assert html.links["JSON"] == "/decisions.json?q=plateau&per_page=all"
    alternates = {one["type"]: one["href"] for one in html.all("link") if one.get("rel") == "alternate"}
    assert alternates["application/atom+xml"] == "/decisions.atom?q=plateau"
    for url in (*map(html.links.get, ("CSV", "spreadsheet", "JSON")), alternates["application/atom+xml"]):
        response = client.get(str(url))
        assert (response.status_code, bool(response.getvalue())) == (200, True)
