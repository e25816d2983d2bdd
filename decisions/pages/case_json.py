"""A case as JSON: the schema of `manage.py parse`, from the record, with everything masked for the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.models import CitedBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.models import Case, DisputedItem, GuidelineCitation


def case_as_json(case: Case, items: Sequence[DisputedItem]) -> dict[str, Any]:
    """The case and its items; dates ISO, None for what the letter does not state."""
    return {
        "case": case.public_id,
        "url": case.get_absolute_url(),
        "layout": case.layout,
        "parser_version": case.parser_version,
        "case_number": case.case_number,
        "date_assigned": case.date_assigned,
        "date_of_injury": case.date_of_injury,
        "decision_date": case.decision_date,
        "ur_denial_date": case.ur_denial_date,
        "application_received": case.application_received,
        "priority": case.priority,
        "licensure_states": case.reviewer.states,
        "specialties": case.reviewer.specialties,
        "age": case.age,
        "sex": case.sex,
        "clinical_case_summary": case.clinical_case_summary,
        "outcome": case.outcome,
        "warnings": case.warnings,
        "items": [_item(item) for item in items],
    }


def _item(item: DisputedItem) -> dict[str, Any]:
    cited = list(item.citations.all())
    treatment = item.treatment
    return {
        "position": item.position,
        "url": item.get_absolute_url(),
        "description": item.description,
        "request": item.request,
        "outcome": item.outcome,
        "treatment": treatment.name if treatment else None,
        "category": treatment.category if treatment else None,
        "subcategory": treatment.subcategory if treatment else None,
        "body_parts": item.body_parts,
        "quantity": item.quantity,
        "claims_administrator": {
            "mtus": item.administrator_mtus,
            "text": item.administrator_text,
            "citations": _citations(cited, CitedBy.ADMINISTRATOR),
        },
        "imr_reviewer": {
            "mtus": item.reviewer_mtus,
            "text": item.reviewer_text,
            "citations": _citations(cited, CitedBy.REVIEWER),
        },
        "rationale": item.rationale,
        "rationale_citations": _citations(cited, CitedBy.RATIONALE),
        "rationale_cut_off": item.rationale_cut_off,
        "depends_on": item.depends_on,
    }


def _citations(cited: Iterable[GuidelineCitation], by: CitedBy) -> list[dict[str, Any]]:
    return [_citation(one) for one in cited if one.cited_by == by]


def _citation(citation: GuidelineCitation) -> dict[str, Any]:
    return {
        "authority": citation.authority,
        "guideline": citation.name,
        "edition": citation.edition,
        "section": citation.section,
        "pages": citation.pages,
        "text": citation.text,
        "key": citation.guideline.slug if citation.guideline else None,
    }
