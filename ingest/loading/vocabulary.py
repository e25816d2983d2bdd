"""Rows that letters point to: treatments and guidelines of the vocabulary, credential profiles."""

from __future__ import annotations

from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q

from decisions.models import Case, Guideline, Reviewer, Treatment
from ingest.loading.masking import leak_rows, mask_decision
from ingest.loading.turns import wait_for_turn
from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.treatments import load_treatments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.parsing.parsed import ParsedDecision, ParsedItem

Profile = tuple[tuple[str, ...], tuple[str, ...]]
"""Specialties and states of a reviewer."""


def sync_vocabulary() -> None:
    """Make the rows of Treatment and Guideline say what the vocabulary says; rows it no longer knows stay.

    Cases that point to a row which now reads otherwise count as changed, so that search hears of it.
    """
    treatments = {
        key: {
            "name": entry.name,
            "category": entry.category,
            "subcategory": entry.subcategory,
            "synonyms": list(entry.synonyms),
        }
        for key, entry in load_treatments().items()
    }
    guidelines = {
        key: {"name": entry.name, "authority": entry.authority.value} for key, entry in load_guidelines().items()
    }
    with transaction.atomic():
        wait_for_turn()
        renamed = _sync(Treatment.objects, treatments)
        _touch(Q(items__treatment__in=renamed) | Q(items__treatments__in=renamed), renamed)
        renamed = _sync(Guideline.objects, guidelines)
        _touch(Q(items__citations__guideline__in=renamed), renamed)


def _sync(manager: models.Manager[Any], wanted: Mapping[str, Mapping[str, Any]]) -> list[int]:
    """Add what is missing and change what differs; returns the ids of the rows changed."""
    rows = {row.slug: row for row in manager.filter(slug__in=wanted)}
    missing = [manager.model(slug=slug, **values) for slug, values in wanted.items() if slug not in rows]
    manager.bulk_create(missing, ignore_conflicts=True)
    changed = []
    for slug, row in rows.items():
        if any(getattr(row, name) != value for name, value in wanted[slug].items()):
            manager.filter(pk=row.pk).update(**wanted[slug])
            changed.append(row.pk)
    return changed


def _touch(cases: Q, renamed: list[int]) -> None:
    if renamed:
        touched = Case.objects.filter(cases).values("pk")
        Case.objects.filter(pk__in=touched).update(revision=F("revision") + 1)


class Pointers:
    """Database ids of what letters point to, looked up once and then remembered.

    Made outside the letters' transactions, so that two processes that load at once meet only on
    unique constraints, and a remembered id is a stored one.
    """

    def __init__(self) -> None:
        self.treatments = dict(Treatment.objects.values_list("slug", "id"))
        self.guidelines = dict(Guideline.objects.values_list("slug", "id"))
        self.reviewers: dict[Profile, int] = {
            (tuple(specialties), tuple(states)): row
            for row, specialties, states in Reviewer.objects.values_list("id", "specialties", "states")
        }

    def learn(self, decisions: Iterable[ParsedDecision]) -> None:
        """Store what these letters point to and is not yet known."""
        decisions = list(decisions)
        self._learn_reviewers({profile(decision) for decision in decisions} - self.reviewers.keys())
        for item in chain.from_iterable(decision.items for decision in decisions):
            self._learn_item(item)

    def _learn_reviewers(self, profiles: set[Profile]) -> None:
        """All at once: a new archive's letters bring a new profile each."""
        if not profiles:
            return
        rows = [Reviewer(specialties=[*specialties], states=[*states]) for specialties, states in sorted(profiles)]
        with transaction.atomic():
            Reviewer.objects.bulk_create(rows, ignore_conflicts=True)
        wanted = reduce(or_, (Q(specialties=row.specialties, states=row.states) for row in rows))
        for row in Reviewer.objects.filter(wanted):
            self.reviewers[tuple(row.specialties), tuple(row.states)] = row.pk

    def _learn_item(self, item: ParsedItem) -> None:
        for treatment in item.treatments:
            if treatment.key not in self.treatments:
                named = {name: getattr(treatment, name) for name in ("name", "category", "subcategory")}
                self.treatments[treatment.key] = _stored(Treatment, slug=treatment.key, defaults=named)
        lines = (item.claims_administrator.citations, item.imr_reviewer.citations, item.rationale_citations)
        for citation in chain.from_iterable(lines):
            if citation.key and citation.key not in self.guidelines:
                named = {"name": citation.guideline, "authority": citation.authority.value}
                self.guidelines[citation.key] = _stored(Guideline, slug=citation.key, defaults=named)


def _stored(model: type[models.Model], **identity: Any) -> int:
    """Id of the row, which is made where it is not there; two processes at once get the same."""
    row, _ = model._default_manager.get_or_create(**identity)  # noqa: SLF001 - any model's
    pk: int = row.pk
    return pk


def profile(decision: ParsedDecision) -> Profile:
    """What identifies the reviewer's row: specialties in order, states sorted; of an unmasked letter.

    Leaks are hidden in it even where staff cleared them: a row is shared by many cases.
    """
    masked = mask_decision(decision, leak_rows(decision))
    return masked.specialties, tuple(sorted(set(masked.licensure_states)))
