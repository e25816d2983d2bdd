"""The guidelines that letters cite, as data (vocabulary/guidelines.toml): one key each, whatever they are called."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.parsing.parsed import Authority
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOCABULARY = Path(__file__).parent / "vocabulary" / "guidelines.toml"

_FOLDED = re.compile(r"[^a-z0-9]+")
_SECTION_NOISE = re.compile(
    r"\b(?:section|chapter|topic|guidelines?|program)s?\b|\((?:acute|chronic|updated|online)[^)]*\)"
)


@dataclass(frozen=True, slots=True)
class Guideline:
    """One guideline under its canonical name.

    Args:
        key: stable slug.
        name: what the archive calls it.
        authority: MTUS or not.
        names: what letters call it.
        sections: known section titles, as printed; a dict from each wording to the canonical title.
        chapters: chapter names that a section string may start with.
        chapter: number in the ACOEM Practice Guidelines, 2nd edition, None outside them.
        dated: its names are common words; they name it only where a year follows ("Opioids 2017") or
            the number of a chapter stands before.
    """

    key: str
    name: str
    authority: Authority
    names: tuple[str, ...]
    sections: dict[str, str]
    chapters: tuple[str, ...] = ()
    chapter: int | None = None
    dated: bool = False


@cache
def load_guidelines() -> dict[str, Guideline]:
    """Every guideline of vocabulary/guidelines.toml by its key."""
    entries = tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))["guideline"]
    return {
        entry["key"]: Guideline(
            key=entry["key"],
            name=entry["name"],
            authority=Authority(entry["authority"]),
            names=tuple(entry["names"]),
            sections=_sections(entry.get("sections", ())),
            chapters=tuple(entry.get("chapters", ())),
            chapter=entry.get("chapter"),
            dated=entry.get("dated", False),
        )
        for entry in entries
    }


def _sections(entries: list[str]) -> dict[str, str]:
    titles = {}
    for entry in entries:
        wording, _, canonical = entry.partition(" = ")
        titles[wording] = canonical or wording
    return titles


@cache
def names_of(authority: Authority) -> dict[str, Guideline]:
    """Each name of the guidelines of an authority, case folded, to its guideline."""
    return {
        name.casefold(): guideline
        for guideline in load_guidelines().values()
        if guideline.authority is authority
        for name in guideline.names
    }


def as_name(words: str) -> str:
    """A guideline's name found in a text, as `names_of` has it: single blanks, case folded."""
    return " ".join(words.split()).casefold()


def any_of(names: Iterable[str]) -> str:
    """A pattern of these names, longest first, whatever white space stands between their words."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


@cache
def chapter_of(number: int) -> Guideline | None:
    """The guideline that is this chapter of the ACOEM Practice Guidelines, 2nd edition."""
    return next((entry for entry in load_guidelines().values() if entry.chapter == number), None)


@cache
def section_pattern(key: str) -> re.Pattern[str] | None:
    """Matches a known section title of the guideline, longest first, up to the end of a list's entry."""
    titles = sorted(load_guidelines()[key].sections, key=len, reverse=True)
    if not titles:
        return None
    return re.compile(rf"(?:{'|'.join(map(re.escape, titles))})(?=\s*(?:[,;.]|$))", re.IGNORECASE)


@cache
def _canonical_sections(key: str) -> dict[str, str]:
    return {fold(wording): fold(canonical) for wording, canonical in load_guidelines()[key].sections.items()}


def resolve_section(key: str | None, section: str | None) -> str | None:
    """Slug of a section's canonical title: of the known title where there is one, else of the wording itself."""
    if key is None or section is None:
        return None
    folded = fold(section)
    return _canonical_sections(key).get(folded, folded)[:200] or None


@remembered(20_000)
def fold(words: str) -> str:
    """A wording without what does not matter: case, punctuation, "section", "chapter", "(updated ...)".

    >>> fold("Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter")
    'low-back-lumbar-and-thoracic'
    """
    lower = words.casefold().replace("&", " and ").replace("®", "")
    kept = _FOLDED.sub("-", _SECTION_NOISE.sub(" ", lower)).strip("-")
    return kept or _FOLDED.sub("-", lower).strip("-")
