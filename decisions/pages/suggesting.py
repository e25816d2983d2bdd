"""What a person who has typed the beginning of something may be looking for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import slugify

from decisions.models import Case
from decisions.parameters import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.parameters.vocabulary import Vocabulary

MOST = 10
SHORTEST = 2
"""Letters from which on there is something to suggest."""
FACETS = {"treatment": "treatment", "guideline": "guideline", "specialty": "reviewer specialty"}
"""Facets whose values are suggested, and what one is called."""
CASE_NUMBER = re.compile(r"cm[0-9]{0,2}-?[0-9]{0,7}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something in the archive: what it is called, of what kind it is, where it is."""

    label: str
    kind: str
    url: str


def suggest(typed: str, vocabulary: Vocabulary) -> list[Suggestion]:
    """Up to MOST suggestions: case numbers; or names that begin so, chief names first, then names with such a word."""
    words = " ".join(typed.split())[:100]
    if len(words) < SHORTEST:
        return []
    if CASE_NUMBER.fullmatch(words):
        return list(_cases(words))
    return [suggestion for _, suggestion in sorted(_names(slugify(words), vocabulary), key=lambda one: one[0])][:MOST]


def _cases(words: str) -> Iterator[Suggestion]:
    number = words.upper()
    if len(number) > 4 and number[4] != "-":
        number = f"{number[:4]}-{number[4:]}"
    # A range, not LIKE: the unique index answers it in any collation that sorts digits as C does.
    found = Case.objects.public().filter(public_id__gte=number, public_id__lt=f"{number}~").order_by("public_id")
    for public_id in found.values_list("public_id", flat=True)[:MOST]:
        yield Suggestion(public_id, "case", reverse("case", args=[public_id]))


def _names(wanted: str, vocabulary: Vocabulary) -> Iterator[tuple[tuple[bool, bool, str, str], Suggestion]]:
    """Suggestions and how they are ordered; a synonym leads to what it means."""
    if not wanted:
        return
    for facet, kind in FACETS.items():
        meant: dict[str, str] = {}
        for name, value in vocabulary.other_names.get(facet, {}).items():
            meant.setdefault(value, "")
            if f"-{name}".find(f"-{wanted}") >= 0:
                meant[value] = min(meant[value] or name, name, key=lambda one: (not one.startswith(wanted), len(one)))
        for value, name in meant.items():
            if name:
                url = links.search_url(links.searching(**{facet: value}))
                label = vocabulary.label(facet, value)
                order = (not name.startswith(wanted), name != slugify(label), name, value)
                yield order, Suggestion(label, kind, url)
