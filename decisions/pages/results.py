"""The list of decisions found, consecutive decisions of one case together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from decisions.models import Case, DisputedItem, Outcome
from decisions.pages.reliance import Reliance, reliances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.search.engine import Snippet


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet; `hit` where the query's words stand."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One decision of the list."""

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


def group_results(items: Sequence[DisputedItem], snippets: Sequence[Snippet]) -> tuple[ResultGroup, ...]:
    """The list, ready to print."""
    pairs = zip(items, snippets, strict=True)
    grouped = groupby(pairs, key=lambda pair: pair[0].case_id)
    return tuple(_group([_result(item, snippet) for item, snippet in group]) for _, group in grouped)


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


def _group(results: list[Result]) -> ResultGroup:
    return ResultGroup(results[0].item.case, tuple(results))


def _result(item: DisputedItem, snippet: Snippet) -> Result:
    return Result(
        item=item,
        url=item.get_absolute_url(),
        outcome=Outcome(item.outcome) if item.outcome else None,
        reliances=reliances(item.citations.all()),
        snippet=snippet_parts(snippet),
    )
