"""Neighbours of a search that are worth a click: without one of its parts, or by a name instead of by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from decisions.pages.facets import KIND_OF
from decisions.parameters import links
from decisions.search.query import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.query import SearchQuery

NAMED = {"treatment": "on the treatment", "guideline": "relying on the guideline", "specialty": "of reviewers in"}
"""Facets whose names people type, and how a decision has to do with one."""

PLAIN_TEXT = re.compile(r"\w[\w\s'’.,/&-]*")
MOST = 12
"""Ways out that are counted and shown: each is a search."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another search in words, and how many decisions it finds."""

    label: str
    count: int
    url: str


def ways_out(query: SearchQuery, vocabulary: Vocabulary, count: Callable[[SearchQuery], int]) -> tuple[WayOut, ...]:
    """The search without each of its parts; the values of one filter go together, since any of them sufficed.

    Those that find nothing either lead nowhere and are left out.
    """
    found = [
        WayOut(label, count(other), links.search_url(other))
        for label, other in islice(_without_each(query, vocabulary), MOST)
    ]
    return tuple(one for one in found if one.count)


def by_name(query: SearchQuery, vocabulary: Vocabulary, count: Callable[[SearchQuery], int]) -> tuple[WayOut, ...]:
    """The same filters with what the words name in place of the words; none where they name nothing, or find nothing.

    "MRI" as words stands in many a decision about something else.
    """
    if not PLAIN_TEXT.fullmatch(query.text):
        return ()
    found = []
    for facet, kind in NAMED.items():
        value = vocabulary.known(facet, query.text)
        if value and facet not in query.filters:
            other = links.with_value(links.without_text(query), facet, value)
            found.append(WayOut(f"{kind} {vocabulary.label(facet, value)}", count(other), links.search_url(other)))
    return tuple(one for one in found if one.count)


def _without_each(query: SearchQuery, vocabulary: Vocabulary) -> Iterator[tuple[str, SearchQuery]]:
    if query.text:
        yield f"the words “{_shortened(query.text)}”", links.without_text(query)
    for facet, selection in query.filters.items():
        title = KIND_OF[facet].title.lower()
        if selection.include:
            names = " or ".join(vocabulary.label(facet, value) for value in selection.include)
            other = links.with_selection(query, facet, Selection(exclude=selection.exclude))
            yield f"{title} {_shortened(names)}", other
        for value in selection.exclude:
            yield f"{title} not {vocabulary.label(facet, value)}", links.without_value(query, facet, value)
    for title, attribute in (("decided from", "decided_from"), ("decided to", "decided_to")):
        if day := getattr(query, attribute):
            yield f"{title} {day:%B} {day.day}, {day.year}", links.without_day(query, attribute)


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
