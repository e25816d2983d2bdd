"""A parsed letter as the columns of its rows: what is stored, and nothing of how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.models import CitedBy
from ingest.parsing.header import DATE_FIELDS
from ingest.parsing.schema import quantity_as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ingest.loading.vocabulary import Pointers
    from ingest.parsing.parsed import ParsedCitation, ParsedDecision, ParsedItem, Span

Columns = dict[str, Any]

_SAME_NAME = (
    "case_number",
    "layout",
    "parser_version",
    *DATE_FIELDS,
    "priority",
    "age",
    "sex",
    "clinical_case_summary",
    "text",
)


def public_id(decision: ParsedDecision, sha256: str) -> str:
    """The case's name in URLs: its number, else made of the file it came in."""
    return decision.case_number or f"d-{sha256[:12]}"


def case_columns(decision: ParsedDecision, sha256: str, leaks: list[dict[str, Any]], reviewer_id: int) -> Columns:
    """Columns of Case, the counters of its revisions apart.

    Args:
        decision: masked.
        sha256: of the letter's file.
        leaks: what was masked in it.
        reviewer_id: of its reviewer's row.
    """
    return {name: getattr(decision, name) for name in _SAME_NAME} | {
        "public_id": public_id(decision, sha256),
        "reviewer_id": reviewer_id,
        "outcome": decision.outcome and str(decision.outcome),
        "spans": _spans(decision.spans),
        "leaks": leaks,
        "warnings": [{"code": w.code, "field": w.field, "message": w.message} for w in decision.warnings],
    }


def item_columns(item: ParsedItem, pointers: Pointers) -> Columns:
    """Columns of DisputedItem, its case apart."""
    administrator, reviewer = item.claims_administrator, item.imr_reviewer
    spans = _spans(item.spans)
    spans |= {f"administrator_{name}": [*span] for name, span in administrator.spans.items()}
    spans |= {f"reviewer_{name}": [*span] for name, span in reviewer.spans.items()}
    return {
        "position": item.position,
        "description": item.description,
        "request": item.request,
        "outcome": item.outcome and str(item.outcome),
        "treatment_id": pointers.treatments[item.treatments[0].key] if item.treatments else None,
        "body_parts": list(item.body_parts),
        "quantity": quantity_as_json(item.quantity),
        "administrator_mtus": administrator.mtus if administrator.text else None,
        "administrator_text": administrator.text,
        "reviewer_mtus": reviewer.mtus if reviewer.text else None,
        "reviewer_text": reviewer.text,
        "rationale": item.rationale,
        "rationale_cut_off": item.rationale_cut_off,
        "depends_on": item.depends_on,
        "spans": spans,
    }


def treatment_ids(item: ParsedItem, pointers: Pointers) -> list[int]:
    """Ids of all treatments found in the item's request, in their order."""
    return list(dict.fromkeys(pointers.treatments[treatment.key] for treatment in item.treatments))


def citation_columns(item: ParsedItem, pointers: Pointers) -> Iterator[Columns]:
    """Columns of each GuidelineCitation of the item, its item apart."""
    yield from _cited(CitedBy.ADMINISTRATOR, item.claims_administrator.citations, pointers)
    yield from _cited(CitedBy.REVIEWER, item.imr_reviewer.citations, pointers)
    yield from _cited(CitedBy.RATIONALE, item.rationale_citations, pointers)


def _cited(by: CitedBy, citations: Iterable[ParsedCitation], pointers: Pointers) -> Iterator[Columns]:
    for position, citation in enumerate(citations, start=1):
        spans = _spans(citation.spans)
        if "guideline" in spans:
            spans["name"] = spans.pop("guideline")
        yield {
            "cited_by": by.value,
            "position": position,
            "authority": str(citation.authority),
            "guideline_id": pointers.guidelines[citation.key] if citation.key else None,
            "name": citation.guideline,
            "edition": citation.edition,
            "section": citation.section,
            "section_key": citation.section_key,
            "pages": list(citation.pages),
            "text": citation.text,
            "spans": spans,
        }


def _spans(spans: Mapping[str, Span]) -> Columns:
    return {name: [*span] for name, span in spans.items()}
