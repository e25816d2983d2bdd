"""Rows of cases with their items and citations: made in bulk, changed in place so that ids stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from decisions.models import Case, DisputedItem, GuidelineCitation
from ingest.loading.copying import copy_rows, new_ids
from ingest.loading.rows import citation_columns, item_columns, treatment_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db import models

    from ingest.loading.rows import Columns
    from ingest.loading.vocabulary import Pointers
    from ingest.parsing.parsed import ParsedDecision, ParsedItem

ItemTreatment = DisputedItem.treatments.through


STAFF_ONLY = {"parser_version", "review"}
"""Columns that no page or search shows: what changes in them alone is no new revision."""


@dataclass(slots=True)
class CaseChange:
    """What one letter makes of its case.

    Args:
        case: the row, not yet saved where it is new.
        columns: that it shall have.
        decision: the letter, masked.
    """

    case: Case
    columns: Columns
    decision: ParsedDecision


def create_cases(changes: Iterable[CaseChange], pointers: Pointers) -> None:
    """Store new cases whole, in a handful of statements however many they are."""
    changes = list(changes)
    ids = new_ids(Case, len(changes))
    for change, case_id in zip(changes, ids, strict=True):
        change.case.pk = case_id
        change.case.public_id = change.columns["public_id"]
    copy_rows(Case, [{"id": change.case.pk} | change.columns for change in changes])
    _create_items([(change.case.pk, item) for change in changes for item in change.decision.items], pointers)


def update_cases(changes: Iterable[CaseChange], pointers: Pointers) -> set[int]:
    """Make stored cases say what their letters say; returns the ids of those that said something else.

    Only these get a new revision. Items keep their rows by position, surplus ones are deleted.
    """
    changes = list(changes)
    items = _stored_items([change.case.pk for change in changes])
    changed: set[int] = set()
    new_items: list[tuple[int, ParsedItem]] = []
    surplus: list[int] = []
    for change in changes:
        stored = items.get(change.case.pk, {})
        wanted = {item.position: item for item in change.decision.items}
        added = [(change.case.pk, item) for position, item in wanted.items() if position not in stored]
        gone = [row.pk for position, row in stored.items() if position not in wanted]
        differ = [
            _update_item(row, wanted[position], pointers) for position, row in stored.items() if position in wanted
        ]
        if added or gone or any(differ) or _differs(change.case, change.columns, ignore=STAFF_ONLY):
            changed.add(change.case.pk)
        new_items += added
        surplus += gone
    DisputedItem.objects.filter(pk__in=surplus).delete()
    _create_items(new_items, pointers)
    _save_cases(changes, changed)
    return changed


def _save_cases(changes: Iterable[CaseChange], changed: set[int]) -> None:
    for change in changes:
        if change.case.pk in changed:
            _assign(change.case, change.columns)
            change.case.revision = F("revision") + 1
            change.case.save(update_fields=[*change.columns, "revision", "loaded_at"])
        elif _differs(change.case, unseen := {name: change.columns[name] for name in STAFF_ONLY}):
            Case.objects.filter(pk=change.case.pk).update(**unseen)


def _stored_items(cases: list[int]) -> dict[int, dict[int, DisputedItem]]:
    """The cases' items by case and position, treatments and citations with them."""
    items: dict[int, dict[int, DisputedItem]] = {}
    for item in DisputedItem.objects.filter(case__in=cases).prefetch_related("treatments", "citations"):
        items.setdefault(item.case_id, {})[item.position] = item
    return items


def _create_items(items: list[tuple[int, ParsedItem]], pointers: Pointers) -> None:
    """Store new items, each with its case's id, and what belongs to them."""
    ids = new_ids(DisputedItem, len(items))
    numbered = [(item_id, item) for item_id, (_, item) in zip(ids, items, strict=True)]
    copy_rows(
        DisputedItem,
        [
            {"id": item_id, "case_id": case_id} | item_columns(item, pointers)
            for item_id, (case_id, item) in zip(ids, items, strict=True)
        ],
    )
    copy_rows(
        ItemTreatment,
        [
            {"disputeditem_id": item_id, "treatment_id": treatment}
            for item_id, item in numbered
            for treatment in treatment_ids(item, pointers)
        ],
    )
    _create_citations(numbered, pointers)


def _create_citations(items: Iterable[tuple[int, ParsedItem]], pointers: Pointers) -> None:
    rows = [{"item_id": item_id} | columns for item_id, item in items for columns in citation_columns(item, pointers)]
    copy_rows(GuidelineCitation, rows)


def _update_item(row: DisputedItem, item: ParsedItem, pointers: Pointers) -> bool:
    """Make one stored item say what the letter says; returns whether it said something else."""
    columns = item_columns(item, pointers)
    changed = _differs(row, columns)
    if changed:
        _assign(row, columns)
        row.save(update_fields=list(columns))
    wanted = treatment_ids(item, pointers)
    if {treatment.pk for treatment in row.treatments.all()} != set(wanted):
        row.treatments.set(wanted)
        changed = True
    citations = list(citation_columns(item, pointers))
    if not _same_citations(list(row.citations.all()), citations):
        row.citations.all().delete()
        GuidelineCitation.objects.bulk_create([GuidelineCitation(item_id=row.pk, **each) for each in citations])
        changed = True
    return changed


def _same_citations(rows: list[GuidelineCitation], wanted: list[Columns]) -> bool:
    by_place = {(row.cited_by, row.position): row for row in rows}
    return len(rows) == len(wanted) and all(
        (row := by_place.get((columns["cited_by"], columns["position"]))) is not None and not _differs(row, columns)
        for columns in wanted
    )


def _differs(row: models.Model, columns: Mapping[str, Any], ignore: frozenset[str] | set[str] = frozenset()) -> bool:
    return any(getattr(row, name) != value for name, value in columns.items() if name not in ignore)


def _assign(row: models.Model, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
