"""Guideline statements of the letters of 2013 that write them as sentences of prose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.fictional.citations import CLAIMS_ADMINISTRATOR, Side, mtus_citations, no_evidence
from ingest.fictional.other_sources import make_odg
from ingest.parsing.parsed import ParsedCitation, ParsedGuidelineLine

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.wording import Kind, Region


def prose_line(rng: Random, kind: Kind, region: Region, party: str) -> ParsedGuidelineLine:
    """As in "The Physician Reviewer based his/her decision on the ..., page 125, which is part of the MTUS."."""
    if rng.random() < 0.06:
        return no_evidence(party)
    chapters = [cite for cite in kind.cites["2014"] if cite != "none"]
    if not chapters or rng.random() < 0.1:
        return outside_prose(rng, party, (kind.odg_chapter or rng.choice(region.odg), kind.odg))
    (cited,) = mtus_citations(rng, Side("2014", party), rng.choice(chapters), region)
    cited = replace(
        cited, guideline=cited.guideline.replace("Chronic Pain Treatment", "Chronic Pain Medical Treatment")
    )
    words = _words(cited)
    text = f"{_opening(party)} {words}, which is part of the MTUS."
    return ParsedGuidelineLine(mtus=True, text=text, citations=(replace(cited, text=words),))


def outside_prose(rng: Random, party: str, odg: tuple[str, str]) -> ParsedGuidelineLine:
    """A statement that rests on a chapter and topic of the ODG alone."""
    (cited, *_) = make_odg(rng, *odg)
    text = f"{_opening(party)} {cited.text}, which is not part of the MTUS."
    return ParsedGuidelineLine(mtus=False, text=text, citations=(cited,))


def _opening(party: str) -> str:
    return f"The {party} based {'its' if party == CLAIMS_ADMINISTRATOR else 'his/her'} decision on the"


def _words(citation: ParsedCitation) -> str:
    """As in "Chronic Pain Medical Treatment Guidelines, Physical Medicine, pages 98-99"."""
    pages = citation.text.split(" of ", maxsplit=1)[0]
    several = len(citation.pages) > 1
    parts = [citation.guideline, citation.section, f"page{'s' if several else ''} {pages}" if pages else None]
    return ", ".join(part for part in parts if part)
