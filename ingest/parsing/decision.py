"""The whole of a letter: text in, `ParsedDecision` out."""

from __future__ import annotations

from ingest.parsing.citations import parse_guideline_line
from ingest.parsing.cleaning import clean_text
from ingest.parsing.header import Header, parse_header
from ingest.parsing.items import ItemParts, split_items
from ingest.parsing.layouts import UNKNOWN, detect_layout
from ingest.parsing.leaks import find_leaks
from ingest.parsing.parsed import ParsedDecision, ParsedItem, ParsedWarning, Span, case_outcome
from ingest.parsing.patient import parse_patient
from ingest.parsing.prose_items import split_prose_items
from ingest.parsing.rationale import find_dependencies, find_rationale_citations, is_cut_off
from ingest.parsing.requests import read_request
from ingest.parsing.reviewer import parse_reviewer
from ingest.parsing.sections import split_sections

PARSER_VERSION = "4"
"""Grows with every change to what is read from a letter: rows of an older version are stale."""


def parse_decision(raw: str, file_name: str = "") -> ParsedDecision:
    """Read one letter.

    Args:
        raw: its text as extracted (see `cleaning`).
        file_name: evidence of the case number where the text states none.

    Never raises: what is not understood becomes None or empty, with a warning.
    """
    text = clean_text(raw)
    sections = split_sections(text)
    header = parse_header(text, sections.header, file_name)
    credentials = parse_reviewer(text, sections.reviewer)
    patient = parse_patient(text, sections.summary)
    items, item_warnings = _parse_items(text, sections.decisions)
    spans = header.spans | credentials.spans | patient.spans
    if sections.summary:
        spans["clinical_case_summary"] = sections.summary
    layout = detect_layout(text, _year(header))
    return ParsedDecision(
        text=text,
        layout=layout,
        parser_version=PARSER_VERSION,
        case_number=header.case_number,
        date_assigned=header.dates.get("date_assigned"),
        date_of_injury=header.dates.get("date_of_injury"),
        decision_date=header.dates.get("decision_date"),
        ur_denial_date=header.dates.get("ur_denial_date"),
        application_received=header.dates.get("application_received"),
        priority=header.priority,
        licensure_states=tuple(credentials.states),
        specialties=tuple(credentials.specialties),
        age=patient.age,
        sex=patient.sex,
        clinical_case_summary=sections.summary.of(text) if sections.summary else None,
        outcome=case_outcome(tuple(item.outcome for item in items)),
        items=tuple(items),
        leaks=find_leaks(text),
        warnings=(*_layout_warnings(layout, items), *header.warnings, *credentials.warnings, *item_warnings),
        spans=spans,
    )


def _parse_items(text: str, decisions: Span | None) -> tuple[list[ParsedItem], list[ParsedWarning]]:
    warnings: list[ParsedWarning] = []
    parts = (split_items(text, decisions) if decisions else []) or split_prose_items(text)
    items = []
    for index, part in enumerate(parts):
        item, found = _parse_item(text, index, part)
        items.append(item)
        warnings += [ParsedWarning(code, f"items.{index}.{field}", message) for field, code, message in found]
    return find_dependencies(items), warnings


def _parse_item(text: str, index: int, parts: ItemParts) -> tuple[ParsedItem, list[tuple[str, str, str]]]:
    """One item, and its warnings as (field of the item, code, message)."""
    heading = parts.heading
    description = heading.description.of(text)
    request = read_request(description)
    rationale = parts.rationale.of(text)
    administrator, administrator_warnings = parse_guideline_line(text, parts.administrator)
    reviewer, reviewer_warnings = parse_guideline_line(text, parts.reviewer)
    item = ParsedItem(
        position=index + 1,
        description=description,
        request=request.span.of(description),
        outcome=heading.outcome,
        treatments=tuple([treatment.moved(heading.description.start) for treatment in request.treatments]),
        body_parts=request.body_parts,
        quantity=request.quantity,
        claims_administrator=administrator,
        imr_reviewer=reviewer,
        rationale=rationale,
        rationale_citations=find_rationale_citations(text, parts.rationale),
        rationale_cut_off=is_cut_off(rationale),
        spans={
            "description": heading.description,
            "request": request.span.moved(heading.description.start),
            "rationale": parts.rationale,
        }
        | ({"outcome": heading.outcome_span} if heading.outcome_span else {}),
    )
    return item, [
        *_item_warnings(item),
        *(("claims_administrator", code, message) for code, message in administrator_warnings),
        *(("imr_reviewer", code, message) for code, message in reviewer_warnings),
    ]


def _item_warnings(item: ParsedItem) -> list[tuple[str, str, str]]:
    warnings = []
    if item.outcome is None:
        warnings.append(("outcome", "outcome-missing", "The heading states no outcome."))
    if not item.treatments:
        warnings.append(("treatment", "treatment-unknown", f"No known treatment: {item.request}"))
    if not item.rationale:
        warnings.append(("rationale", "rationale-missing", "The reviewer gives no reasons."))
    if item.rationale_cut_off:
        warnings.append(("rationale", "rationale-cut-off", "The rationale stops in mid-sentence."))
    return warnings


def _layout_warnings(layout: str, items: list[ParsedItem]) -> list[ParsedWarning]:
    warnings = []
    if layout == UNKNOWN:
        warnings.append(ParsedWarning("layout-unknown", "layout", "The letter has none of the known layouts."))
    if not items:
        warnings.append(ParsedWarning("no-items", "items", "No disputed item was found in the letter."))
    return warnings


def _year(header: Header) -> int | None:
    day = header.dates.get("decision_date")
    return day.year if day else None
