"""Builders of database rows with fictional defaults: say only what the test is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify

from decisions.models import (
    Case,
    CitedBy,
    DisputedItem,
    Guideline,
    GuidelineCitation,
    Outcome,
    Reviewer,
    Treatment,
)

WORK_CONDITIONING = ("work-conditioning", "Work conditioning", "Physical medicine", "Work programs")
MRI_SPINE = ("mri-spine", "MRI of the spine", "Diagnostic testing", "Imaging")
NORCO = ("hydrocodone-apap", "Hydrocodone/APAP", "Pharmacy", "Opioids")


@dataclass(frozen=True)
class Cite:
    """A citation to build. `guideline` is the canonical slug, or None where the name is unknown."""

    guideline: str | None = "chronic-pain"
    name: str = "Chronic Pain Medical Treatment Guidelines"
    section: str | None = None
    pages: tuple[int, ...] = ()
    authority: str = "MTUS"
    edition: str | None = None


@dataclass(frozen=True)
class Item:
    """An item to build with its case, in `make_case(items=[Item(...)])`: the arguments of `make_item`."""

    fields: dict[str, Any] = field(default_factory=dict)

    def __init__(self, **fields: Any) -> None:
        object.__setattr__(self, "fields", fields)


def make_case(
    public_id: str = "CM15-0000001",
    *,
    decision_date: date | None = date(2015, 3, 9),
    specialties: tuple[str, ...] = ("Pain Management",),
    states: tuple[str, ...] = ("California",),
    items: tuple[Item, ...] | list[Item] = (),
    **fields: Any,
) -> Case:
    """A saved case; its outcome follows from its items unless given."""
    reviewer, _ = Reviewer.objects.get_or_create(specialties=list(specialties), states=sorted(states))
    values: dict[str, Any] = {
        "case_number": public_id if public_id.startswith("CM") else None,
        "layout": "expert_reviewer_2014",
        "parser_version": "test",
        "clinical_case_summary": "The injured worker is a 44 year old who fell from a ladder.",
        "text": f"Case Number: {public_id}\nA fictional letter.",
    }
    case = Case.objects.create(
        public_id=public_id, decision_date=decision_date, reviewer=reviewer, **{**values, **fields}
    )
    for item in items:
        make_item(case, **item.fields)
    if "outcome" not in fields:
        case.outcome = case_outcome(case)
        case.save()
    return case


def case_outcome(case: Case) -> str | None:
    """The outcome that follows from the items' outcomes; None without any."""
    outcomes = {item.outcome for item in case.items.all() if item.outcome}
    if len(outcomes) > 1:
        return Outcome.PARTIALLY_OVERTURNED
    return outcomes.pop() if outcomes else None


def make_item(
    case: Case,
    *,
    description: str = "Work conditioning 2x4 for the low back",
    outcome: str | None = Outcome.UPHELD,
    treatment: tuple[str, str, str, str] | None = WORK_CONDITIONING,
    rationale: str = "The records do not show that the worker failed physical therapy first.",
    reviewer_citations: tuple[Cite, ...] = (Cite(pages=(125,)),),
    rationale_citations: tuple[Cite, ...] = (),
    administrator_citations: tuple[Cite, ...] = (),
    **fields: Any,
) -> DisputedItem:
    """A saved item at the end of its case; `treatment` is (slug, name, category, subcategory) or None."""
    known = make_treatment(*treatment) if treatment else None
    item = DisputedItem.objects.create(
        case=case,
        description=description,
        outcome=outcome,
        treatment=known,
        rationale=rationale,
        **{"position": case.items.count() + 1, "request": description, "body_parts": [], **fields},
    )
    if known:
        item.treatments.add(known)
    add_citations(item, CitedBy.REVIEWER, reviewer_citations)
    add_citations(item, CitedBy.RATIONALE, rationale_citations)
    add_citations(item, CitedBy.ADMINISTRATOR, administrator_citations)
    return item


def add_citations(item: DisputedItem, cited_by: CitedBy, cites: tuple[Cite, ...]) -> None:
    """Add the citations of one side, in order."""
    for position, cite in enumerate(cites, start=1):
        pages = f", page(s): {', '.join(map(str, cite.pages))}" if cite.pages else ""
        GuidelineCitation.objects.create(
            item=item,
            cited_by=cited_by,
            position=position,
            authority=cite.authority,
            guideline=make_guideline(cite.guideline, cite.name, cite.authority) if cite.guideline else None,
            name=cite.name,
            edition=cite.edition,
            section=cite.section,
            section_key=slugify(cite.section)[:200] if cite.section else None,
            pages=list(cite.pages),
            text=f"{cite.name}{pages}",
        )


def make_guideline(slug: str, name: str, authority: str = "MTUS") -> Guideline:
    """The guideline of this slug, made where it is missing."""
    return Guideline.objects.get_or_create(slug=slug, defaults={"name": name, "authority": authority})[0]


def make_treatment(slug: str, name: str, category: str, subcategory: str, synonyms: tuple[str, ...] = ()) -> Treatment:
    """The treatment of this slug, made where it is missing."""
    return Treatment.objects.get_or_create(
        slug=slug,
        defaults={"name": name, "category": category, "subcategory": subcategory, "synonyms": list(synonyms)},
    )[0]
