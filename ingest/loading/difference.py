"""What a letter would change of its stored case, field by field, in words for a person."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from decisions.models import DisputedItem, Guideline, Reviewer, Treatment
from ingest.loading.rows import citation_columns, item_columns, treatment_ids
from ingest.parsing.header import DATE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.models import Case
    from ingest.loading.rows import Columns
    from ingest.loading.vocabulary import Pointers
    from ingest.parsing.parsed import ParsedDecision

Facts = dict[str, str]

_OF_CASE = ("public_id", *DATE_FIELDS, "priority", "age", "sex", "outcome", "layout", "clinical_case_summary", "text")
_OF_ITEM = (
    *("description", "request", "outcome", "body_parts", "quantity", "administrator_text", "reviewer_text"),
    *("rationale", "rationale_cut_off", "depends_on"),
)
LONGEST = 300
"""Characters of a value that a difference shows: a changed letter's text is not repeated whole."""


def difference(case: Case, columns: Columns, decision: ParsedDecision, pointers: Pointers) -> list[list[str]]:
    """[field, before, after] of all that is stored otherwise than the letter says; empty where it is the same.

    Args:
        case: as stored.
        columns: that it would have.
        decision: the letter, corrected and masked.
        pointers: that know the letter.
    """
    before, after = _stored_facts(case), _read_facts(columns, decision, pointers)
    names = dict.fromkeys((*before, *after))
    return [
        [name, *_around(before.get(name, ""), after.get(name, ""))]
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def _around(before: str, after: str) -> tuple[str, str]:
    """Both values where they are short; of long ones the words around the first character that differs."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    start = max(0, (min(len(before), len(after)) if same is None else same) - LONGEST // 3)
    lead = "… " if start else ""
    return tuple(f"{lead}{value[start : start + LONGEST]}" for value in (before, after))  # type: ignore[return-value]


def _stored_facts(case: Case) -> Facts:
    facts = {name: _say(getattr(case, name)) for name in _OF_CASE}
    facts["reviewer"] = str(case.reviewer)
    items = DisputedItem.objects.filter(case=case).prefetch_related("treatments", "citations__guideline")
    for item in items.order_by("position"):
        facts |= {f"items.{item.position}.{name}": _say(getattr(item, name)) for name in _OF_ITEM}
        facts[f"items.{item.position}.treatments"] = ", ".join(sorted(one.name for one in item.treatments.all()))
        for one in item.citations.all():
            known = one.guideline.name if one.guideline else "unknown"
            facts[f"items.{item.position}.{one.cited_by}.{one.position}"] = f"{one} ({known})"
    return facts


def _read_facts(columns: Columns, decision: ParsedDecision, pointers: Pointers) -> Facts:
    treatments, guidelines = _names(decision, pointers)
    facts = {name: _say(columns[name]) for name in _OF_CASE}
    facts["reviewer"] = str(Reviewer.objects.get(pk=columns["reviewer_id"]))
    for item in decision.items:
        prefix, ours = f"items.{item.position}", item_columns(item, pointers)
        facts |= {f"{prefix}.{name}": _say(ours[name]) for name in _OF_ITEM}
        facts[f"{prefix}.treatments"] = ", ".join(sorted(treatments[one] for one in treatment_ids(item, pointers)))
        facts |= dict(_citations(prefix, citation_columns(item, pointers), guidelines))
    return facts


def _citations(prefix: str, citations: Iterator[Columns], guidelines: dict[int, str]) -> Iterator[tuple[str, str]]:
    for one in citations:
        pages = f" p. {', '.join(map(str, one['pages']))}" if one["pages"] else ""
        said = " · ".join(filter(None, [one["name"], one["section"]])) + pages
        known = guidelines[one["guideline_id"]] if one["guideline_id"] else "unknown"
        yield f"{prefix}.{one['cited_by']}.{one['position']}", f"{said} ({known})"


def _names(decision: ParsedDecision, pointers: Pointers) -> tuple[dict[int, str], dict[int, str]]:
    """Names of the treatments and guidelines that the letter points to, by id."""
    treatments = set(chain.from_iterable(treatment_ids(item, pointers) for item in decision.items))
    cited = (one for item in decision.items for one in citation_columns(item, pointers))
    guidelines = {one["guideline_id"] for one in cited} - {None}
    return (
        dict(Treatment.objects.filter(pk__in=treatments).values_list("pk", "name")),
        dict(Guideline.objects.filter(pk__in=guidelines).values_list("pk", "name")),
    )


def _say(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {value[name]}" for name in sorted(value))
    return "" if value is None else str(value)
