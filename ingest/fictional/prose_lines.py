"""Guideline statements of the letters of 2013 that write them as sentences of prose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.fictional.citations import CLAIMS_ADMINISTRATOR, make_odg, mtus_citations, no_evidence
from ingest.parsing.parsed import ParsedCitation, ParsedGuidelineLine

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.wording import Kind, Region


def prose_line(rng: Random, kind: Kind, region: Region, party: str) -> ParsedGuidelineLine:
    """ "The Physician Reviewer based his/her decision on the ..., page 125, which is part of the MTUS." """
    whose = "its" if party == CLAIMS_ADMINISTRATOR else "his/her"
    opening = f"The {party} based {whose} decision on the "
    if rng.random() < 0.06:
        return no_evidence(party)
    chapters = [cite for cite in kind.cites["2014"] if cite != "none"]
    if not chapters or rng.random() < 0.1:
        return outside_prose(rng, kind.odg_chapter or rng.choice(region.odg), kind.odg, opening)
    (cited,) = mtus_citations(rng, "2014", rng.choice(chapters), region, party)
    cited = replace(
        cited, guideline=cited.guideline.replace("Chronic Pain Treatment", "Chronic Pain Medical Treatment")
    )
    words = _words(cited)
    text = f"{opening}{words}, which is part of the MTUS."
    return ParsedGuidelineLine(True, text, (replace(cited, text=words),))


def outside_prose(rng: Random, chapter: str, topic: str, opening: str) -> ParsedGuidelineLine:
    """A statement that rests on the ODG alone."""
    (cited, *_) = make_odg(rng, chapter, topic)
    return ParsedGuidelineLine(False, f"{opening}{cited.text}, which is not part of the MTUS.", (cited,))


def _words(citation: ParsedCitation) -> str:
    """ "Chronic Pain Medical Treatment Guidelines, Physical Medicine, pages 98-99" """
    pages = citation.text.split(" of ")[0]
    several = len(citation.pages) > 1
    parts = [citation.guideline, citation.section, f"page{'s' if several else ''} {pages}" if pages else None]
    return ", ".join(part for part in parts if part)
