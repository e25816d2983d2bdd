"""What the values of the facets are called, and which value a person's own words mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.cache import cache
from django.utils.text import slugify

from decisions.models import Guideline, Outcome, Reviewer, Treatment
from decisions.search.bands import AGES, INJURY_AGES
from decisions.search.flags import FLAGS
from decisions.search.query import NOT_STATED
from decisions.search.rows import subcategory_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NUMBERS = {"guideline_page": (1, 9999), "year": (1990, 2100)}
"""Facets whose values are whole numbers, and the range that makes sense."""

OPEN = ("body_part", "section", "guideline", "admin_guideline")
"""Facets whose values are not all listed in a table: any slug may stand. A section is "guideline:section"."""

PARENTS = {"section": "guideline", "subcategory": "category"}
"""Facets whose values are "parent:value", and the facet of the parent."""

SLUG = re.compile(r"[a-z0-9_-]+(:[a-z0-9_-]+)?")

ITEM_OUTCOMES = (Outcome.UPHELD, Outcome.OVERTURNED, Outcome.MODIFIED)
SECONDS_KEPT = 60
CACHE_KEY = "decisions.parameters.vocabulary"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of the archive at one moment.

    Args:
        labels: facet name to its values and what they are called; open facets and numbers are absent.
        other_names: facet name to further slugs that mean a value (a treatment's synonyms).
        section_names: what letters call a section, by its value; filled by `learn_section_names` as pages ask.
        subcategories: treatment to the value of its subcategory.
    """

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    other_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    section_names: dict[str, str] = field(default_factory=dict)
    subcategories: Mapping[str, str] = field(default_factory=dict)

    def label(self, facet: str, value: str) -> str:
        """What to call a value wherever it stands; a value without a name is called by its own words."""
        return in_context(self.name(facet, value), self.context(facet, value))

    def name(self, facet: str, value: str) -> str:
        """What to call a value beside its context."""
        if value == NOT_STATED:
            return "[Not stated]"
        if facet == "section" and ":" in value:
            return self.section_names.get(value) or _say(facet, value.split(":", 1)[1])
        return self.labels.get(facet, {}).get(value) or _say(facet, value)

    def context(self, facet: str, value: str) -> str:
        """Of a section its guideline, of a subcategory its category: two may share names; else empty."""
        parent = PARENTS.get(facet)
        return self.label(parent, value.split(":", 1)[0]) if parent and ":" in value else ""

    def parents(self, facet: str, value: str) -> tuple[tuple[str, str], ...]:
        """The facets above a value, and which of their values it belongs to.

        >>> Vocabulary().parents("section", "odg:low-back")
        (('guideline', 'odg'),)
        """
        if facet == "treatment":
            value = self.subcategories.get(value, "")
            own = (("subcategory", value),) if value else ()
            return (*own, *self.parents("subcategory", value))
        parent = PARENTS.get(facet)
        return ((parent, value.split(":", 1)[0]),) if parent and ":" in value else ()

    def known(self, facet: str, words: str) -> str | None:
        """The value that is called so, by its own or another name; None where only its words could be searched for."""
        value = self.resolve(facet, words)
        return value if value in self.labels.get(facet, {}) else None

    def resolve(self, facet: str, words: str) -> str | None:
        """The facet value that a person's words mean; None where there is none.

        >>> Vocabulary(labels={"state": {"new-york": "New York"}}).resolve("state", "New York")
        'new-york'
        """
        value = words if SLUG.fullmatch(words) else slugify(words)
        if facet in NUMBERS and value != NOT_STATED:
            return _whole_number(facet, words)
        if value == NOT_STATED or value in self.labels.get(facet, {}):
            return value
        known = self.other_names.get(facet, {}).get(_folded(value))
        return known or (value or None if facet in OPEN else None)


def in_context(name: str, context: str) -> str:
    """A name with what it belongs to, where that must be said.

    >>> in_context("Low Back", "ODG"), in_context("Norco", "")
    ('Low Back · ODG', 'Norco')
    """
    return f"{name} · {context}" if context else name


def current_vocabulary(*, fresh: bool = False) -> Vocabulary:
    """The vocabulary as it stands; up to a minute old unless `fresh`. Three queries when it is read anew."""
    key = None if fresh else cache.get(CACHE_KEY)
    known = _read.get(key) if key else None
    if known is None:
        known, key = _read_vocabulary(), uuid4().hex
        _read.clear()
        _read[key] = known
        cache.set(CACHE_KEY, key, SECONDS_KEPT)
    return known


_read: dict[str, Vocabulary] = {}
"""The vocabulary that this process read last, by the key in the cache: unpickling it would take 2 ms a page."""


def _read_vocabulary() -> Vocabulary:
    treatments = list(Treatment.objects.values_list("slug", "name", "category", "subcategory", "synonyms"))
    guidelines = dict(Guideline.objects.values_list("slug", "name"))
    profiles = list(Reviewer.objects.values_list("specialties", "states"))
    labels = {
        "outcome": {outcome.value: str(outcome.label) for outcome in ITEM_OUTCOMES},
        "treatment": {slug: name for slug, name, *_ in treatments},
        "category": _by_slug(category for _, _, category, _, _ in treatments),
        "subcategory": {
            subcategory_value(category, subcategory): subcategory for _, _, category, subcategory, _ in treatments
        },
        "specialty": _by_slug(name for specialties, _ in profiles for name in specialties),
        "state": _by_slug(name for _, states in profiles for name in states),
        "guideline": guidelines,
        "admin_guideline": guidelines,
        "case_outcome": {outcome.value: str(outcome.label) for outcome in Outcome},
        "priority": {"standard": "Standard", "expedited": "Expedited"},
        "age_band": {band.value: band.label for band in AGES},
        "sex": {"female": "Female", "male": "Male"},
        "injury_age": {band.value: band.label for band in INJURY_AGES},
        "flag": dict(FLAGS),
    }
    other_names = {facet: _names_folded(values) for facet, values in labels.items()}
    for slug, *_, synonyms in treatments:
        for synonym in synonyms:
            other_names["treatment"].setdefault(_folded(slugify(synonym)), slug)
    subcategories = {slug: subcategory_value(category, subcategory) for slug, _, category, subcategory, _ in treatments}
    return Vocabulary(labels, other_names, subcategories=subcategories)


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    return {slugify(name): name for name in sorted(set(names), reverse=True)}


def _names_folded(values: Mapping[str, str]) -> dict[str, str]:
    by_value = {_folded(value): value for value in values}
    return by_value | {_folded(slugify(name)): value for value, name in values.items()}


def _folded(slug: str) -> str:
    """A slug without its "and"s: "&" leaves no trace in a slug, "and" does.

    >>> _folded("physical-medicine-and-rehabilitation")
    'physical-medicine-rehabilitation'
    """
    return "-".join(word for word in slug.split("-") if word != "and")


def _whole_number(facet: str, words: str) -> str | None:
    first, last = NUMBERS[facet]
    digits = words.strip()
    if not re.fullmatch(r"[0-9]{1,4}", digits):
        return None
    return str(int(digits)) if first <= int(digits) <= last else None


def _say(facet: str, value: str) -> str:
    if facet in NUMBERS:
        return f"Page {value}" if facet == "guideline_page" else value
    return value.replace("-", " ").capitalize()
