"""What the archive says it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from decisions.models import SourceFile
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper


def test_the_results_page_says_what_is_searched(client: Client) -> None:
    load_four_cases()
    text = read(client.get("/decisions/?q=norco")).text
    assert re.search(
        r"The archive holds 6 decisions, Mar 2015 – Jan 2016\. Last letters added \w{3} \d+, \d{4}\.", text
    )


def test_an_empty_archive_claims_nothing(client: Client) -> None:
    assert "The archive holds" not in read(client.get("/decisions/")).text
    assert "No letters are loaded yet." in read(client.get("/coverage/")).text


def test_the_line_asks_the_record_once_a_minute(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_four_cases()
    client.get("/decisions/?outcome=upheld")
    with django_assert_num_queries(1):
        client.get("/decisions/?outcome=upheld")


@pytest.mark.parametrize(
    "row",
    ["2015 3", "2016 2", "Outcome 100.0 % 0", "Decision year 83.3 % 1", "Reviewer specialty 83.3 % 1", "Sex of the"],
)
def test_it_is_counted_by_year_and_by_what_the_letters_say(client: Client, row: str) -> None:
    load_four_cases()
    rows = read(client.get("/coverage/")).texts("tr")
    assert any(one.startswith(row) for one in rows), rows


def test_every_figure_leads_to_its_decisions(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/coverage/"))
    figures = [
        (words, attributes["href"])
        for tag, attributes, words in html.elements
        if tag == "a" and attributes.get("href", "").startswith("/decisions/?") and words.isdigit()
    ]
    assert len(figures) > 5
    for words, href in figures:
        assert client.get(href).context["page"].total_items == int(words), href


def test_files_that_could_not_be_read_are_owned_up_to(client: Client) -> None:
    load_four_cases()
    SourceFile.objects.create(sha256="1" * 64, name="broken.pdf", size=1, state="failed", reason="It is not a PDF.")
    html = read(client.get("/coverage/"))
    assert "1 file could not be read and is not among them." in html.text
    assert "broken.pdf" not in html.text


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("archive@example.org", "mailto:archive@example.org"),
        ("https://example.org/help", "https://example.org/help"),
        ("the library’s desk", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("path", ["/accessibility/", "/about/"])
def test_whom_to_tell_is_named_where_the_settings_do(
    client: Client, settings: SettingsWrapper, path: str, contact: str, link: str | None
) -> None:
    settings.CONTACT = contact
    html = read(client.get(path))
    assert contact in html.text
    assert html.links.get(contact) == link
