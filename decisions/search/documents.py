"""Rows to index documents: what of a case is searched, and by which values it is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.text import slugify

from decisions.models import Case, CitedBy, DisputedItem, GuidelineCitation
from decisions.search.engine import ItemDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decisions.models import Treatment


def documents_of(case_ids: Sequence[int]) -> Iterator[ItemDocument]:
    """The documents of these cases' items, by case id and position: five queries, however many cases."""
    for case in cases_with_all(case_ids):
        for item in case.items.all():
            yield document_of(case, item)


def cases_with_all(case_ids: Sequence[int]) -> Iterable[Case]:
    """The cases with everything that the index reads of them, and without the letter's text."""
    citations = GuidelineCitation.objects.select_related("guideline").only(
        "item_id", "cited_by", "name", "section", "section_key", "pages", "guideline__slug", "guideline__name"
    )
    items = (
        DisputedItem.objects.defer("spans", "administrator_text", "reviewer_text", "request", "quantity")
        .select_related("treatment")
        .prefetch_related("treatments", Prefetch("citations", citations.order_by("item_id", "cited_by", "position")))
        .order_by("case_id", "position")
    )
    return (
        Case.objects.filter(pk__in=case_ids)
        .select_related("reviewer")
        .only("public_id", "decision_date", "clinical_case_summary", "reviewer")
        .prefetch_related(Prefetch("items", items))
        .order_by("pk")
    )


def document_of(case: Case, item: DisputedItem) -> ItemDocument:
    """One item; reads nothing that `cases_with_all` did not fetch."""
    treatments = treatments_of(item)
    relied_on, administrator = sides(item)
    return ItemDocument(
        item_id=item.pk,
        case_id=case.pk,
        case_key=case.public_id,
        position=item.position,
        decision_date=case.decision_date,
        description=item.description,
        treatment="\n".join(words for each in treatments for words in (each.name, *each.synonyms)),
        rationale=item.rationale,
        guideline="\n".join(dict.fromkeys(words for each in relied_on for words in guideline_words(each))),
        summary=case.clinical_case_summary or "",
        facets={
            "outcome": stated([item.outcome]),
            "category": stated(slugify(each.category) for each in treatments),
            "treatment": stated(each.slug for each in treatments),
            "body_part": stated(map(slugify, item.body_parts)),
            "specialty": stated(map(slugify, case.reviewer.specialties)),
            "state": stated(map(slugify, case.reviewer.states)),
            "guideline": stated(map(guideline_slug, relied_on)),
            "section": stated(map(section_value, relied_on)),
            "guideline_page": stated(str(page) for each in relied_on for page in each.pages),
            "admin_guideline": stated(map(guideline_slug, administrator)),
            "year": stated([str(case.decision_date.year)] if case.decision_date else []),
        },
    )


def treatments_of(item: DisputedItem) -> list[Treatment]:
    """All treatments of an item, the main one first, each once."""
    found = [item.treatment] if item.treatment else []
    return list({each.pk: each for each in (*found, *item.treatments.all())}.values())


def sides(item: DisputedItem) -> tuple[list[GuidelineCitation], list[GuidelineCitation]]:
    """What the reviewer relied on, in the guideline line or the rationale, and what the administrator did."""
    citations = list(item.citations.all())
    administrator = [each for each in citations if each.cited_by == CitedBy.ADMINISTRATOR]
    return [each for each in citations if each.cited_by != CitedBy.ADMINISTRATOR], administrator


def guideline_words(citation: GuidelineCitation) -> Iterator[str]:
    """The names a guideline can be searched by: the letter's, the canonical one, the section."""
    yield citation.name
    if citation.guideline:
        yield citation.guideline.name
    if citation.section:
        yield citation.section


def guideline_slug(citation: GuidelineCitation) -> str:
    """The canonical guideline, else the letter's own words for it."""
    return citation.guideline.slug if citation.guideline else slugify(citation.name)[:100]


def section_value(citation: GuidelineCitation) -> str | None:
    """`guideline:section`, since sections of two guidelines share names."""
    key = citation.section_key or slugify(citation.section or "")[:200]
    return f"{guideline_slug(citation)}:{key}" if key else None


def stated(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in order; nothing empty."""
    return tuple(dict.fromkeys(value for value in values if value))
