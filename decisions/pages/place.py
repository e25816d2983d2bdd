"""Where a case stands in the search that one came from, and what stands before and after it.

The link that led here carries the search and the decision's place in its list: nothing is looked for, one page of the
list is asked for, which the index remembers from showing it, and the page beside it where the case stands at an edge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.models import DisputedItem, Publication
from decisions.parameters import links
from decisions.search.engine import IndexUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.search.engine import Engine, Hit
    from decisions.search.query import SearchQuery

DEEPEST = 2_000
"""Place up to which a list is walked case by case: to list so far costs little at any size of the archive."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The next case of the list, either way: its decision found, and where it is read with the search carried along."""

    public_id: str
    request: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A decision's place in the list of a search.

    Args:
        list_url: the page of the list that it stands on.
        at: 1-based, of `total`; None where it is not told (deep in the list, or the list has changed meanwhile).
    """

    list_url: str
    at: int | None = None
    total: int = 0
    previous: Neighbour | None = None
    next: Neighbour | None = None


def place_asked(text: str) -> int | None:
    """The place that a URL tells; None where it tells none.

    >>> place_asked("17"), place_asked("0"), place_asked("x")
    (17, None, None)
    """
    return int(text) or None if re.fullmatch(r"[0-9]{1,6}", text) else None


def find_place(engine: Engine, query: SearchQuery, at: int, case_id: int) -> Place:
    """Where the case stands in the list of `query`, at `at` unless the list has changed meanwhile."""
    number = _page_of(query, at)
    list_url = links.search_url(links.on_page(query, number))
    if at > DEEPEST:
        return Place(list_url)
    try:
        window = _Window(engine, query, number)
        here = [place for place, hit in window.hits.items() if hit.case_id == case_id]
        if not here:
            return Place(list_url)
        at = at if at in here else here[0]
        before = window.first_other(case_id, range(at - 1, 0, -1))
        after = window.first_other(case_id, range(at + 1, window.total + 1))
    except IndexUnavailableError:  # the case can be read all the same
        return Place(list_url)
    found = _neighbours(query, window, [place for place in (before, after) if place])
    return Place(list_url, at, window.total, found.get(before), found.get(after))


class _Window:
    """The hits of one page of a list by their 1-based places, and of the pages beside it once they are needed."""

    def __init__(self, engine: Engine, query: SearchQuery, number: int) -> None:
        self.engine = engine
        self.query = replace(query, facets=())
        self.number = number
        self.hits: dict[int, Hit] = {}
        self.total = 0
        self._read(number)

    def first_other(self, case_id: int, places: Iterable[int]) -> int | None:
        """The first of these places where another case stands, at most one page off."""
        for place in places:
            number = _page_of(self.query, place)
            if place not in self.hits and abs(number - self.number) <= 1:
                self._read(number)
            if place not in self.hits:
                return None
            if self.hits[place].case_id != case_id:
                return place
        return None

    def _read(self, number: int) -> None:
        result = self.engine.search(replace(self.query, page=number))
        first = (number - 1) * self.query.per_page + 1
        self.hits |= dict(enumerate(result.hits, start=first))
        self.total = result.total_items


def _page_of(query: SearchQuery, place: int) -> int:
    return (place - 1) // query.per_page + 1


def _neighbours(query: SearchQuery, window: _Window, places: Iterable[int]) -> dict[int | None, Neighbour]:
    by_item = {window.hits[place].item_id: place for place in places}
    listed = links.in_search(query)
    rows = (
        DisputedItem.objects.filter(case__publication=Publication.PUBLIC)
        .select_related("case")
        .only("position", "request", "case__public_id")
    )
    return {
        by_item[item.pk]: Neighbour(
            item.case.public_id, item.request, listed(item.get_absolute_url(), by_item[item.pk])
        )
        for item in rows.filter(pk__in=by_item)
    }
