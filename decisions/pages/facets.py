"""The facets as the page prints them: each value with its label, count and links."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from decisions.models import Outcome
from decisions.parameters import links
from decisions.paths import path_to
from decisions.search.query import FACETS, NOT_STATED, Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import FacetCount, SearchResult
    from decisions.search.query import SearchQuery

TOP = 10
"""Values of a facet that the results page lists; the rest is on the facet's own page."""
HISTOGRAM = 30
"""Bars of a histogram: more years than there is IMR."""


@dataclass(frozen=True, slots=True)
class FacetKind:
    """How one facet is shown.

    Args:
        name: of decisions.search.query.FACETS; also its URL parameter.
        title: its heading.
        plural: its values together.
        hint: what it means, where the title does not say.
        inferred: its values are ours, not the letters'.
        folded: a mere link to its own page until it is used; not counted before.
        by_value: largest value first instead of the most frequent, each with a bar: a histogram, not cut at TOP.
        under: the facet whose values these divide; opened and held to them once one of them is chosen.
    """

    name: str
    title: str
    plural: str
    hint: str = ""
    inferred: bool = False
    folded: bool = False
    by_value: bool = False
    under: str = ""


KINDS = (
    FacetKind("outcome", "Outcome", "outcomes"),
    FacetKind("category", "Treatment category", "treatment categories", inferred=True),
    FacetKind(
        "subcategory",
        "Treatment subcategory",
        "treatment subcategories",
        inferred=True,
        folded=True,
        under="category",
    ),
    FacetKind("treatment", "Treatment", "treatments", inferred=True),
    FacetKind("specialty", "Reviewer specialty", "reviewer specialties"),
    FacetKind(
        "guideline",
        "Guideline",
        "guidelines",
        "Relied on by the reviewer, in the guideline line or the rationale.",
    ),
    FacetKind("section", "Guideline section", "guideline sections", folded=True, under="guideline"),
    FacetKind("guideline_page", "Guideline page", "guideline pages", "Cited by the reviewer, of any guideline."),
    FacetKind("year", "Decision year", "decision years", by_value=True),
    FacetKind("state", "Reviewer licensed in", "states of licensure", folded=True),
    FacetKind("body_part", "Body part", "body parts", inferred=True, folded=True),
    FacetKind(
        "admin_guideline",
        "Claims administrator’s guideline",
        "claims administrators’ guidelines",
        "What the denial relied on, as the letter reports it.",
        folded=True,
    ),
    FacetKind(
        "case_outcome", "Outcome of the case", "outcomes of cases", "Of all its decisions together.", folded=True
    ),
    FacetKind("priority", "Priority", "priorities", folded=True),
    FacetKind("age_band", "Age of the injured worker", "ages", folded=True),
    FacetKind("sex", "Sex of the injured worker", "sexes", folded=True),
    FacetKind("injury_age", "From injury to decision", "times from injury to decision", folded=True),
    FacetKind(
        "flag",
        "Out of the ordinary",
        "flags",
        "What the archive noticed in how the decision was made.",
        inferred=True,
        folded=True,
    ),
)
"""In the order of the page."""

KIND_OF = {kind.name: kind for kind in KINDS}

assert set(KIND_OF) == set(FACETS), "every facet of the index has its heading"


class FacetValue(NamedTuple):
    """One value of a facet: what it is called, how many decisions have it, where a click leads.

    Args:
        context: of a section, its guideline.
        chosen: selected or excluded.
        exclude_url: the search without it; empty where that is not offered.
        meaning: of an outcome.
        share: of a value in a histogram, the length of its bar in percent of the longest.
    """

    facet: str
    value: str
    label: str
    context: str
    decisions: int
    chosen: bool
    excluded: bool
    toggle_url: str
    exclude_url: str = ""
    meaning: str = ""
    share: int = 0

    @property
    def parameter(self) -> str:
        """Its value in the URL, with the minus of an excluded one."""
        return f"-{self.value}" if self.excluded else self.value

    @property
    def shown(self) -> str:
        """The count as printed."""
        return f"{self.decisions:,}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that the page lists; `rest` more are on the page at `more_url`.

    `folded` where it was not counted: its values are all on that page.
    """

    kind: FacetKind
    values: tuple[FacetValue, ...]
    rest: int
    more_url: str
    folded: bool


def facet_values(
    facet: str, query: SearchQuery, counts: Iterable[FacetCount], vocabulary: Vocabulary
) -> tuple[FacetValue, ...]:
    """The values of a facet, ready to print, in the order of `counts`."""
    adding = links.adding(query, facet)
    return tuple(_facet_value(facet, query, count, vocabulary, adding) for count in counts)


def counted_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets that the results page lists values of: those that stand open, those in use, and their parts."""
    return tuple(
        kind.name for kind in KINDS if not kind.folded or kind.name in query.filters or _included(query, kind.under)
    )


