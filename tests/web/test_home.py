from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from decisions.models import SourceFile
from decisions.views.help import EXAMPLES
from tests.builders import Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client

    from decisions.views.help import Example

NOTICE = "Sample data. This archive holds fictional letters"


def test_home_says_how_the_archive_stands_and_leads_in(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/"))
    assert "decisions 6 cases 4" in html.text
    assert "Mar 2015 – Jan 2016" in html.text
    assert html.links["Work conditioning"] == "/decisions/?treatment=work-conditioning"
    assert html.links["Pain Management"] == "/decisions/?specialty=pain-management"
    assert html.links["Page 125"] == "/decisions/?guideline_page=125"
    assert "[Not stated]" not in html.text


def test_home_of_an_empty_archive_says_what_to_do(client: Client) -> None:
    assert "No letters are loaded yet" in read(client.get("/")).text


def test_home_stands_while_the_index_does_not(client: Client) -> None:
    make_case(items=[Item()])
    assert "The search is not ready yet" in read(client.get("/")).text


@pytest.mark.parametrize("url", ["/", "/decisions/", "/treatments/", "/about/", "/coverage/", "/nothing-here"])
def test_sample_letters_are_announced_on_every_page_while_there_are_any(client: Client, url: str) -> None:
    assert NOTICE not in client.get(url).content.decode().replace("</strong>", "")
    SourceFile.objects.create(sha256="0" * 64, name="a.txt", size=1, state="current", is_sample=True)
    cache.clear()
    assert NOTICE in client.get(url).content.decode().replace("</strong>", "")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_every_example_of_the_help_runs_as_it_stands(client: Client, example: Example) -> None:
    load_four_cases()
    page = client.get(example.url).context["page"]
    assert page.query.text == example.text
    assert page.notes == ()


def test_help_says_what_outcomes_mean(client: Client) -> None:
    assert "Upheld: the denial stands" in read(client.get("/help/")).text


@pytest.mark.parametrize("said", ["Not binding precedent", "Not legal advice", "anonymous by law", "inferred"])
def test_about_says_what_the_archive_is_not(client: Client, said: str) -> None:
    assert said in read(client.get("/about/")).text
