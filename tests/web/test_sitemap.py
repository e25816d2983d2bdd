"""What web search engines and browsers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper


def addresses(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return re.findall(r"<loc>([^<]*)</loc>", response.content.decode())


@pytest.mark.parametrize("opened", [True, False])
def test_the_site_map_lists_cases_only_where_they_are_opened(
    client: Client, settings: SettingsWrapper, *, opened: bool
) -> None:
    settings.LETTERS_IN_WEB_SEARCH = opened
    load_four_cases()
    maps = addresses(client, "/sitemap.xml")
    pages = [page for one in maps for page in addresses(client, one.removeprefix("http://testserver"))]
    assert {"http://testserver/", "http://testserver/guidelines/chronic-pain/"} <= set(pages)
    assert "http://testserver/treatments/mri-spine/" in pages
    assert ("http://testserver/cases/CM15-0000001/" in pages) == opened
    assert client.get("/sitemap-cases.xml").status_code == (200 if opened else 404)
    for page in pages:
        html = read(client.get(page.removeprefix("http://testserver")))
        assert {"rel": "canonical", "href": page} in html.all("link")
        assert not any(one.get("name") == "robots" for one in html.all("meta")), page


@pytest.mark.parametrize(
    "path", ["/decisions/", "/packet/", "/bookmarks/", "/cases/CM15-0000001/", "/treatments/?x=1", "/help/?from=mail"]
)
def test_lists_cases_and_pages_with_parameters_ask_not_to_be_listed(client: Client, path: str) -> None:
    load_four_cases()
    assert {"name": "robots", "content": "noindex"} in read(client.get(path)).all("meta")


def test_pages_with_parameters_name_the_page_without_them(client: Client) -> None:
    load_four_cases()
    html = read(client.get("/help/?from=mail"))
    assert {"rel": "canonical", "href": "http://testserver/help/"} in html.all("link")


def test_a_browser_learns_to_search_the_archive(client: Client) -> None:
    links = [one for one in read(client.get("/help/")).all("link") if one.get("rel") == "search"]
    assert [one["href"] for one in links] == ["/opensearch.xml"]
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    urls = {one.get("type"): one.get("template") for one in ET.fromstring(response.content) if one.tag.endswith("Url")}
    assert urls["text/html"] == "http://testserver/decisions/?q={searchTerms}"
    assert urls["application/atom+xml"] == "http://testserver/decisions.atom?q={searchTerms}"


def test_robots_are_told_where_the_site_map_is_and_kept_out_of_packets(client: Client) -> None:
    rules = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in rules
    assert {"Disallow: /packet", "Disallow: /bookmarks/", "Disallow: /decisions."} <= set(rules)
