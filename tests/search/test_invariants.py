"""What must hold of every search, on generated archives, against plain loops over the same documents."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.search.query import SearchQuery, Selection, Sort
from decisions.search.text_query import parse_text
from tests.search.conftest import ENGINES
from tests.search.corpus import (
    FACET_VALUES,
    NOTHING,
    QUERIES,
    WORDS,
    corpora,
    holds,
    in_order,
    make_document,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decisions.search.engine import Engine, FacetCount, ItemDocument, SearchResult

pytestmark = pytest.mark.parametrize("name", ENGINES)
often = settings(max_examples=20)
"""Few archives, each with several searches: writing an index to disk is what takes time."""

TEXTS = st.lists(st.sampled_from((*WORDS, "-mri", "OR", "NOT", "(", ")", '"lumbar spine"', "nor*", '"')), max_size=5)


@contextmanager
def engine_with(name: str, documents: list[ItemDocument]) -> Iterator[Engine]:
    # tantivy may still make its lock file on a thread of its own, that first looks at an index it opened
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = ENGINES[name](Path(folder))
        engine.rebuild(documents[: len(documents) // 2])
        engine.update(documents[len(documents) // 2 :], [])  # the case cut in two comes back whole below
        if documents:
            cut = documents[len(documents) // 2].case_id
            engine.update([one for one in documents if one.case_id == cut], [])
        yield engine


@often
@given(corpora(), st.lists(QUERIES, min_size=1, max_size=8))
def test_totals_and_hits_are_those_of_a_plain_loop(
    name: str, documents: list[ItemDocument], queries: list[SearchQuery]
) -> None:
    with engine_with(name, documents) as engine:
        for query in queries:
            expected = [one for one in documents if holds(one, query)]
            result = engine.search(query)
            everything = engine.search(replace(query, per_page=100))
            assert result.total_items == len(expected)
            assert result.total_cases == len({one.case_id for one in expected})
            assert [hit.item_id for hit in everything.hits] == [one.item_id for one in in_order(expected, query.sort)]
            assert everything.hits[: query.per_page] == result.hits


@often
@given(corpora(), st.lists(QUERIES, min_size=1, max_size=8))
def test_facet_counts_are_those_of_a_plain_loop(
    name: str, documents: list[ItemDocument], queries: list[SearchQuery]
) -> None:
    with engine_with(name, documents) as engine:
        for query in queries:
            facets = engine.search(query).facets
            for facet in FACET_VALUES:
                assert counts(facets[facet]) == expected_counts(documents, query, facet)


def counts(listed: tuple[FacetCount, ...]) -> dict[str, tuple[int, bool, bool]]:
    return {one.value: (one.count, one.selected, one.excluded) for one in listed}


def expected_counts(documents: list[ItemDocument], query: SearchQuery, facet: str) -> dict[str, tuple[int, bool, bool]]:
    selection = query.filters.get(facet, NOTHING)
    shown = [one for one in documents if holds(one, query, ignoring=facet)]
    others = replace(query, filters={name: kept for name, kept in query.filters.items() if name != facet})
    hidden = [one for one in documents if holds(one, others)]
    listed = {value for one in shown for value in values(one, facet)} | {
        *selection.include,
        *selection.exclude,
    }
    return {
        value: (
            sum(value in values(one, facet) for one in (hidden if value in selection.exclude else shown)),
            value in selection.include,
            value in selection.exclude,
        )
        for value in listed
    }


@often
@given(corpora(), st.lists(st.tuples(QUERIES, TEXTS), min_size=1, max_size=4))
def test_a_facet_counts_what_the_list_shows_after_the_click(
    name: str, documents: list[ItemDocument], asked: list[tuple[SearchQuery, list[str]]]
) -> None:
    with engine_with(name, documents) as engine:
        for query, words in asked:
            search = replace(query, text=" ".join(words))
            for facet, listed in engine.search(search).facets.items():
                excluded = search.filters.get(facet, NOTHING).exclude
                for one in listed:
                    clicked = Selection((one.value,), () if one.excluded else excluded)
                    after = engine.search(replace(search, filters={**search.filters, facet: clicked}, facets=()))
                    assert after.total_items == one.count


@often
@given(corpora(), QUERIES, TEXTS)
def test_with_a_value_and_without_it_is_everything(
    name: str, documents: list[ItemDocument], query: SearchQuery, words: list[str]
) -> None:
    asked = replace(query, text=" ".join(words), per_page=100)
    with engine_with(name, documents) as engine:
        for facet, options in FACET_VALUES.items():
            filters = {other: kept for other, kept in asked.filters.items() if other != facet}
            everything = ids(engine, replace(asked, filters=filters))
            for value in options:
                having = ids(engine, replace(asked, filters={**filters, facet: Selection((value,))}))
                lacking = ids(engine, replace(asked, filters={**filters, facet: Selection((), (value,))}))
                assert not having & lacking
                assert having | lacking == everything


def ids(engine: Engine, query: SearchQuery) -> set[int]:
    return {hit.item_id for hit in engine.search(replace(query, facets=())).hits}


@often
@given(corpora(), st.lists(st.tuples(QUERIES, TEXTS), min_size=1, max_size=5))
def test_paging_never_repeats_or_loses_an_item(
    name: str, documents: list[ItemDocument], asked: list[tuple[SearchQuery, list[str]]]
) -> None:
    with engine_with(name, documents) as engine:
        for query, words in asked:
            search = replace(query, text=" ".join(words), facets=())
            whole = engine.search(replace(search, per_page=100))
            paged = pages(engine.search, search)
            assert paged == [hit.item_id for hit in whole.hits] == [hit.item_id for hit in engine.listing(search).hits]
            assert len(set(paged)) == whole.total_items


def pages(search: Callable[[SearchQuery], SearchResult], query: SearchQuery) -> list[int]:
    listed: list[int] = []
    for page in range(1, 100):
        result = search(replace(query, page=page))
        if not result.hits:
            break
        listed += [hit.item_id for hit in result.hits]
    return listed


@often
@given(corpora(), st.lists(st.text(max_size=60) | TEXTS.map(" ".join), max_size=10))
def test_a_text_and_its_negation_share_out_the_archive(
    name: str, documents: list[ItemDocument], texts: list[str]
) -> None:
    with engine_with(name, documents) as engine:
        for text in texts:
            group = f"({text.translate(dict.fromkeys(map(ord, '()')))})"
            having = engine.search(SearchQuery(group))
            lacking = engine.search(SearchQuery(f"NOT {group}"))
            if not having.notes and parse_text(group).root:
                assert having.total_items + lacking.total_items == len(documents)


@often
@given(st.lists(st.text(max_size=300), max_size=30))
def test_any_text_is_answered(name: str, texts: list[str]) -> None:
    with engine_with(name, [make_document(1, description="mri of the spine")]) as engine:
        for text in texts:
            assert engine.search(SearchQuery(text)).total_items in {0, 1}
            assert len(engine.snippets(SearchQuery(text), [text, "mri"])) == 2


@pytest.mark.parametrize("sort", Sort)
def test_a_thousand_alike_items_page_without_repeats(name: str, sort: Sort) -> None:
    documents = [make_document(i, description="lumbar mri", case_key=f"CM15-{i % 7:07d}") for i in range(1000)]
    with engine_with(name, documents) as engine:
        query = SearchQuery("mri", per_page=73, sort=sort)
        listed = pages(engine.search, query)
        assert [hit.item_id for hit in engine.listing(query).hits] == listed
    assert sorted(listed) == list(range(1000))
