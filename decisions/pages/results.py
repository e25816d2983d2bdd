"""The list of decisions found, consecutive decisions of one case together."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from decisions.models import Outcome
from decisions.pages.reliance import Reliance, reliances
from decisions.parameters import links

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decisions.pages.finding import Found
    from decisions.pages.listed import ListedItem
    from decisions.search.engine import Snippet


class Result(NamedTuple):
    """One decision of the list; `url` leads to it with the search that found it, where there is one."""

    item: ListedItem
    url: str
    outcome: Outcome | None
    reliances: tuple[Reliance, ...]
    snippet: Snippet


class ResultGroup(NamedTuple):
    """Consecutive decisions of one case."""

    results: tuple[Result, ...]

    @property
    def case(self) -> ListedItem:
        """What says whose case it is: any of its decisions."""
        return self.results[0].item

    @property
    def url(self) -> str:
        """Where the case is read from its beginning."""
        return self.results[0].url.partition("#")[0]


def group_found(found: Found) -> tuple[ResultGroup, ...]:
    """The list of a search, each decision's address with its place in it."""
    query = found.query
    first = (query.page - 1) * query.per_page + 1
    return group_results(found.items, found.snippets, links.in_search(query), first)


def group_results(
    items: Sequence[ListedItem],
    snippets: Sequence[Snippet],
    at_place: Callable[[str, int], str] | None = None,
    first: int = 1,
) -> tuple[ResultGroup, ...]:
    """The list, ready to print.

    Args:
        items: of the page.
        snippets: one for each.
        at_place: address and place of a decision to the address that carries the search; None where the list is none.
        first: place of the page's first decision in the whole list.
    """
    at_place = at_place or _plain
    results = [
        _result(item, snippet, at_place(item.url, place))
        for place, (item, snippet) in enumerate(zip(items, snippets, strict=True), start=first)
    ]
    grouped = groupby(results, key=lambda result: result.item.case_id)
    return tuple(ResultGroup(tuple(of_case)) for _, of_case in grouped)


def _plain(url: str, place: int) -> str:  # noqa: ARG001 - where no search is carried along
    return url


def _result(item: ListedItem, snippet: Snippet, url: str) -> Result:
    return Result(
        item=item,
        url=url,
        outcome=Outcome(item.outcome) if item.outcome else None,
        reliances=reliances(item.citations),
        snippet=snippet,
    )
