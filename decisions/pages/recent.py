"""The latest overturned and the latest upheld decisions side by side, each with the sentence that decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.models import Outcome
from decisions.pages.listed import fetch_items
from decisions.pages.sentences import deciding_sentence, sentence_with
from decisions.parameters import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decisions.pages.listed import ListedItem
    from decisions.search.engine import Engine
    from decisions.search.query import SearchQuery

SIDES = (Outcome.OVERTURNED, Outcome.UPHELD)
LATEST = 5
"""Decisions of each outcome."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in the reviewer's words.

    Args:
        sentence: the one that decides; empty where none speaks of medical necessity.
        before: the one before it.
        quoted: the one that names the page that the list is of; empty where none does.
    """

    item: ListedItem
    before: str
    sentence: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """The latest decisions of one outcome; all of them are listed at `url`."""

    outcome: Outcome
    url: str
    decisions: tuple[Decided, ...]


def recent_sides(engine: Engine, query: SearchQuery) -> tuple[Side, ...]:
    """Both sides of a search, a side without decisions left out: two searches, one message to the database.

    Raises IndexUnavailableError.
    """
    ids: dict[Outcome, list[int]] = {}
    for outcome in SIDES:
        of_outcome = links.with_value(links.without_facet(query, "outcome"), "outcome", outcome.value)
        result = engine.search(replace(links.newest(of_outcome, LATEST), facets=()))
        ids[outcome] = [hit.item_id for hit in result.hits]
    items = {item.pk: item for item in fetch_items(pk for of_outcome in ids.values() for pk in of_outcome)}
    return sides_of(
        {outcome: [items[pk] for pk in found if pk in items] for outcome, found in ids.items()},
        {
            outcome: links.search_url(links.with_value(links.without_facet(query, "outcome"), "outcome", outcome.value))
            for outcome in SIDES
        },
    )


def sides_of(
    items: Mapping[Outcome, Iterable[ListedItem]], urls: Mapping[Outcome, str], named: Mapping[int, str] | None = None
) -> tuple[Side, ...]:
    """The sides of these decisions.

    Args:
        items: outcome to its decisions.
        urls: outcome to where all of its decisions are listed.
        named: item to the words by which its rationale names a page.
    """
    named = named or {}
    sides = (
        Side(outcome, urls[outcome], tuple(_decided(item, named.get(item.pk, "")) for item in items.get(outcome, ())))
        for outcome in SIDES
    )
    return tuple(side for side in sides if side.decisions)


def _decided(item: ListedItem, named: str) -> Decided:
    before, sentence = deciding_sentence(item.rationale)
    quoted = sentence_with(item.rationale, named)
    return Decided(item, "" if before == quoted else before, sentence, "" if quoted == sentence else quoted)
