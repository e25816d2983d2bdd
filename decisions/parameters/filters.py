"""URL parameters to a `SearchQuery`: a django-filter FilterSet that narrows a search in place of a queryset.

Parameters are cleaned value by value, without a form: there one bad value would drop its whole parameter
and silently widen the search. What is left out is told to the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import ValidationError

from decisions.parameters.fields import (
    CountField,
    DayField,
    FacetValueField,
    SortField,
    SynonymsField,
    TextField,
)
from decisions.parameters.vocabulary import Vocabulary, current_vocabulary
from decisions.search.query import FACETS, SearchQuery, Selection

if TYPE_CHECKING:
    from collections.abc import Collection

    from django import forms
    from django.http import QueryDict

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

    most = MAX_VALUES

    def clean(self, words: str, vocabulary: Vocabulary) -> str:
        """The value that the words mean; raises ValidationError."""
        return FacetValueField(str(self.field_name), vocabulary).clean(words)

    def filter(self, query: SearchQuery, values: list[str]) -> SearchQuery:
        """`query`, narrowed to these values."""
        values = list(dict.fromkeys(values))
        include = tuple(value for value in values if not value.startswith("-"))
        exclude = tuple(value[1:] for value in values if value.startswith("-"))
        return replace(query, filters={**query.filters, self.field_name: Selection(include, exclude)})


class AttributeFilter(django_filters.Filter):  # type: ignore[misc] # likewise
    """Sets one attribute of the query, the last value given."""

    most = 1

    def __init__(self, attribute: str, one: forms.Field) -> None:
        super().__init__(field_name=attribute)
        self.one = one

    def clean(self, words: str, vocabulary: Vocabulary) -> Any:  # noqa: ARG002 - a facet needs it
        """The value that the words mean; raises ValidationError."""
        return self.one.clean(words)

    def filter(self, query: SearchQuery, values: list[Any]) -> SearchQuery:
        """`query` with the attribute."""
        return replace(query, **{str(self.field_name): values[-1]})


class DecisionFilter(django_filters.FilterSet):  # type: ignore[misc] # likewise
    """The parameters of /decisions/: `base_filters`, by name. There is no form: it would take longer than all else."""

    @classmethod
    def get_filters(cls) -> dict[str, FacetFilter | AttributeFilter]:
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
    query, ignored = SearchQuery(), list[Ignored]()
    for name, parameter in DecisionFilter.base_filters.items():
        values, bad = _clean_values(name, data.getlist(name), parameter, vocabulary)
        ignored += bad
        if values:
            query = parameter.filter(query, values)
    known = {*DecisionFilter.base_filters, *besides}
    ignored += [
        Ignored(name, str(data[name]), "the search has no such parameter.") for name in data if name not in known
    ]
    if len(query.text) > MAX_TEXT:
        ignored.append(Ignored("q", f"…{query.text[MAX_TEXT:]}", f"only {MAX_TEXT:,} characters are read."))
        query = replace(query, text=query.text[:MAX_TEXT])
    if query.page * query.per_page > MAX_DEPTH:
        ignored.append(Ignored("page", str(query.page), f"only the first {MAX_DEPTH:,} decisions can be paged."))
        query = replace(query, page=1)
    return Asked(query, tuple(ignored), vocabulary)


def _clean_values(
    name: str, values: list[str], parameter: FacetFilter | AttributeFilter, vocabulary: Vocabulary
) -> tuple[list[Any], list[Ignored]]:
    """What the values of one parameter mean, no more than it takes, and those that were left out."""
    good: list[tuple[str, Any]] = []
    ignored: list[Ignored] = []
    for words in filter(str.strip, values):
        try:
            good.append((words, parameter.clean(words, vocabulary)))
        except ValidationError as error:
            ignored.append(Ignored(name, words, error.messages[0]))
    most = parameter.most
    ignored += [Ignored(name, words, f"it was given more than {_times(most)}.") for words, _ in good[:-most]]
    return [value for _, value in good[-most:]], ignored


def _times(count: int) -> str:
    return "once; the last one counts" if count == 1 else f"{count} times; the last ones count"
