"""Reviewers reuse their words: a case says so, and leads to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.pages import same_wording
from decisions.search.indexing import index_stale
from tests.builders import Item, make_case
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client

WORDS = "The records show no failure of physical therapy.\nThe request is not medically necessary."


@pytest.mark.parametrize(
    "other",
    [
        WORDS,
        WORDS.upper(),
        WORDS.replace("\n", " "),
        WORDS.replace("therapy.\nThe", "therapy.The"),  # extractors lose spaces
    ],
)
def test_what_differs_in_capitals_or_white_space_alone_is_the_same(client: Client, other: str) -> None:
    make_case("CM15-0000001", items=[Item(rationale=WORDS)])
    make_case("CM15-0000002", items=[Item(rationale=other, outcome="overturned")])
    html = read(client.get("/cases/CM15-0000001/"))
    assert "The rationale has the same wording as one other decision." in html.text
    listed = read(client.get(html.links["one other decision"]))
    assert "1 decision of other cases" in listed.text
    assert "Overturned: the treatment must be authorized 1" in listed.text
    assert listed.links["CM15-0000002"] == "/cases/CM15-0000002/"


@pytest.mark.parametrize("other", ["The records show no failure of physical therapy.", ""])
def test_other_words_are_others(client: Client, other: str) -> None:
    make_case("CM15-0000001", items=[Item(rationale=WORDS), Item(rationale=WORDS), Item(rationale="")])
    make_case("CM15-0000002", items=[Item(rationale=other)])
    assert "same wording" not in read(client.get("/cases/CM15-0000001/")).text
    for position in (1, 3, 4):
        assert client.get(f"/cases/CM15-0000001/same-wording/{position}/").status_code == 404


def test_a_stock_phrase_is_counted_and_listed_up_to_a_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(25):
        make_case(f"CM15-{number:07}", items=[Item(rationale=WORDS)])
    index_stale()
    html = read(client.get("/cases/CM15-0000000/"))
    pages = html.links["24 other decisions"]
    assert "CM15-0000024" in read(client.get(pages)).links
    assert "CM15-0000001" in read(client.get(f"{pages}?page=2")).links
    monkeypatch.setattr(same_wording, "MOST", 3)
    assert "more than 3 other decisions" in read(client.get("/cases/CM15-0000000/")).text
