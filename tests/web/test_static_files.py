"""Style sheets and scripts: compressed, kept by browsers, fetched anew when they change."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles.finders import find

from decisions.search.indexing import index_stale
from tests.builders import Cite, Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

SEARCH = "/decisions/?q=plateau"
LARGEST = 60_000
"""Bytes of a results page with its style sheets and scripts, compressed."""


def static_addresses(client: Client, url: str = SEARCH) -> list[str]:
    html = read(client.get(url))
    named = [*html.all("link"), *html.all("script")]
    found = [one.get("href") or one.get("src") or "" for one in named]
    return [address for address in found if address.startswith("/static/")]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def load_wordy_cases() -> None:
    """More decisions than a page lists, no two with the same words, treatment, guideline, year or specialty."""
    chance = Random(1)

    def words(count: int) -> str:
        return " ".join("".join(chance.choices(ascii_lowercase, k=chance.randint(2, 9))) for _ in range(count))

    for number in range(1, 31):
        treatment = (f"treatment-{number}", words(2), words(2), words(2))
        cited = Cite(f"guideline-{number}", words(5), section=words(4), pages=(number, 100 + number))
        item = Item(description=words(10), treatment=treatment, rationale=words(80), reviewer_citations=(cited,))
        make_case(f"CM15-{number:07}", decision_date=date(1993 + number, 1, 1), specialties=(words(3),), items=[item])
    index_stale()


def test_each_address_tells_the_version_of_its_file(client: Client) -> None:
    load_four_cases()
    addresses = static_addresses(client)
    assert {Path(one.partition("?")[0]).name for one in addresses} >= {"archive.css", "htmx.min.js", "search.js"}
    assert all(re.search(r"\?v=[0-9a-f]{10}$", one) for one in addresses)


@pytest.mark.parametrize("name", ["archive.css", "htmx.min.js"])
def test_files_are_sent_compressed_and_may_be_kept_for_a_year(client: Client, name: str) -> None:
    load_four_cases()
    [address] = [one for one in static_addresses(client) if name in one]
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(body(response)) == Path(str(find(name))).read_bytes()
    assert response["Content-Encoding"] == "gzip"
    assert "max-age=31536000" in response["Cache-Control"]
    plain = client.get(address)
    assert body(plain) == Path(str(find(name))).read_bytes()


def test_a_results_page_weighs_little(client: Client) -> None:
    load_wordy_cases()
    compressed = {"accept-encoding": "gzip"}
    weight = len(client.get("/decisions/", headers=compressed).content)
    weight += sum(len(body(client.get(one, headers=compressed))) for one in static_addresses(client))
    assert weight <= LARGEST
