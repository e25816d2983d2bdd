"""Rows that letters point to: treatments and guidelines of the vocabulary, credential profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.models import Guideline, Reviewer, Treatment
from ingest.parsing.guidelines import load_guidelines

try:
    from ingest.parsing.treatments import TREATMENTS
except ImportError:
    TREATMENTS = {}

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db import models

    from ingest.parsing.parsed import ParsedDecision


def sync_vocabulary() -> None:
    """Make the rows of Treatment and Guideline say what the vocabulary says; rows it no longer knows stay."""
    _sync(
        Treatment,
        {
            key: {
                "name": entry.name,
                "category": entry.category,
                "subcategory": entry.subcategory,
                "synonyms": list(entry.synonyms),
            }
            for key, entry in TREATMENTS.items()
        },
    )
    _sync(
        Guideline,
        {
            key: {"name": entry.name, "authority": str(entry.authority)}
            for key, entry in load_guidelines().items()
        },
    )


def _sync(model: type[models.Model], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    if not wanted:
        return
    rows = {row.slug: row for row in model._default_manager.filter(slug__in=wanted)}  # type: ignore[attr-defined]
    missing = [model(slug=slug, **values) for slug, values in wanted.items() if slug not in rows]
    model._default_manager.bulk_create(missing, ignore_conflicts=True)
    stale = []
    for slug, row in rows.items():
        if any(getattr(row, name) != value for name, value in wanted[slug].items()):
            for name, value in wanted[slug].items():
                setattr(row, name, value)
            stale.append(row)
    if stale:
        model._default_manager.bulk_update(stale, list(next(iter(wanted.values()))))


class Pointers:
    """Database ids of what letters point to, looked up once and then remembered.

    Made outside the letters' transactions, so that two processes that load at once meet only on
    unique constraints, and a remembered id is a stored one.
    """

    def __init__(self) -> None:
        self.treatments = dict(Treatment.objects.values_list("slug", "id"))
        self.guidelines = dict(Guideline.objects.values_list("slug", "id"))
        self.reviewers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {
            (tuple(specialties), tuple(states)): row
            for row, specialties, states in Reviewer.objects.values_list("id", "specialties", "states")
        }

    def learn(self, decisions: Iterable[ParsedDecision]) -> None:
        """Store what these letters point to and is not yet known."""
        for decision in decisions:
            self._learn_reviewer(profile(decision))
            for item in decision.items:
                for treatment in item.treatments:
                    if treatment.key not in self.treatments:
                        self.treatments[treatment.key] = Treatment.objects.get_or_create(
                            slug=treatment.key,
                            defaults={
                                "name": treatment.name,
                                "category": treatment.category,
                                "subcategory": treatment.subcategory,
                            },
                        )[0].pk
                lines = (item.claims_administrator, item.imr_reviewer)
                for citation in (*(c for line in lines for c in line.citations), *item.rationale_citations):
                    if citation.key and citation.key not in self.guidelines:
                        self.guidelines[citation.key] = Guideline.objects.get_or_create(
                            slug=citation.key,
                            defaults={"name": citation.guideline, "authority": str(citation.authority)},
                        )[0].pk

    def _learn_reviewer(self, who: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        if who not in self.reviewers:
            specialties, states = map(list, who)
            row, _ = Reviewer.objects.get_or_create(specialties=specialties, states=states)
            self.reviewers[who] = row.pk


def profile(decision: ParsedDecision) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What identifies the reviewer's row: specialties in order, states sorted."""
    return decision.specialties, tuple(sorted(set(decision.licensure_states)))
