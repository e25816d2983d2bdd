"""The passage that a list shows of each of its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.pages.listed import fetch_summaries
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.pages.listed import ListedItem
    from decisions.search.engine import Snippet
    from decisions.search.query import SearchQuery


def passages_of(query: SearchQuery, items: Sequence[ListedItem]) -> list[Snippet]:
    """One for each decision: where most of the words stand, else the rationale's beginning.

    The summaries of cases are asked for, at once, only where a rationale lacks words. Raises IndexUnavailableError.
    """
    return get_engine().snippets(
        query,
        [item.rationale for item in items],
        lambda places: fetch_summaries([items[place].case_id for place in places]),
    )
