"""A search carried out: totals, facets and ids from the index, words from the database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.models import Case
from decisions.pages.listed import fetch_items
from decisions.pages.paging import last_page
from decisions.pages.passages import passages_of
from decisions.search.indexing import get_engine
from decisions.search.text_query import find_case_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.pages.listed import ListedItem
    from decisions.search.engine import FacetCount, SearchResult, Snippet
    from decisions.search.query import SearchQuery

NUMBERLESS = re.compile(r"d-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search.

    Args:
        query: as carried out; its page is the last where the one asked for does not exist.
        result: totals, facets and notes.
        items: of the page, in order.
        snippets: a passage of each item.
    """

    query: SearchQuery
    result: SearchResult
    items: tuple[ListedItem, ...]
    snippets: tuple[Snippet, ...]


def find(query: SearchQuery) -> Found:
    """Carry out a search: the index once, the database once or twice. Raises IndexUnavailableError."""
    engine = get_engine()
    result = engine.search(query)
    if query.page > 1 and not result.hits and result.total_items:
        query = replace(query, page=last_page(result.total_items, query.per_page))
        result = engine.search(query)
    items = tuple(fetch_items(hit.item_id for hit in result.hits))
    return Found(query, result, items, tuple(passages_of(query, items)))


def count_facet(query: SearchQuery, facet: str) -> Sequence[FacetCount]:
    """All values of one facet under a search. Raises IndexUnavailableError."""
    return get_engine().search(replace(query, page=1, per_page=1, facets=(facet,))).facets[facet]


def count_items(query: SearchQuery) -> int:
    """How many decisions a search finds. Raises IndexUnavailableError."""
    return get_engine().search(replace(query, page=1, per_page=1, facets=())).total_items


def case_named(text: str) -> Case | None:
    """The case whose number is all that was typed, however it is spaced; None where there is none.

    "cm15 0012345" is CM15-0012345.
    """
    public_id = find_case_number(text)
    if not public_id and NUMBERLESS.fullmatch(text):
        public_id = text.lower()
    return Case.objects.public().only("public_id").filter(public_id=public_id).first() if public_id else None
