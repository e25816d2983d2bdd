"""All items of a search in the order of its list, a chunk in memory at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import tantivy

from decisions.search.query import Sort
from decisions.search.tantivy_search import ORDERS, WINDOW, by_relevance, compile_search
from decisions.search.tantivy_text import MUST, all_must

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from decisions.search.engine import Hit
    from decisions.search.query import SearchQuery
    from decisions.search.tantivy_search import CompiledSearch
    from decisions.search.tantivy_snapshot import Snapshot

CHUNK: Final = 200 * WINDOW
"""Items asked for at once: whole windows, so that their order is that of the pages."""
HIGHEST: Final = (1 << 63) - 1


def list_hits(snapshot: Snapshot, query: SearchQuery, chunk: int = CHUNK) -> Iterator[Hit]:
    """Every item of the search, as its pages list them one after the other; `page` and `per_page` do not count."""
    search = compile_search(snapshot, query)
    for addresses in (ranked_chunks if search.is_ranked else column_chunks)(snapshot, search, chunk):
        yield from snapshot.hits(addresses)


def ranked_chunks(snapshot: Snapshot, search: CompiledSearch, chunk: int) -> Iterator[Sequence[tantivy.DocAddress]]:
    """Best first. Each chunk ranks again what came before it: 24 bytes an item, in the engine's own memory."""
    total = snapshot.count(search.everything)
    for start in range(0, total, chunk):
        _, addresses = by_relevance(snapshot, search, start, min(chunk, total - start))
        yield addresses


def column_chunks(snapshot: Snapshot, search: CompiledSearch, chunk: int) -> Iterator[Sequence[tantivy.DocAddress]]:
    """In the order of a column: each chunk starts at the value that the last one ended with.

    Items that share that value keep the order of the index, so those already listed are passed over by their number.
    """
    order = ORDERS.get(search.query.sort, ORDERS[Sort.NEWEST])
    lowest, passed = 0, 0
    while True:
        from_there = tantivy.Query.range_query(snapshot.schema, order, tantivy.FieldType.Integer, lowest, HIGHEST)
        found = snapshot.searcher.search(
            all_must([(MUST, search.everything), (MUST, from_there)]),
            limit=chunk,
            offset=passed,
            count=False,
            order_by_field=order,
            order=tantivy.Order.Asc,
        )
        if not found.hits:
            return
        yield [address for _, address in found.hits]
        last = int(found.hits[-1][0])
        tied = sum(value == last for value, _ in found.hits)
        lowest, passed = last, tied + (passed if last == lowest else 0)
