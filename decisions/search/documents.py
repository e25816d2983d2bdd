"""Rows to index documents: what of a case is searched, and by which values it is filtered."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from decisions.models import CitedBy
from decisions.search.bands import AGES, INJURY_AGES, band_of, full_years
from decisions.search.engine import ItemDocument
from decisions.search.flags import flags_of
from decisions.search.rows import read_rows, slugify, slugs, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decisions.search.rows import CaseRow, CitationRow, ItemRow, Rows, TreatmentRow

ADMINISTRATOR = CitedBy.ADMINISTRATOR.value


def documents_of(case_ids: Sequence[int]) -> Iterator[ItemDocument]:
    """The documents of these cases' items, by case id and position; the ids are in order.

    A case that is deleted meanwhile has none.
    """
    rows = read_rows(case_ids)
    for case_id, items in groupby(rows.items, key=attrgetter("case_id")):
        case = rows.cases[case_id]
        shared = case_facets(case, *rows.profiles[case.reviewer_id])
        for item in items:
            yield document_of(rows, case, shared, item)


def document_of(rows: Rows, case: CaseRow, shared: Mapping[str, tuple[str, ...]], item: ItemRow) -> ItemDocument:
    """One item; `shared` are the facets of its case."""
    treatments = treatments_of(rows, item)
    cited = rows.citations.get(item.pk, ())
    relied_on = [(read(rows, each), each.pages) for each in cited if each.cited_by != ADMINISTRATOR]
    guidelines = stated([each.slug for each, _ in relied_on])
    admin_guidelines = stated([read(rows, each).slug for each in cited if each.cited_by == ADMINISTRATOR])
    return ItemDocument(
        item_id=item.pk,
        case_id=case.pk,
        case_key=case.public_id,
        position=item.position,
        decision_date=case.decision_date,
        description=item.description,
        treatment="\n".join([each.name for each in treatments]),
        rationale=item.rationale,
        guideline="\n".join(dict.fromkeys([words for each, _ in relied_on for words in each.words])),
        summary=case.summary or "",
        facets={
            **shared,
            "outcome": one(item.outcome),
            "category": stated([each.category for each in treatments]),
            "subcategory": stated([each.subcategory for each in treatments]),
            "treatment": tuple([each.slug for each in treatments]),
            "body_part": slugs(tuple(item.body_parts)),
            "guideline": guidelines,
            "section": stated([each.section for each, _ in relied_on]),
            "guideline_page": stated([str(page) for _, pages in relied_on for page in pages]),
            "admin_guideline": admin_guidelines,
            "flag": flags_of(
                reviewer=guidelines,
                administrator=admin_guidelines,
                depends=item.depends_on is not None,
                cut_off=item.rationale_cut_off,
            ),
        },
    )


def case_facets(case: CaseRow, specialties: tuple[str, ...], states: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The facets that all items of a case share."""
    injury_age = full_years(case.date_of_injury, case.decision_date)
    return {
        "specialty": specialties,
        "state": states,
        "year": one(str(case.decision_date.year) if case.decision_date else None),
        "case_outcome": one(case.outcome),
        "priority": one(slugify(case.priority) if case.priority else None),
        "age_band": one(band_of(case.age, AGES)),
        "sex": one(case.sex),
        "injury_age": one(band_of(injury_age, INJURY_AGES)),
    }


def one(value: str | None) -> tuple[str, ...]:
    """A facet of one value, or of none."""
    return (value,) if value else ()


def treatments_of(rows: Rows, item: ItemRow) -> list[TreatmentRow]:
    """All treatments of an item, the main one first, each once."""
    main = () if item.treatment_id is None else (item.treatment_id,)
    return [rows.treatments[pk] for pk in dict.fromkeys((*main, *rows.found.get(item.pk, ()))) if pk in rows.treatments]


class Cited(NamedTuple):
    """A citation as the index knows it.

    Args:
        slug: of the canonical guideline, else of the letter's own words for it.
        words: the names it can be searched by: the letter's, the canonical one, the section.
        section: `guideline:section`, since sections of two guidelines share names; None without a section.
    """

    slug: str
    words: tuple[str, ...]
    section: str | None


def read(rows: Rows, citation: CitationRow) -> Cited:
    """A citation, its guideline looked up where the letter's words for it are known."""
    known = rows.guidelines.get(citation.guideline_id) if citation.guideline_id else None
    return cited_as(known, citation.name, citation.section, citation.section_key)


@lru_cache(maxsize=20_000)
def cited_as(known: tuple[str, str] | None, name: str, section: str | None, section_key: str | None) -> Cited:
    """A guideline by its slug and name, or by the letter's name alone, and a section."""
    slug = known[0] if known else slugify(name)[:100]
    words = stated((name, known[1] if known else None, section))
    key = section_key or slugify(section or "")[:200]
    return Cited(slug, words, f"{slug}:{key}" if key else None)
