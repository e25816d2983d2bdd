"""What people corrected, put into letters as they are read: so it survives every reading anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from ingest.loading.correcting import correct_decision
from ingest.models import Correction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ingest.letters import Letter

SETTLED, LEAKS = "settled", "leaks"
"""Fields of corrections that are no fields of a letter: reasons settled; words of leaks, true where cleared."""


def corrections_of(sha256s: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By SHA-256 the corrections of these letters that hold: field to what a person says."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    rows = Correction.objects.filter(sha256__in=[*sha256s]).order_by("pk")
    for sha256, field, value in rows.values_list("sha256", "field", "value"):
        found[sha256][field] = value
    return found


def corrected(letters: Iterable[Letter]) -> list[Letter]:
    """The letters, each with its corrections; one without items may have been given some by hand."""
    letters = list(letters)
    known = corrections_of({letter.sha256 for letter in letters} - {""})
    return [correct_letter(one, known[one.sha256]) if one.sha256 in known else one for one in letters]


def correct_letter(letter: Letter, corrections: Mapping[str, Any]) -> Letter:
    """The letter as a person mended it."""
    decision = letter.decision or letter.undecided
    if decision is None:
        return letter
    mended = correct_decision(decision, corrections)
    if letter.decision is not None:
        return replace(letter, decision=mended, corrections=corrections)
    if mended.items:
        return replace(letter, decision=mended, undecided=None, reason="", corrections=corrections)
    return replace(letter, undecided=mended, corrections=corrections)


def settled_by(corrections: Mapping[str, Any]) -> set[str]:
    """Reasons for a review and words of leaks that a person has settled."""
    return {*chain(corrections.get(SETTLED) or (), corrections.get(LEAKS) or ())}


def known_leaks(corrections: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a person said of leaks, as `leak_rows` wants to know it."""
    return [{"words": words, "cleared": cleared} for words, cleared in (corrections.get(LEAKS) or {}).items()]
