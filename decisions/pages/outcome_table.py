"""A table of decisions by outcome, a row a value: every figure with the address of the decisions behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.models import Outcome
from decisions.pages.facets import KIND_OF, held_to_parents
from decisions.parameters import links
from decisions.parameters.vocabulary import PARENTS
from decisions.paths import path_to
from decisions.search.bands import AGES, INJURY_AGES
from decisions.search.engine import FacetCount
from decisions.search.query import NOT_STATED, Selection
from decisions.statistics.odds import odds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import OutcomeCounts
    from decisions.search.query import SearchQuery
    from decisions.statistics.odds import Odds

OUTCOMES = {
    Outcome.UPHELD.value: "Upheld",
    Outcome.OVERTURNED.value: "Overturned",
    Outcome.MODIFIED.value: "Modified",
    NOT_STATED: "Not stated",
}
"""The columns; the last two stand only where a decision has them."""
ALWAYS = (Outcome.UPHELD.value, Outcome.OVERTURNED.value)
PROFILES = ("treatment", "guideline", "specialty")
"""Facets whose values have a page of their own."""
DRUGS = "pharmaceuticals"
"""The category whose subcategories are the classes of drugs."""


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table by the values of a facet.

    Args:
        name: in addresses and files.
        facet: of decisions.search.query.FACETS.
        title: its heading; `column` heads the values.
        under: only the values of this parent.
        order: the values in their own order; empty for the most frequent first.
        newest_first: numbers, the largest first.
        hint: what is to be known of it.
    """

    name: str
    facet: str
    title: str
    column: str
    under: str = ""
    order: tuple[str, ...] = ()
    newest_first: bool = False
    hint: str = ""

    @property
    def ordered(self) -> bool:
        """Whether its values have an order of their own: they are few, and shown all."""
        return self.newest_first or bool(self.order)

    @property
    def inferred(self) -> bool:
        """Whether its values are ours, not the letters'."""
        return KIND_OF[self.facet].inferred


