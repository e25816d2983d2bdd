"""The reviewer's credentials: specialties and states of licensure. Never a person (Labor Code 4610.6(f)).

From 2014 on they are a block ("State(s) of Licensure: ...", "Certification(s)/Specialty: ..."); before, they
stand inside the paragraph on how the determination was made ("is Board Certified in ..., and is licensed to
practice in ...").
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.parsing.parsed import ParsedWarning, Span
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Callable

_VOCABULARY = Path(__file__).parent / "vocabulary" / "reviewers.toml"

# "State(s) of Licensure: California,North Carolina"
_STATES_LINE = re.compile(r"State\(s\) of Licensure: ?(?P<value>[^\n]*)")
# "Certification(s)/Specialty: Preventive Medicine, Occupational Medicine"
_SPECIALTY_LINE = re.compile(r"Certification\(s\)/Specialty: ?(?P<value>[^\n]*)")
# "is Board Certified in Physical Medicine and Rehabilitation, and is licensed to practice in New York and Texas."
_BOARD_CERTIFIED = re.compile(
    r"Board[ -]Certified in (?P<value>[^\n.]*?)(?=,? (?:and )?(?:is|are|has|with) (?:a )?(?:licensed|subspecialty)|\.)",
    re.IGNORECASE,
)
# "has a subspecialty in Pain Management and is licensed ..."
_SUBSPECIALTY = re.compile(r"[Ss]ubspecialty(?: certificate)? in (?P<value>[^\n.]*?)(?=,? (?:and )?is licensed|\.)")
_LICENSED = re.compile(r"licensed to practice in (?P<value>[^\n.]*)", re.IGNORECASE)
_BETWEEN_STATES = re.compile(r",\s*(?:and )?|\s+and\s+")
_BETWEEN_SPECIALTIES = re.compile(r",\s*")

_STATES_CUTOFF = 0.8  # "Orgeon" is near enough to Oregon
_SPECIALTIES_CUTOFF = 0.86  # "Cardiology" is not near enough to Radiology


@dataclass(slots=True)
class Credentials:
    """What the letter says of its reviewer; fields as in ParsedDecision."""

    specialties: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    warnings: list[ParsedWarning] = field(default_factory=list)


def parse_reviewer(text: str, span: Span | None) -> Credentials:
    """Read the credentials within `span`, the part on how the determination was made."""
    found = Credentials()
    if span is not None:
        _read(text, span, (_STATES_LINE, _LICENSED), found, _add_states)
        _read(text, span, (_SPECIALTY_LINE, _BOARD_CERTIFIED), found, _add_specialties)
        if text.find("ubspecialty", *span) >= 0:
            _read(text, span, (_SUBSPECIALTY,), found, _add_specialties)
    for name, values in (("specialties", found.specialties), ("licensure_states", found.states)):
        if not values:
            found.warnings.append(ParsedWarning(f"{name}-missing".replace("_", "-"), name, f"No {name} stated."))
    return found


def _read(
    text: str,
    span: Span,
    patterns: tuple[re.Pattern[str], ...],
    found: Credentials,
    add: Callable[[str, Span, Credentials], None],
) -> None:
    """Hand the words and place of the first pattern that matches to `add`."""
    for pattern in patterns:
        match = pattern.search(text, span.start, span.end)
        if match and match["value"].strip():
            start, end = match.span("value")
            add(match["value"].strip(" ,."), Span(start, end), found)
            return


def _add_states(words: str, span: Span, found: Credentials) -> None:
    found.spans["licensure_states"] = span
    for word in filter(None, _BETWEEN_STATES.split(words)):
        state = _known(word.strip(), _states(), _STATES_CUTOFF)
        if state is None:
            found.warnings.append(ParsedWarning("state-unknown", "licensure_states", f"{word!r} is no known state."))
        elif state != word.strip():
            found.warnings.append(
                ParsedWarning("state-misspelt", "licensure_states", f"{word.strip()!r} was read as {state}.")
            )
        found.states.append(state or word.strip())


def _add_specialties(words: str, span: Span, found: Credentials) -> None:
    key = "specialties" if "specialties" not in found.spans else "subspecialty"
    found.spans[key] = span
    for word in filter(None, _BETWEEN_SPECIALTIES.split(words)):
        specialty = _specialty(word.strip())
        if specialty is None:
            message = f"{word.strip()!r} is no known specialty."
            found.warnings.append(ParsedWarning("specialty-unknown", "specialties", message))
        elif specialty.casefold() != word.strip().casefold() and word.strip().casefold() not in _specialty_names():
            message = f"{word.strip()!r} was read as {specialty}."
            found.warnings.append(ParsedWarning("specialty-misspelt", "specialties", message))
        found.specialties.append(specialty or word.strip())


def _specialty(word: str) -> str | None:
    known = _specialty_names()
    if word.casefold() in known:
        return known[word.casefold()]
    near = _known(word.casefold(), tuple(known), _SPECIALTIES_CUTOFF)
    return known[near] if near else None


@cache
def _specialty_names() -> dict[str, str]:
    """Every wording, case folded, to the name of its specialty."""
    entries = _vocabulary()["specialty"]
    return {
        wording.casefold(): entry["name"] for entry in entries for wording in (entry["name"], *entry.get("aliases", ()))
    }


@cache
def _states() -> tuple[str, ...]:
    return tuple(_vocabulary()["states"])


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))


@remembered(4_096)
def _known(word: str, names: tuple[str, ...], cutoff: float) -> str | None:
    """The name itself, or the one that is a slip of the pen away from it, None where none is near."""
    if word in names:
        return word
    near = difflib.get_close_matches(word, names, n=1, cutoff=cutoff)
    return near[0] if near else None
