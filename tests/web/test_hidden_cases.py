"""What is not published, or withdrawn, changes nothing of what the public meets."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from decisions.models import Publication
from decisions.search.indexing import index_stale
from tests.builders import Cite, Item, make_case

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

WORDS = "The record shows no functional deficit."
ADDRESSES = (
    *("/", "/coverage/", "/treatments/", "/guidelines/", "/specialties/", "/statistics/", "/statistics.csv"),
    *("/decisions/", "/decisions/?q=deficit", "/decisions.json?per_page=all", "/decisions.csv", "/decisions.atom"),
    *("/decisions/facets/treatment/", "/suggest/?q=cm15", "/suggest.json?q=cm15", "/readyz"),
    *("/treatments/work-conditioning/", "/treatments/work-conditioning/quantity/visits/"),
    *("/guidelines/chronic-pain/", "/guidelines/chronic-pain/pages/125/", "/specialties/pain-management/"),
    *("/cases/CM15-0000001/", "/cases/CM15-0000001.json", "/cases/CM15-0000001/similar/1/"),
    *("/cases/CM15-0000001/same-wording/1/", "/packet/?item=CM15-0000001-1&item=CM15-0000003-1"),
    *("/sitemap.xml", "/sitemap-cases.xml", "/sitemap-treatments.xml", "/sitemap-guidelines.xml"),
)
CHANGES_ANYWAY = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|csrf\S* value=\S+", re.MULTILINE)
"""Moments, and tokens of forms."""


def a_case(number: int, publication: Publication = Publication.PUBLIC, year: int = 2015) -> None:
    cites = (Cite(pages=(125,), section="Work conditioning"),)
    item = Item(rationale=WORDS, quantity={"visits": 10}, reviewer_citations=cites)
    make_case(f"CM15-000000{number}", decision_date=date(year, 3, 9), items=[item], publication=publication)


def everything() -> dict[str, bytes]:
    cache.clear()
    pages = {}
    for address in ADDRESSES:
        answer = Client().get(address)
        assert answer.status_code in {200, 404}, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        pages[address] = b"%d %s" % (answer.status_code, CHANGES_ANYWAY.sub(b"", body))
    return pages


@pytest.mark.parametrize("publication", [Publication.PREVIEW, Publication.WITHDRAWN])
def test_a_hidden_case_changes_no_page(publication: Publication, settings: SettingsWrapper) -> None:
    settings.LETTERS_IN_WEB_SEARCH = True
    a_case(1)
    a_case(2)
    index_stale()
    before = everything()
    assert sum(page.startswith(b"200") for page in before.values()) >= len(ADDRESSES) - 2
    a_case(3, publication, year=2012)
    a_case(4, publication, year=2019)
    index_stale()
    after = everything()
    assert [address for address in ADDRESSES if after[address] != before[address]] == []


def test_a_published_case_changes_most(settings: SettingsWrapper) -> None:
    """So that the test above looks at pages which could tell."""
    settings.LETTERS_IN_WEB_SEARCH = True
    a_case(1)
    a_case(2)
    index_stale()
    before = everything()
    a_case(3, year=2012)
    index_stale()
    after = everything()
    same = {address for address in ADDRESSES if after[address] == before[address]}
    assert same <= {
        *("/readyz", "/cases/CM15-0000001.json", "/sitemap.xml"),
        *("/sitemap-treatments.xml", "/sitemap-guidelines.xml"),
    }
