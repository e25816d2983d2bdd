"""Random searches on a made-up archive, against plain loops over what it was made of.

SEARCH_QUERIES=500 asks as many (60). SEARCH_FUZZ=10000 types as many strange strings (300).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.utils.text import slugify

from decisions.models import Guideline, Reviewer, Treatment
from decisions.search.indexing import get_engine, rebuild_index
from decisions.search.query import FACETS, NOT_STATED, SearchQuery, Selection
from ingest.loading.copying import copy_rows
from ingest.loading.vocabulary import sync_vocabulary
from tests.bench.corpus import CaseRow, Corpus, ItemRow, reviewers
from tests.bench.search_rows import copy_cases
from tests.search.fuzzed import fuzzed_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

QUERIES = int(os.environ.get("SEARCH_QUERIES", "60"))
FUZZED = int(os.environ.get("SEARCH_FUZZ", "300"))
ITEMS = 600
MADE_FACETS = ("outcome", "category", "treatment", "body_part", "specialty", "state", "guideline", "section")
MADE_FACETS = (*MADE_FACETS, "guideline_page", "admin_guideline", "year", "subcategory")
"""Facets that the made-up rows state; the others are left to their own tests."""


@dataclass(frozen=True)
class Truth:
    """What an item is, by its own rows."""

    case: int
    values: Mapping[str, frozenset[str]]
    words: frozenset[str]


@pytest.fixture
def truths(db: None, settings: SettingsWrapper, tmp_path: Path) -> list[Truth]:  # noqa: ARG001
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    sync_vocabulary()
    profiles = reviewers()
    copy_rows(Reviewer, [{"id": pk, "specialties": one, "states": two} for pk, (one, two) in enumerate(profiles, 1)])
    cases = list(Corpus(ITEMS, seed="random queries").cases(0, ITEMS))
    copy_cases(cases, 0)
    rebuild_index()
    treatments = {one.slug: one for one in Treatment.objects.all()}
    guidelines = dict(Guideline.objects.values_list("slug", "name"))
    return [
        truth(number, case, item, profiles[case.reviewer], (treatments, guidelines))
        for number, case in enumerate(cases)
        for item in case.items
    ]


def truth(
    number: int,
    case: CaseRow,
    item: ItemRow,
    profile: tuple[tuple[str, ...], tuple[str, ...]],
    vocabulary: tuple[Mapping[str, Treatment], Mapping[str, str]],
) -> Truth:
    treatments, guidelines = vocabulary
    relied = [one for one in item.citations if one[0] != "claims_administrator"]
    values = {
        "outcome": {item.outcome},
        "category": {slugify(treatments[slug].category) for slug in item.treatments},
        "subcategory": {
            f"{slugify(treatments[slug].category)}:{slugify(treatments[slug].subcategory)}" for slug in item.treatments
        },
        "treatment": set(item.treatments),
        "body_part": set(map(slugify, item.body_parts)),
        "specialty": set(map(slugify, profile[0])),
        "state": set(map(slugify, profile[1])),
        "guideline": {slug for _, slug, _, _ in relied},
        "section": {f"{slug}:{section.lower().replace(' ', '-')}" for _, slug, section, _ in relied if section},
        "guideline_page": {str(page) for _, _, _, pages in relied for page in pages},
        "admin_guideline": {slug for side, slug, _, _ in item.citations if side == "claims_administrator"},
        "year": {str(case.decision_date.year)},
    }
    texts = [item.request, item.rationale, case.summary, *(treatments[slug].name for slug in item.treatments)]
    texts += [words for _, slug, section, _ in relied for words in (guidelines[slug], section or "")]
    return Truth(
        number,
        {facet: frozenset(stated or {NOT_STATED}) for facet, stated in values.items()},
        frozenset(re.findall(r"[^\W_]+", " ".join(texts).lower())),
    )


def random_query(random: Random, truths: list[Truth]) -> SearchQuery:
    """Words and values that some item has, so that most searches find something."""
    some = random.choice(truths)
    words = random.sample(sorted(some.words), random.choice((0, 0, 1, 1, 2)))
    filters = {}
    for facet in random.sample(MADE_FACETS, random.choice((0, 1, 1, 2, 3))):
        listed = sorted({*some.values[facet], *random.choice(truths).values[facet]})
        include = tuple(random.sample(listed, random.randint(0, len(listed))))
        others = sorted({value for one in random.sample(truths, 3) for value in one.values[facet]} - set(include))
        filters[facet] = Selection(include, tuple(others[: random.choice((0, 0, 1))]))
    text = " ".join(random.choice(("", "", "-")) + f'"{word}"' for word in words)
    return SearchQuery(text=text, filters=filters, per_page=ITEMS)


def holds(one: Truth, query: SearchQuery, ignoring: str | None = None) -> bool:
    for facet, selection in query.filters.items():
        include = () if facet == ignoring else selection.include
        if (include and not one.values[facet] & set(include)) or one.values[facet] & set(selection.exclude):
            return False
    return all((word[0] != "-") == (word.strip('-"') in one.words) for word in query.text.split())


def counted(truths: list[Truth], query: SearchQuery, facet: str) -> dict[str, int]:
    selection = query.filters.get(facet, Selection())
    counts = dict.fromkeys((*selection.include, *selection.exclude), 0)
    for one in (one for one in truths if holds(one, query, ignoring=facet)):
        for value in one.values[facet]:
            counts[value] = counts.get(value, 0) + 1
    others = replace(query, filters={name: kept for name, kept in query.filters.items() if name != facet})
    for value in selection.exclude:
        counts[value] = sum(value in one.values[facet] for one in truths if holds(one, others))
    return counts


def test_random_searches_find_and_count_what_plain_loops_do(truths: list[Truth]) -> None:
    random, engine = Random("queries"), get_engine()
    numbers = set(range(1, len(truths) + 1))
    empty = 0
    for _ in range(QUERIES):
        query = random_query(random, truths)
        expected = [number for number in numbers if holds(truths[number - 1], query)]
        result = engine.search(query)
        assert sorted(hit.item_id for hit in result.hits) == expected, query
        assert result.total_items == len(expected)
        assert result.total_cases == len({truths[number - 1].case for number in expected})
        for facet in MADE_FACETS:
            assert {one.value: one.count for one in result.facets[facet]} == counted(truths, query, facet), query
        assert set(result.facets) == set(FACETS)
        empty += not expected
    assert empty < QUERIES / 2, "most random searches should find something"


@pytest.mark.usefixtures("truths")
def test_whatever_is_typed_is_answered(client: Client) -> None:
    for typed in islice(fuzzed_texts("fuzz"), FUZZED):
        assert client.get("/decisions/", {"q": typed}, follow=True).status_code == 200, typed
