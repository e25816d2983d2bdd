"""The embedded engine lists in chunks: none repeats or loses an item, whatever its size."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from decisions.search.query import SearchQuery, Sort
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_listing import list_hits
from decisions.search.tantivy_search import WINDOW
from tests.search.corpus import make_document

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = 450


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "mri"])
@pytest.mark.parametrize("cases", [1, 7, 450])
def test_chunks_follow_each_other(tmp_path: Path, sort: Sort, text: str, cases: int) -> None:
    engine = TantivyEngine(tmp_path / "index", lambda: "test")
    made = [
        make_document(
            i,
            description="mri " * (i % 5 + 1),
            case_key=f"CM15-{i % cases:07d}",
            decision_date=date(2015, 1, i % 9 + 1),
        )
        for i in range(ITEMS)
    ]
    engine.rebuild(made[:200])
    engine.update(made[200:], [])
    query = SearchQuery(text, sort=sort, facets=())
    snapshot = engine._keeper.current()  # noqa: SLF001 - the chunk's size is no part of the port
    small, large = (list(list_hits(snapshot, query, chunk)) for chunk in (WINDOW, 10 * WINDOW))
    assert small == large
    assert sorted(hit.item_id for hit in small) == list(range(ITEMS))
