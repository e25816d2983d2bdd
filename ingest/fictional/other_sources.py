"""Citations outside of the MTUS, in the many shapes in which letters write them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.parsing.parsed import Authority, ParsedCitation

if TYPE_CHECKING:
    from random import Random

_ODG_NAMES = ("Official Disability Guidelines (ODG)", "Official Disability Guidelines", "ODG")
_ODG_UPDATES = ("", "", "", "", " (updated 8/22/13)", " (Online Version)", " (Acute & Chronic)")


def make_odg(rng: Random, chapter: str, topic: str) -> tuple[ParsedCitation, ...]:
    """One citation of the ODG, seldom two: a chapter with its topic is one section."""
    name = rng.choice(_ODG_NAMES)
    joint = rng.choice((", ", " ")) if name == "ODG" else rng.choice((", ", ", ", " ", ": "))
    update = rng.choice(_ODG_UPDATES) if "(" not in chapter else ""
    section = (
        f"{chapter}{update}",
        f"{chapter}: {topic}",
        f"{chapter.removesuffix(' Chapter')}/{topic}",
        *[f"{chapter}{update}, {topic}"] * 5,
    )[rng.randrange(8)]
    first = non_mtus(name, section, f"{name}{joint}{section}")
    if rng.random() < 0.06:
        second = f"{topic} Guidelines" if "(" not in topic else "Pain Chapter"
        return (first, non_mtus(name, second, f"{name}, {second}"))
    return (first,)


def make_other(rng: Random, chapter: str) -> tuple[ParsedCitation, ...]:
    """A source that is neither the MTUS nor the ODG; `chapter` is one of the third edition of the ACOEM guidelines."""
    shape = rng.randrange(3)
    if shape == 0:
        page = rng.randrange(180, 620)
        guideline = "ACOEM Occupational Medicine Practice Guidelines, 3rd ed."
        cited = non_mtus(guideline, chapter, f"{guideline}, {chapter}, pg. {page}")
        return (replace(cited, pages=(page,)),)
    return (non_mtus(("www.mdguidelines.com", "Cochrane Database of Systematic Reviews")[shape - 1]),)


def non_mtus(guideline: str, section: str | None = None, text: str = "") -> ParsedCitation:
    """A citation outside of the MTUS; `text` is its whole wording, the guideline's name where none is given."""
    return ParsedCitation(Authority.NON_MTUS, guideline, section=section, text=text or guideline)
