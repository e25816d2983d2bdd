"""The page of one facet: all its values under a search, narrowed by a word, by count or from A to Z."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import slugify

from decisions.pages.facets import FacetKind, FacetValue, facet_values, held_to_parents
from decisions.pages.search_page import Chip, chips
from decisions.parameters import links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from decisions.parameters.filters import Asked
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import FacetCount
    from decisions.search.query import SearchQuery

MOST = 500
"""Values shown at once; the box narrows the rest."""
BY_COUNT, A_TO_Z = "count", "az"


@dataclass(frozen=True, slots=True)
class Look:
    """How the list is looked through: a word of the labels, and BY_COUNT or A_TO_Z."""

    wanted: str
    order: str


@dataclass(frozen=True, slots=True)
class FacetPage:
    """Everything that the page prints.

    Args:
        values: those shown.
        matching: how many match the box.
        total: how many there are.
        search_fields: the search's parameters, for the box's form.
        other_fields: those of the other facets and of chosen values not shown, for the form of ticks.
    """

    kind: FacetKind
    query: SearchQuery
    values: tuple[FacetValue, ...]
    matching: int
    total: int
    wanted: str
    order: str
    count_url: str
    a_to_z_url: str
    back_url: str
    chips: tuple[Chip, ...]
    search_fields: tuple[tuple[str, str], ...]
    other_fields: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_look(data: QueryDict) -> Look:
    """The page's own parameters; what makes no sense is read as the ordinary."""
    order = data.get("order", BY_COUNT)
    return Look(data.get("find", "").strip()[:100], order if order in (BY_COUNT, A_TO_Z) else BY_COUNT)


def build_facet_page(kind: FacetKind, asked: Asked, counts: Sequence[FacetCount], look: Look) -> FacetPage:
    """The page of all `counts` of a facet."""
    query, vocabulary = links.on_page(asked.query, 1), asked.vocabulary
    wanted, order = look.wanted, look.order
    counts = held_to_parents(kind.name, query, counts, vocabulary)
    matching = _matching(kind, query, counts, vocabulary, wanted)
    if order == A_TO_Z:
        matching.sort(key=_natural)
    shown = tuple(_excludable(value, query) for value in matching[:MOST])
    path = reverse("facet", args=[kind.name])
    fields = tuple(links.parameters(query))
    on_page = {(kind.name, value.parameter) for value in shown}
    return FacetPage(
        kind=kind,
        query=query,
        values=shown,
        matching=len(matching),
        total=len(counts),
        wanted=wanted,
        order=order,
        count_url=links.search_url(query, path=path, find=wanted),
        a_to_z_url=links.search_url(query, path=path, find=wanted, order=A_TO_Z),
        back_url=links.search_url(query),
        chips=chips(query, vocabulary),
        search_fields=fields,
        other_fields=tuple(pair for pair in fields if pair not in on_page),
        notes=tuple(map(str, asked.ignored)),
    )


def _excludable(value: FacetValue, query: SearchQuery) -> FacetValue:
    if value.excluded:
        return value
    return value._replace(exclude_url=links.search_url(links.with_exclusion(query, value.facet, value.value)))


def _matching(
    kind: FacetKind, query: SearchQuery, counts: Sequence[FacetCount], vocabulary: Vocabulary, wanted: str
) -> list[FacetValue]:
    words = slugify(wanted)
    values = facet_values(kind.name, query, counts, vocabulary)
    return [value for value in values if words in slugify(f"{value.label} {value.context}")]


def _natural(value: FacetValue) -> tuple[int, str]:
    """Numbers in their own order, words after them."""
    return (int(value.value), "") if value.value.isdigit() else (10**6, value.label.casefold())
