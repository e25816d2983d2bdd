"""A parsed letter with some of its values said by a person. Pure: dataclasses in, dataclasses out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.header import DATE_FIELDS
from ingest.parsing.parsed import (
    Outcome,
    ParsedCitation,
    ParsedDecision,
    ParsedGuidelineLine,
    ParsedItem,
    ParsedTreatment,
    case_outcome,
)
from ingest.parsing.treatments import load_treatments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TUPLES = {"specialties", "licensure_states"}
CASE_FIELDS = ("case_number", *DATE_FIELDS, "priority", "age", "sex", "licensure_states", "specialties")
"""Fields of a letter that a person may correct."""

ITEM_FIELDS = ("description", "request", "outcome", "treatment", "rationale", "rationale_cut_off")
"""Fields of an item, under `items.<position>.`; `removed` takes it out, `reviewer.1` names a citation's guideline."""

LINES = {
    "claims_administrator": "claims_administrator",
    "reviewer": "imr_reviewer",
}
"""Whose guideline line, as citations say it, to the item's field."""


def correct_decision(decision: ParsedDecision, corrections: Mapping[str, Any]) -> ParsedDecision:
    """The letter with the corrected values in place; a corrected value has no place in the text any more.

    Args:
        decision: as parsed.
        corrections: field ("decision_date", "items.2.outcome", "items.2.reviewer.1") to JSON value. Fields
            that the letter does not have are left alone: it may be read otherwise by now.
    """
    ours = {name: _value(name, corrections[name]) for name in CASE_FIELDS if name in corrections}
    items = _items(decision, corrections)
    spans = {name: span for name, span in decision.spans.items() if name not in ours}
    warnings = tuple(one for one in decision.warnings if one.field not in ours)
    return replace(
        decision,
        **ours,
        items=items,
        outcome=case_outcome(tuple(item.outcome for item in items)),
        spans=spans,
        warnings=warnings,
    )


def _value(name: str, value: Any) -> Any:
    if name in _TUPLES:
        return tuple(value or ())
    if name in DATE_FIELDS:
        return date.fromisoformat(value) if value else None
    return value


def _items(decision: ParsedDecision, corrections: Mapping[str, Any]) -> tuple[ParsedItem, ...]:
    """The letter's items, mended, and those added by hand, in their order; one taken out leaves a gap."""
    by_position: dict[int, dict[str, Any]] = {}
    for name, value in corrections.items():
        parts = name.split(".", 2)
        if len(parts) == 3 and parts[0] == "items" and parts[1].isdecimal():
            by_position.setdefault(int(parts[1]), {})[parts[2]] = value
    if not by_position:
        return decision.items
    items = {item.position: item for item in decision.items}
    for position, mended in by_position.items():
        if position not in items and mended.get("description"):
            items[position] = _added_item(position, mended)
    kept = (
        _mend(items[position], by_position.get(position, {}))
        for position in sorted(items)
        if not by_position.get(position, {}).get("removed")
    )
    return tuple(kept)


def _added_item(position: int, mended: Mapping[str, Any]) -> ParsedItem:
    line = ParsedGuidelineLine(mtus=False, text="")
    return ParsedItem(
        position=position,
        description=mended["description"],
        request=mended["description"],
        outcome=None,
        treatments=(),
        body_parts=(),
        quantity=None,
        claims_administrator=line,
        imr_reviewer=line,
        rationale="",
    )


def _mend(item: ParsedItem, mended: Mapping[str, Any]) -> ParsedItem:
    changes: dict[str, Any] = {}
    for name in ITEM_FIELDS:
        if name in mended:
            field, read = _ITEM_VALUES.get(name, (name, _as_it_is))
            changes[field] = read(mended[name])
    for side, field in LINES.items():
        line = getattr(item, field)
        citations = _mend_citations(line.citations, side, mended)
        if citations != line.citations:
            changes[field] = replace(line, citations=citations)
    citations = _mend_citations(item.rationale_citations, "rationale", mended)
    if citations != item.rationale_citations:
        changes["rationale_citations"] = citations
    if not changes:
        return item
    return replace(item, **changes, spans={name: span for name, span in item.spans.items() if name not in changes})


def _mend_citations(
    citations: tuple[ParsedCitation, ...], side: str, mended: Mapping[str, Any]
) -> tuple[ParsedCitation, ...]:
    """The citations with the canonical guidelines that a person gave them."""
    known = load_guidelines()
    keys = [mended.get(f"{side}.{number}") for number in range(1, len(citations) + 1)]
    return tuple(
        replace(citation, key=key, authority=known[key].authority) if key in known else citation
        for citation, key in zip(citations, keys, strict=True)
    )


def _outcome(value: str | None) -> Outcome | None:
    return Outcome(value) if value else None


def _treatments(key: str | None) -> tuple[ParsedTreatment, ...]:
    entry = load_treatments().get(key) if key else None
    if entry is None or key is None:
        return ()
    return (ParsedTreatment(key=key, name=entry.name, category=entry.category, subcategory=entry.subcategory),)


def _as_it_is(value: Any) -> Any:
    return value


_ITEM_VALUES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "outcome": ("outcome", _outcome),
    "treatment": ("treatments", _treatments),
}
"""What of an item's fields is stored otherwise than it is corrected: its field, and how the value is read."""
