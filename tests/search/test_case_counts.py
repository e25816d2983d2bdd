"""The tantivy engine counts cases exactly up to a number, beyond it about: here with small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.search import tantivy_search
from decisions.search.query import SearchQuery
from decisions.search.tantivy_engine import TantivyEngine
from tests.search.corpus import make_document

if TYPE_CHECKING:
    from pathlib import Path

CASES = 2_000


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TantivyEngine:
    monkeypatch.setattr(tantivy_search, "COLLECTED", 500)
    monkeypatch.setattr(tantivy_search, "SAMPLED", 1_000)
    monkeypatch.setattr(tantivy_search, "EXACT_CASES", 400)
    made = TantivyEngine(tmp_path / "index", lambda: "test")
    made.rebuild(
        make_document(3 * case + position, case, position=position, description=words(case))
        for case in range(CASES)
        for position in range(1, items_of(case) + 1)
    )
    return made


def items_of(case: int) -> int:
    return 1 + case % 3


def items_of_every(nth: int) -> int:
    return sum(map(items_of, range(0, CASES, nth)))


def words(case: int) -> str:
    return " ".join(word for word, nth in (("most", 0), ("tenth", case % 10), ("seventh", case % 7)) if not nth)


def test_few_items_are_collected(engine: TantivyEngine) -> None:
    result = engine.search(SearchQuery("tenth"))
    assert (result.total_items, result.total_cases, result.cases_exact) == (items_of_every(10), 200, True)


def test_few_cases_of_many_items_are_collected_too(engine: TantivyEngine) -> None:
    result = engine.search(SearchQuery("seventh"))
    assert (result.total_items, result.total_cases, result.cases_exact) == (items_of_every(7), 286, True)


def test_many_are_estimated(engine: TantivyEngine) -> None:
    result = engine.search(SearchQuery("most"))
    assert (result.total_items, result.cases_exact) == (items_of_every(1), False)
    assert abs(result.total_cases - CASES) < CASES * 0.05


def test_the_whole_archive_is_counted_exactly(engine: TantivyEngine) -> None:
    result = engine.search(SearchQuery())
    assert (result.total_cases, result.cases_exact) == (CASES, True)