TABLES = (
    TableKind("category", "category", "By treatment category", "Category"),
    TableKind("drug_class", "subcategory", "By class of drug", "Class of drug", under=DRUGS),
    TableKind("treatment", "treatment", "By treatment", "Treatment"),
    TableKind(
        "guideline",
        "guideline",
        "By guideline",
        "Guideline",
        hint="Relied on by the reviewer. A decision may rely on two.",
    ),
    TableKind(
        "specialty",
        "specialty",
        "By reviewer specialty",
        "Specialty",
        hint="Specialties review different treatments: their shares do not compare. The page of each allows for it.",
    ),
    TableKind("year", "year", "By year of the decision", "Year", newest_first=True),
    TableKind(
        "injury_age",
        "injury_age",
        "By age of the injury",
        "From injury to decision",
        order=tuple(band.value for band in INJURY_AGES),
    ),
    TableKind("age_band", "age_band", "By age of the injured worker", "Age", order=tuple(band.value for band in AGES)),
)
SECTIONS = TableKind("section", "section", "By section", "Section", hint="As the reviewer cites it, in later letters.")
"""There are too many sections for a table of all guidelines: it stands on the page of each."""
TABLE_OF = {kind.name: kind for kind in (*TABLES, SECTIONS)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of decisions and where they are listed."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """The decisions with one value.

    Args:
        value, label, context: the value and what it is called; of a section its guideline.
        url: of its own page, of its statistics, or of its decisions.
        total: all of them.
        figures: by outcome, one a column of the table; `counts` of every outcome that there is.
        odds: how often the denial was overturned.
    """

    value: str
    label: str
    context: str
    url: str
    total: Figure
    figures: tuple[Figure, ...]
    counts: Mapping[str, int]
    odds: Odds


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to print.

    Args:
        columns: the outcomes that its figures stand under.
        rows: those shown; `rest` more are on the page at `whole_url` and in the file at `csv_url`.
    """

    kind: TableKind
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: int
    whole_url: str
    csv_url: str


def columns_of(total: Mapping[str, int]) -> tuple[str, ...]:
    """The outcomes that stand as columns: those that always do, and those that a decision has."""
    return tuple(outcome for outcome in OUTCOMES if outcome in ALWAYS or total.get(outcome))


def build_table(  # noqa: PLR0913 - a table is made of so much
    kind: TableKind,
    counts: OutcomeCounts,
    query: SearchQuery,
    vocabulary: Vocabulary,
    *,
    most: int | None = None,
    url_of: Callable[[SearchQuery], str] | None = None,
) -> Table:
    """A table of a search's decisions.

    Args:
        kind: which.
        counts: of the search, its facet among them.
        query: the search, without a choice of outcomes.
        vocabulary: what the values are called.
        most: rows shown.
        url_of: where the values lead, given the search for one; else to their own pages, or to their decisions.
    """
    by_value = counts.facets[kind.facet]
    values = values_shown(kind, query, by_value, vocabulary)
    columns = columns_of(counts.total)
    rows = []
    for value in values if kind.ordered else values[:most]:
        of_value = links.with_selection(query, kind.facet, Selection((value,), _excluded(query, kind.facet)))
        label, context = vocabulary.name(kind.facet, value), vocabulary.context(kind.facet, value)
        row = make_row(listing(of_value), by_value.get(value, {}), columns, value=value, label=label)
        url = url_of(of_value) if url_of else _page_of(kind.facet, value, vocabulary) or row.url
        rows.append(replace(row, context="" if _parent_chosen(kind, query) else context, url=url))
    return Table(
        kind=kind,
        columns=tuple(OUTCOMES[outcome] for outcome in columns),
        rows=tuple(rows),
        rest=len(values) - len(rows),
        whole_url=links.search_url(query, path=path_to("statistics"), table=kind.name),
        csv_url=links.search_url(query, path=path_to("statistics_csv"), table=kind.name),
    )


def sections_in(counts: OutcomeCounts) -> list[FacetCount]:
    """The sections counted, the most frequent first: their names have to be learnt."""
    return [FacetCount(value, sum(of.values())) for value, of in counts.facets.get("section", {}).items()]


def make_row(
    url_of: Callable[[str], str], counts: Mapping[str, int], columns: Iterable[str], *, value: str, label: str
) -> Row:
    """The row of some decisions.

    Args:
        url_of: where those of an outcome are listed; all of them for "".
        counts: of them by outcome.
        columns: the outcomes that the table has columns of.
        value: what the row is of; `label` says it in words.
        label: see `value`.
    """
    url = url_of("")
    return Row(
        value=value,
        label=label,
        context="",
        url=url,
        total=Figure(sum(counts.values()), url),
        figures=tuple(Figure(counts.get(outcome, 0), url_of(outcome)) for outcome in columns),
        counts=counts,
        odds=odds_of(counts),
    )


def listing(query: SearchQuery) -> Callable[[str], str]:
    """Where the decisions of an outcome are listed, all for "": the search, whatever outcome is chosen in it."""
    whatever = links.without_facet(query, "outcome")
    url, adding = links.search_url(whatever), links.adding(whatever, "outcome")
    return lambda outcome: adding(outcome) if outcome else url


def values_shown(
    kind: TableKind, query: SearchQuery, by_value: Mapping[str, Mapping[str, int]], vocabulary: Vocabulary
) -> list[str]:
    """The values that have a row, in order: those chosen in the search, where any are, else all that are found."""
    included = query.filters.get(kind.facet, Selection()).include
    totals = Counter({value: sum(counts.values()) for value, counts in by_value.items()})
    listed = [FacetCount(value, totals[value]) for value in included or totals]
    values = [one.value for one in held_to_parents(kind.facet, query, listed, vocabulary)]
    if kind.under:
        values = [value for value in values if value.startswith(f"{kind.under}:")]
    return sorted(values, key=lambda value: _place(kind, value, totals[value]))


def _place(kind: TableKind, value: str, count: int) -> tuple[int, int, str]:
    """Where a value stands; what is not stated stands last where values have an order of their own."""
    if kind.order:
        return (kind.order.index(value) if value in kind.order else len(kind.order), 0, value)
    if kind.newest_first:
        return (-int(value) if value.isdigit() else 0, 0, value)
    return (value == NOT_STATED, -count, value)


def _excluded(query: SearchQuery, facet: str) -> tuple[str, ...]:
    return query.filters.get(facet, Selection()).exclude


def _parent_chosen(kind: TableKind, query: SearchQuery) -> bool:
    """Whether all values belong to one parent, which need not stand beside each."""
    parent = PARENTS.get(kind.facet, "")
    return bool(kind.under) or len(query.filters.get(parent, Selection()).include) == 1


def _page_of(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """Where the value has a page of its own; empty where it has none."""
    if facet == "section":
        guideline, _, section = value.partition(":")
        return path_to("guideline_section", guideline, section) if guideline in vocabulary.labels["guideline"] else ""
    known = facet in PROFILES and value in vocabulary.labels.get(facet, {})
    return path_to(facet, value) if known else ""
