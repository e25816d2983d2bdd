"""What index documents are made of, as plain tuples: a rebuild reads millions of rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import text as django_text

from decisions.models import Case, DisputedItem, Guideline, GuidelineCitation, Reviewer, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date


slugify = lru_cache(maxsize=20_000)(django_text.slugify)
"""The same few names come again and again."""

SPARSE = 4
"""Ids of which fewer than one in so many are wanted are asked for one by one."""


class CaseRow(NamedTuple):
    """What the index reads of a case."""

    pk: int
    public_id: str
    decision_date: date | None
    summary: str | None
    reviewer_id: int
    date_of_injury: date | None
    priority: str | None
    age: int | None
    sex: str | None
    outcome: str | None


class ItemRow(NamedTuple):
    """What the index reads of an item."""

    pk: int
    case_id: int
    position: int
    description: str
    outcome: str | None
    treatment_id: int | None
    body_parts: list[str]
    rationale: str
    rationale_cut_off: bool
    depends_on: int | None


class CitationRow(NamedTuple):
    """What the index reads of a citation."""

    item_id: int
    cited_by: str
    guideline_id: int | None
    name: str
    section: str | None
    section_key: str | None
    pages: list[int]


class TreatmentRow(NamedTuple):
    """A treatment as the index knows it."""

    slug: str
    category: str
    subcategory: str
    name: str


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that the documents of some cases are made of."""

    cases: Mapping[int, CaseRow]
    items: Sequence[ItemRow]
    profiles: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]
    treatments: Mapping[int, TreatmentRow]
    guidelines: Mapping[int, tuple[str, str]]
    found: Mapping[int, Sequence[int]]
    citations: Mapping[int, Sequence[CitationRow]]


def read_rows(case_ids: Sequence[int]) -> Rows:
    """All rows of these cases and of what they point to: seven queries, however many cases.

    The cases are read first: what changes between two of the queries changes a case's revision as well,
    and is found stale by it.
    """
    cases = {case.pk: case for case in read_cases(case_ids)}
    items = [item for item in read_items(case_ids) if item.case_id in cases]
    item_ids = sorted(item.pk for item in items)
    profiles = Reviewer.objects.filter(pk__in={case.reviewer_id for case in cases.values()})
    return Rows(
        cases=cases,
        items=items,
        profiles={
            pk: (slugs(tuple(specialties)), slugs(tuple(states)))
            for pk, specialties, states in profiles.values_list("pk", "specialties", "states")
        },
        treatments=dict(read_treatments()),
        guidelines={pk: (slug, name) for pk, slug, name in Guideline.objects.values_list("pk", "slug", "name")},
        found=read_found(item_ids),
        citations=read_citations(item_ids),
    )


def within(field: str, ids: Sequence[int]) -> Q:
    """Where `field` is one of these ids, which are in order, and perhaps where it is one between them.

    Ids that lie close together are read as a range: that spares sending and looking up thousands of numbers.
    """
    if ids and ids[-1] - ids[0] < SPARSE * len(ids):
        return Q(**{f"{field}__gte": ids[0], f"{field}__lte": ids[-1]})
    return Q(**{f"{field}__in": ids})


def read_cases(case_ids: Sequence[int]) -> Iterator[CaseRow]:
    """Those of the cases that are published: what the public does not see has no documents."""
    wanted = set(case_ids)
    rows = (
        Case.objects.public()
        .filter(within("pk", case_ids))
        .values_list(
            *("pk", "public_id", "decision_date", "clinical_case_summary", "reviewer_id"),
            *("date_of_injury", "priority", "age", "sex", "outcome"),
        )
    )
    return (CaseRow._make(row) for row in rows if row[0] in wanted)


def read_items(case_ids: Sequence[int]) -> Iterator[ItemRow]:
    """The items of the cases, by case id and position; perhaps some of others too."""
    rows = (
        DisputedItem.objects.filter(within("case", case_ids))
        .order_by("case_id", "position")
        .values_list(
            *("pk", "case_id", "position", "description", "outcome", "treatment_id", "body_parts", "rationale"),
            *("rationale_cut_off", "depends_on"),
        )
    )
    return map(ItemRow._make, rows)


def read_treatments() -> Iterator[tuple[int, TreatmentRow]]:
    """All treatments by id: there are some hundred."""
    rows = Treatment.objects.values_list("pk", "slug", "name", "category", "subcategory")
    for pk, slug, name, category, subcategory in rows:
        yield pk, TreatmentRow(slug, slugify(category), subcategory_value(category, subcategory), name)


def subcategory_value(category: str, subcategory: str) -> str:
    """`category:subcategory`, since those of two categories may share names; empty without a subcategory."""
    return f"{slugify(category)}:{slugify(subcategory)}" if subcategory else ""


def read_found(item_ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """Item to the treatments found in it."""
    found: dict[int, list[int]] = defaultdict(list)
    through = DisputedItem.treatments.through.objects
    links = (
        through.filter(within("disputeditem", item_ids)).order_by("pk").values_list("disputeditem_id", "treatment_id")
    )
    for item_id, treatment_id in links.values_list("disputeditem_id", "treatment_id"):
        found[item_id].append(treatment_id)
    return found


def read_citations(item_ids: Sequence[int]) -> Mapping[int, Sequence[CitationRow]]:
    """Item to what is cited in its decision."""
    found: dict[int, list[CitationRow]] = defaultdict(list)
    citations = (
        GuidelineCitation.objects.filter(within("item", item_ids))
        .order_by("item_id", "cited_by", "position")
        .values_list("item_id", "cited_by", "guideline_id", "name", "section", "section_key", "pages")
    )
    for row in map(CitationRow._make, citations):
        found[row.item_id].append(row)
    return found


@lru_cache(maxsize=20_000)
def slugs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as facet values, each once."""
    return stated(map(slugify, names))


def stated(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in order; nothing empty."""
    return tuple(dict.fromkeys(filter(None, values)))
