"""A fictional archive with something of everything that statistics count, and the same counted by plain loops."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from decisions.models import CitedBy, DisputedItem
from decisions.search.bands import AGES, INJURY_AGES, band_of, full_years
from decisions.search.indexing import index_stale
from decisions.search.query import NOT_STATED
from decisions.search.rows import subcategory_value
from tests.builders import MRI_SPINE, WORK_CONDITIONING, Cite, Item, make_case, make_treatment

if TYPE_CHECKING:
    from decisions.models import Case

OPIOID = ("hydrocodone-apap", "Hydrocodone/APAP", "Pharmaceuticals", "Opioid")
NSAID = ("ibuprofen", "Ibuprofen", "Pharmaceuticals", "NSAID")
TREATMENTS = (WORK_CONDITIONING, MRI_SPINE, OPIOID, NSAID, None)
SPECIALTIES = (("Pain Management",), ("Orthopedic Surgery", "Pain Management"), ("Psychiatry",), ())
CITES = (
    Cite(pages=(125,)),
    Cite(section="Opioids", pages=(78, 80)),
    Cite("odg", "ODG", section="Low Back, MRI", authority="Non-MTUS"),
)
OUTCOMES = ("upheld", "upheld", "upheld", "overturned", "modified", None)

QUANTITIES: tuple[dict[str, Any] | None, ...] = (
    *(None, {"visits": 6}, {"visits": 12}, {"visits": 12}, {"visits": 40}, {"count": 60, "strength": "5%"}),
    *({"count": 0}, {"visits": "twelve"}, {"visits": True}, {"visits": 2.5}, {"rental_days": 30}),
)
"""Staff may write anything."""


def load_mixed_cases(seed: int = 7, cases: int = 40) -> None:
    """Cases of one to four decisions, indexed, some of them not published; the same for the same seed."""
    rng = Random(seed)
    for number in range(cases):
        decided = rng.choice([None, date(2014, 11, 1) + timedelta(days=rng.randrange(700))])
        make_case(
            f"CM15-{number:07d}" if number % 9 else f"d-{number:012x}",
            decision_date=decided,
            date_assigned=decided and decided - timedelta(days=rng.randrange(-3, 90)),
            ur_denial_date=rng.choice([None, decided and decided - timedelta(days=rng.randrange(200))]),
            date_of_injury=rng.choice([None, date(2015 - rng.randrange(14), 5, 1)]),
            age=rng.choice([None, 28, 33, 44, 61]),
            specialties=rng.choice(SPECIALTIES),
            publication="public" if number % 8 else rng.choice(["preview", "withdrawn"]),
            items=[random_item(rng) for _ in range(rng.randrange(1, 5))],
        )
    for item in DisputedItem.objects.filter(treatment__slug="mri-spine")[:5]:
        item.treatments.add(make_treatment(*NSAID))  # some ask for two
    index_stale()


def random_item(rng: Random) -> Item:
    return Item(
        treatment=rng.choice(TREATMENTS),
        outcome=rng.choice(OUTCOMES),
        rationale=rng.choice(["No plateau is shown.", "Records are missing.", "A plateau was reached after therapy."]),
        reviewer_citations=tuple(rng.sample(CITES, rng.randrange(3))),
        administrator_citations=tuple(rng.sample(CITES, rng.randrange(2))),
        rationale_citations=tuple(rng.sample(CITES, rng.choice([0, 0, 1]))),
        quantity=rng.choice(QUANTITIES),
    )


@dataclass(frozen=True)
class Counted:
    """A decision read from the record, with its values of each facet worked out here."""

    case: Case
    outcome: str
    values: dict[str, set[str]]


def read_decisions() -> list[Counted]:
    """Every published decision in PostgreSQL."""
    items = (
        DisputedItem.objects.filter(case__publication="public")
        .select_related("case__reviewer")
        .prefetch_related("treatments", "citations__guideline")
    )
    return [Counted(item.case, item.outcome or NOT_STATED, values_of(item)) for item in items]


def values_of(item: DisputedItem) -> dict[str, set[str]]:
    case, treatments = item.case, list(item.treatments.all())
    ours = [one for one in item.citations.all() if one.cited_by != CitedBy.ADMINISTRATOR]
    values: dict[str, set[Any]] = {
        "outcome": {item.outcome},
        "category": {slugify(one.category) for one in treatments},
        "subcategory": {subcategory_value(one.category, one.subcategory) for one in treatments},
        "treatment": {one.slug for one in treatments},
        "specialty": {slugify(name) for name in case.reviewer.specialties},
        "guideline": {one.guideline.slug for one in ours},
        "guideline_page": {str(page) for one in ours for page in one.pages},
        "year": {case.decision_date and str(case.decision_date.year)},
        "injury_age": {band_of(full_years(case.date_of_injury, case.decision_date), INJURY_AGES)},
        "age_band": {band_of(case.age, AGES)},
    }
    return {facet: (found - {None}) or {NOT_STATED} for facet, found in values.items()}


def by_outcome(decisions: list[Counted]) -> dict[str, int]:
    """Decisions by outcome; those without any are left out."""
    return dict(Counter(one.outcome for one in decisions))
