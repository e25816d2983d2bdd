"""`ParsedDecision` as the JSON that `manage.py parse` prints: the archive's public schema of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from ingest.parsing.parsed import (
        ParsedCitation,
        ParsedDecision,
        ParsedGuidelineLine,
        ParsedItem,
        ParsedQuantity,
    )

QUANTITY_FIELDS = ("visits", "count", "strength", "refills", "rental_days")


def decision_as_json(decision: ParsedDecision, file: str) -> dict[str, Any]:
    """The letter's JSON object; `file` is the name it was read from. Dates are ISO, outcomes lower case."""
    return {
        "file": file,
        "layout": decision.layout,
        "parser_version": decision.parser_version,
        "case_number": decision.case_number,
        "date_assigned": _iso(decision.date_assigned),
        "date_of_injury": _iso(decision.date_of_injury),
        "decision_date": _iso(decision.decision_date),
        "ur_denial_date": _iso(decision.ur_denial_date),
        "application_received": _iso(decision.application_received),
        "priority": decision.priority,
        "licensure_states": list(decision.licensure_states),
        "specialties": list(decision.specialties),
        "age": decision.age,
        "sex": decision.sex,
        "clinical_case_summary": decision.clinical_case_summary,
        "outcome": decision.outcome,
        "warnings": [{"code": w.code, "field": w.field, "message": w.message} for w in decision.warnings],
        "items": [_item_as_json(item) for item in decision.items],
    }


def _item_as_json(item: ParsedItem) -> dict[str, Any]:
    main = item.treatments[0] if item.treatments else None
    return {
        "position": item.position,
        "description": item.description,
        "request": item.request,
        "outcome": item.outcome,
        "treatment": main and main.name,
        "category": main and main.category,
        "subcategory": main and main.subcategory,
        "body_parts": list(item.body_parts),
        "quantity": quantity_as_json(item.quantity),
        "claims_administrator": _line_as_json(item.claims_administrator),
        "imr_reviewer": _line_as_json(item.imr_reviewer),
        "rationale": item.rationale,
        "rationale_citations": [_citation_as_json(citation) for citation in item.rationale_citations],
    }


def quantity_as_json(quantity: ParsedQuantity | None) -> dict[str, int | str] | None:
    """The stated parts of a quantity, None where nothing is stated."""
    if quantity is None:
        return None
    stated = {name: getattr(quantity, name) for name in QUANTITY_FIELDS}
    return {name: value for name, value in stated.items() if value is not None} or None


def _line_as_json(line: ParsedGuidelineLine) -> dict[str, Any]:
    return {
        "mtus": line.mtus,
        "text": line.text,
        "citations": [_citation_as_json(citation) for citation in line.citations],
    }


def _citation_as_json(citation: ParsedCitation) -> dict[str, Any]:
    return {
        "authority": citation.authority,
        "guideline": citation.guideline,
        "edition": None if citation.edition and citation.edition in citation.guideline else citation.edition,
        "section": citation.section,
        "pages": list(citation.pages),
        "text": citation.text,
        "key": citation.key,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
