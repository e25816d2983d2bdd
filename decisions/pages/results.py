"""The list of decisions found, consecutive decisions of one case together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from decisions.models import Case, DisputedItem, Outcome
from decisions.pages.reliance import Reliance, reliances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decisions.search.engine import Snippet


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet; `hit` where the query's words stand."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One decision of the list; `url` leads to it with the search that found it, where there is one."""

    item: DisputedItem
    url: str
    outcome: Outcome | None
    reliances: tuple[Reliance, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Consecutive decisions of one case."""

    case: Case
    results: tuple[Result, ...]

    @property
    def url(self) -> str:
        """Where the case is read from its beginning."""
        return self.results[0].url.partition("#")[0]


def group_results(
    items: Sequence[DisputedItem],
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
        _result(item, snippet, at_place(item.get_absolute_url(), place))
        for place, (item, snippet) in enumerate(zip(items, snippets, strict=True), start=first)
    ]
    grouped = groupby(results, key=lambda result: result.item.case_id)
    return tuple(_group(tuple(of_case)) for _, of_case in grouped)


def snippet_parts(snippet: Snippet) -> tuple[Part, ...]:
    """The snippet cut at its highlights; the pieces joined are its text.

    >>> from decisions.search.engine import Snippet
    >>> [part.text for part in snippet_parts(Snippet("no plateau shown", ((3, 10),)))]
    ['no ', 'plateau', ' shown']
    """
    parts, end = [], 0
    for start, stop in sorted(snippet.highlights):
        if start >= end:
            parts += [Part(snippet.text[end:start], hit=False), Part(snippet.text[start:stop], hit=True)]
            end = stop
    parts.append(Part(snippet.text[end:], hit=False))
    return tuple(part for part in parts if part.text)


def _plain(url: str, place: int) -> str:  # noqa: ARG001 - where no search is carried along
    return url


def _group(results: tuple[Result, ...]) -> ResultGroup:
    return ResultGroup(results[0].item.case, results)


def _result(item: DisputedItem, snippet: Snippet, url: str) -> Result:
    return Result(
        item=item,
        url=url,
        outcome=Outcome(item.outcome) if item.outcome else None,
        reliances=reliances(item.citations.all()),
        snippet=snippet_parts(snippet),
    )
