"""URL parameters to a `SearchQuery`: a django-filter FilterSet that narrows a search in place of a queryset.

Parameters are cleaned value by value before the FilterSet sees them: in a form one bad value would
drop its whole parameter and silently widen the search. What is left out is told to the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import ValidationError
from django.http import QueryDict

from decisions.models import DisputedItem
from decisions.parameters.fields import (
    CountField,
    DayField,
    FacetValueField,
    FacetValuesField,
    SortField,
    SynonymsField,
    TextField,
)
from decisions.parameters.vocabulary import Vocabulary, current_vocabulary
from decisions.search.query import FACETS, SearchQuery, Selection

if TYPE_CHECKING:
    from collections.abc import Collection

    from django import forms

MAX_TEXT = 1_000
"""Characters of the text that are read."""
MAX_VALUES = 50
"""Values of one parameter that are read."""
MAX_PER_PAGE = 100
MAX_DEPTH = 100_000
"""Results that can be paged through."""
MAX_SHOWN = 60
"""Characters of a bad value that are repeated to the reader."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A parameter's value that was left out of the search, and why."""

    parameter: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= MAX_SHOWN else self.value[:MAX_SHOWN] + "…"
        return f"{self.parameter}={shown} was ignored: {self.reason}"


class FacetFilter(django_filters.Filter):  # type: ignore[misc] # django-filter has no types
    """OR inside the facet, AND with the others."""

    vocabulary = Vocabulary()

    @property
    def one(self) -> FacetValueField:
        """The field of a single value."""
        return FacetValueField(str(self.field_name), self.vocabulary)

    @property
    def field(self) -> FacetValuesField:
        """The field of all its values."""
        return FacetValuesField(self.one)

    def filter(self, query: SearchQuery, values: list[str]) -> SearchQuery:
        """`query`, narrowed to these values."""
        if not values:
            return query
        include = tuple(value for value in values if not value.startswith("-"))
        exclude = tuple(value[1:] for value in values if value.startswith("-"))
        return replace(query, filters={**query.filters, self.field_name: Selection(include, exclude)})


class AttributeFilter(django_filters.Filter):  # type: ignore[misc] # likewise
    """Sets one attribute of the query, the last value given."""

    def __init__(self, attribute: str, one: forms.Field) -> None:
        super().__init__(field_name=attribute)
        self.one = one

    @property
    def field(self) -> forms.Field:
        """The field of the attribute."""
        return self.one

    def filter(self, query: SearchQuery, value: Any) -> SearchQuery:
        """`query` with the attribute, unless nothing was given."""
        return query if value in (None, "") else replace(query, **{str(self.field_name): value})


class DecisionFilter(django_filters.FilterSet):  # type: ignore[misc] # likewise
    """The parameters of /decisions/."""

    def __init__(self, data: QueryDict, vocabulary: Vocabulary) -> None:
        super().__init__(data, queryset=DisputedItem.objects.none())
        for facet in FACETS:
            self.filters[facet].vocabulary = vocabulary

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Parameter name to its filter."""
        return {
            "q": AttributeFilter("text", TextField()),
            **{facet: FacetFilter(field_name=facet) for facet in FACETS},
            "from": AttributeFilter("decided_from", DayField(last=False)),
            "to": AttributeFilter("decided_to", DayField(last=True)),
            "synonyms": AttributeFilter("synonyms", SynonymsField()),
            "sort": AttributeFilter("sort", SortField()),
            "page": AttributeFilter("page", CountField(MAX_DEPTH)),
            "per_page": AttributeFilter("per_page", CountField(MAX_PER_PAGE)),
        }

    @property
    def search_query(self) -> SearchQuery:
        """The search that the parameters ask for; they must have been cleaned."""
        assert self.form.is_valid(), self.form.errors
        query = SearchQuery()
        for name, value in self.form.cleaned_data.items():
            query = self.filters[name].filter(query, value)
        return query


@dataclass(frozen=True, slots=True)
class Asked:
    """What a URL asks for: the search as it was understood, what was left out, and the names it was read by."""

    query: SearchQuery
    ignored: tuple[Ignored, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def read_parameters(data: QueryDict, *, besides: Collection[str] = ()) -> Asked:
    """The search of a URL. Never an error: what cannot be used is in `ignored`.

    Args:
        data: request.GET.
        besides: parameters that the page itself reads.
    """
    asked = _read_with(current_vocabulary(), data, besides)
    if any(ignored.parameter in FACETS for ignored in asked.ignored):
        asked = _read_with(current_vocabulary(fresh=True), data, besides)  # a name may be a minute young
    return asked


def _read_with(vocabulary: Vocabulary, data: QueryDict, besides: Collection[str]) -> Asked:
    kept = QueryDict(mutable=True)
    filterset = DecisionFilter(kept, vocabulary)
    filters = filterset.filters
    ignored: list[Ignored] = []
    for name in data:
        if name in filters:
            good, bad = _clean_values(name, data.getlist(name), filters[name])
            kept.setlist(name, good)
            ignored += bad
        elif name not in besides:
            ignored.append(Ignored(name, str(data[name]), "the search has no such parameter."))
    filterset.data = kept  # it was empty when the filters were asked for: making them twice would take 2 ms
    query = filterset.search_query
    if len(query.text) > MAX_TEXT:
        ignored.append(Ignored("q", f"…{query.text[MAX_TEXT:]}", f"only {MAX_TEXT:,} characters are read."))
        query = replace(query, text=query.text[:MAX_TEXT])
    if query.page * query.per_page > MAX_DEPTH:
        ignored.append(Ignored("page", str(query.page), f"only the first {MAX_DEPTH:,} decisions can be paged."))
        query = replace(query, page=1)
    return Asked(query, tuple(ignored), vocabulary)


def _clean_values(
    name: str, values: list[str], parameter: FacetFilter | AttributeFilter
) -> tuple[list[str], list[Ignored]]:
    good: list[str] = []
    ignored: list[Ignored] = []
    for value in filter(str.strip, values):
        reason = _why_not(parameter.one, value)
        if reason:
            ignored.append(Ignored(name, value, reason))
        else:
            good.append(value)
    keep = MAX_VALUES if isinstance(parameter, FacetFilter) else 1
    surplus = good[:-keep]
    ignored += [Ignored(name, value, f"it was given more than {_times(keep)}.") for value in surplus]
    return good[-keep:], ignored


def _why_not(field: forms.Field, value: str) -> str:
    try:
        field.clean(value)
    except ValidationError as error:
        return error.messages[0]
    return ""


def _times(count: int) -> str:
    return "once; the last one counts" if count == 1 else f"{count} times; the last ones count"