def held_to_parents(
    facet: str, query: SearchQuery, counts: Sequence[FacetCount], vocabulary: Vocabulary
) -> Sequence[FacetCount]:
    """The counts less those that belong to another category, subcategory or guideline than the chosen ones.

    A decision on two treatments has values of two categories: under one of them the other's would mislead.
    """
    chains = ((parent, _included(query, parent)) for parent in ("subcategory", "category", "guideline"))
    wanted = {parent: set(chosen) for parent, chosen in chains if chosen}
    if not wanted:
        return counts
    return [
        count
        for count in counts
        if count.selected
        or count.excluded
        or all(parent not in wanted or own in wanted[parent] for parent, own in vocabulary.parents(facet, count.value))
    ]


def _included(query: SearchQuery, facet: str) -> tuple[str, ...]:
    return query.filters.get(facet, Selection()).include


def short_facets(query: SearchQuery, counts: Mapping[str, Sequence[FacetCount]], vocabulary: Vocabulary) -> list[Facet]:
    """The facets of `counts` as the results page lists them; without counts that were asked for, folded."""
    elsewhere = links.elsewhere(query)
    facets = []
    for name, of_facet in counts.items():
        kind, more_url = KIND_OF[name], elsewhere(path_to("facet", name))
        if of_facet or name in query.facets:
            facets.append(_short_facet(kind, query, of_facet, vocabulary, more_url))
        else:
            facets.append(Facet(kind, (), 0, more_url, folded=True))
    return facets


def _short_facet(
    kind: FacetKind, query: SearchQuery, counts: Sequence[FacetCount], vocabulary: Vocabulary, more_url: str
) -> Facet:
    """What is chosen, which stands first in `counts`, then the TOP others."""
    counts = held_to_parents(kind.name, query, counts, vocabulary)
    chosen = list(takewhile(lambda count: count.selected or count.excluded, counts))
    others = counts[len(chosen) :]
    if kind.by_value:
        others = sorted(others, key=lambda count: (count.value.isdigit(), count.value), reverse=True)
    shown = [*chosen, *others[: max(0, (HISTOGRAM if kind.by_value else TOP) - len(chosen))]]
    values = facet_values(kind.name, query, shown, vocabulary)
    return Facet(
        kind=kind,
        values=_with_bars(values) if kind.by_value else values,
        rest=len(counts) - len(shown),
        more_url=more_url,
        folded=False,
    )


def _with_bars(values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """A histogram in the order of its values, wherever the chosen ones stood."""
    longest = max((value.decisions for value in values), default=0) or 1
    ordered = sorted(values, key=lambda value: (value.value.isdigit(), value.value), reverse=True)
    return tuple(value._replace(share=-(-100 * value.decisions // longest)) for value in ordered)


def ways_in(
    result: SearchResult, query: SearchQuery, names: Iterable[str], vocabulary: Vocabulary
) -> tuple[Facet, ...]:
    """Facets to go on from a search; what is not stated leads nowhere and is left out."""
    stated = {name: _leading_on(result.facets.get(name, ()), query) for name in names}
    return tuple(facet for facet in short_facets(query, stated, vocabulary) if facet.values)


def _leading_on(counts: Iterable[FacetCount], query: SearchQuery) -> list[FacetCount]:
    """What is stated; of sections, under one guideline, its own alone."""
    guidelines = query.filters.get("guideline", Selection()).include
    return [
        count
        for count in counts
        if count.value != NOT_STATED
        and (":" not in count.value or not guidelines or count.value.partition(":")[0] in guidelines)
    ]


def _facet_value(
    facet: str, query: SearchQuery, count: FacetCount, vocabulary: Vocabulary, adding: Callable[[str], str]
) -> FacetValue:
    value = count.value
    chosen = count.selected or count.excluded
    return FacetValue(
        facet=facet,
        value=value,
        label=vocabulary.name(facet, value),
        context=vocabulary.context(facet, value),
        decisions=count.count,
        chosen=chosen,
        excluded=count.excluded,
        toggle_url=links.search_url(links.without_value(query, facet, value)) if chosen else adding(value),
        meaning=Outcome(value).meaning if facet == "outcome" and value in Outcome.values else "",
    )
