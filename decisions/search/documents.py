"""Rows to index documents: what of a case is searched, and by which values it is filtered.

Reads plain tuples, not model instances: a rebuild reads millions of rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from django.utils import text as django_text

from decisions.models import Case, CitedBy, DisputedItem, Guideline, GuidelineCitation, Reviewer, Treatment
from decisions.search.bands import AGES, INJURY_AGES, band_of, full_years
from decisions.search.engine import ItemDocument
from decisions.search.flags import flags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date


slugify = lru_cache(maxsize=20_000)(django_text.slugify)
"""The same few names come again and again."""


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
    profiles: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]
    treatments: Mapping[int, TreatmentRow]
    guidelines: Mapping[int, tuple[str, str]]
    found: Mapping[int, Sequence[int]]
    citations: Mapping[int, Sequence[CitationRow]]


def documents_of(case_ids: Sequence[int]) -> Iterator[ItemDocument]:
    """The documents of these cases' items, by case id and position: seven queries, however many cases."""
    items = (
        DisputedItem.objects.filter(case__in=case_ids)
        .order_by("case_id", "position")
        .values_list(
            *("pk", "case_id", "position", "description", "outcome", "treatment_id", "body_parts", "rationale"),
            *("rationale_cut_off", "depends_on"),
        )
    )
    listed = list(map(ItemRow._make, items))
    rows = read_rows(case_ids, [item.pk for item in listed])
    # A case may be deleted between two of the queries: then its items are left out.
    return (document_of(rows, rows.cases[item.case_id], item) for item in listed if item.case_id in rows.cases)


def read_rows(case_ids: Sequence[int], item_ids: Sequence[int]) -> Rows:
    """What the documents of these cases and items are made of, beside the items."""
    cases = Case.objects.filter(pk__in=case_ids).values_list(
        *("pk", "public_id", "decision_date", "clinical_case_summary", "reviewer_id"),
        *("date_of_injury", "priority", "age", "sex", "outcome"),
    )
    by_id = {row[0]: CaseRow._make(row) for row in cases}
    profiles = Reviewer.objects.filter(pk__in={case.reviewer_id for case in by_id.values()})
    return Rows(
        cases=by_id,
        profiles={
            pk: (slugs(specialties), slugs(states))
            for pk, specialties, states in profiles.values_list("pk", "specialties", "states")
        },
        treatments=dict(read_treatments()),
        guidelines={pk: (slug, name) for pk, slug, name in Guideline.objects.values_list("pk", "slug", "name")},
        found=read_found(item_ids),
        citations=read_citations(item_ids),
    )


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
    links = through.filter(disputeditem__in=item_ids).order_by("pk").values_list("disputeditem_id", "treatment_id")
    for item_id, treatment_id in links:
        found[item_id].append(treatment_id)
    return found


def read_citations(item_ids: Sequence[int]) -> Mapping[int, Sequence[CitationRow]]:
    """Item to what is cited in its decision."""
    found: dict[int, list[CitationRow]] = defaultdict(list)
    citations = (
        GuidelineCitation.objects.filter(item__in=item_ids)
        .order_by("item_id", "cited_by", "position")
        .values_list("item_id", "cited_by", "guideline_id", "name", "section", "section_key", "pages")
    )
    for row in map(CitationRow._make, citations):
        found[row.item_id].append(row)
    return found


def document_of(rows: Rows, case: CaseRow, item: ItemRow) -> ItemDocument:
    """One item."""
    treatments = treatments_of(rows, item)
    cited = rows.citations.get(item.pk, ())
    relied_on = [each for each in cited if each.cited_by != CitedBy.ADMINISTRATOR.value]
    administrator = [each for each in cited if each.cited_by == CitedBy.ADMINISTRATOR.value]
    guidelines = stated(guideline_slug(rows, each) for each in relied_on)
    admin_guidelines = stated(guideline_slug(rows, each) for each in administrator)
    specialties, states = rows.profiles[case.reviewer_id]
    return ItemDocument(
        item_id=item.pk,
        case_id=case.pk,
        case_key=case.public_id,
        position=item.position,
        decision_date=case.decision_date,
        description=item.description,
        treatment="\n".join(each.name for each in treatments),
        rationale=item.rationale,
        guideline="\n".join(dict.fromkeys(chain.from_iterable(guideline_words(rows, each) for each in relied_on))),
        summary=case.summary or "",
        facets={
            "outcome": (item.outcome,) if item.outcome else (),
            "category": stated(each.category for each in treatments),
            "subcategory": stated(each.subcategory for each in treatments),
            "treatment": tuple(each.slug for each in treatments),
            "body_part": slugs(item.body_parts),
            "specialty": specialties,
            "state": states,
            "guideline": guidelines,
            "section": stated(section_value(rows, each) for each in relied_on),
            "guideline_page": stated(str(page) for each in relied_on for page in each.pages),
            "admin_guideline": admin_guidelines,
            "flag": flags_of(
                reviewer=guidelines,
                administrator=admin_guidelines,
                depends=item.depends_on is not None,
                cut_off=item.rationale_cut_off,
            ),
            **case_facets(case),
        },
    )


def case_facets(case: CaseRow) -> dict[str, tuple[str, ...]]:
    """The facets that all items of a case share, its reviewer's apart."""
    injury_age = full_years(case.date_of_injury, case.decision_date)
    return {
        "year": stated([str(case.decision_date.year) if case.decision_date else None]),
        "case_outcome": stated([case.outcome]),
        "priority": stated([slugify(case.priority) if case.priority else None]),
        "age_band": stated([band_of(case.age, AGES)]),
        "sex": stated([case.sex]),
        "injury_age": stated([band_of(injury_age, INJURY_AGES)]),
    }


def treatments_of(rows: Rows, item: ItemRow) -> list[TreatmentRow]:
    """All treatments of an item, the main one first, each once."""
    main = () if item.treatment_id is None else (item.treatment_id,)
    return [rows.treatments[pk] for pk in dict.fromkeys((*main, *rows.found.get(item.pk, ()))) if pk in rows.treatments]


def guideline_words(rows: Rows, citation: CitationRow) -> Iterator[str]:
    """The names a guideline can be searched by: the letter's, the canonical one, the section."""
    yield citation.name
    if known := canonical(rows, citation):
        yield known[1]
    if citation.section:
        yield citation.section


def canonical(rows: Rows, citation: CitationRow) -> tuple[str, str] | None:
    """Slug and name of the guideline, where the letter's words for it are known."""
    return rows.guidelines.get(citation.guideline_id) if citation.guideline_id else None


def guideline_slug(rows: Rows, citation: CitationRow) -> str:
    """The canonical guideline, else the letter's own words for it."""
    known = canonical(rows, citation)
    return known[0] if known else slugify(citation.name)[:100]


def section_value(rows: Rows, citation: CitationRow) -> str | None:
    """`guideline:section`, since sections of two guidelines share names."""
    key = citation.section_key or slugify(citation.section or "")[:200]
    return f"{guideline_slug(rows, citation)}:{key}" if key else None


def slugs(names: Iterable[str]) -> tuple[str, ...]:
    """Names as facet values, each once."""
    return stated(map(slugify, names))


def stated(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in order; nothing empty."""
    return tuple(dict.fromkeys(value for value in values if value))
