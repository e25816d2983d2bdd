"""Guideline lines and the citations that stand in them, in the wording of each time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.fictional.other_sources import make_odg, make_other, non_mtus
from ingest.parsing.parsed import Authority, ParsedCitation, ParsedGuidelineLine

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.wording import Kind, Region

CLAIMS_ADMINISTRATOR = "Claims Administrator"
EXPERT_REVIEWER = "Expert Reviewer"
# Sections of one title that holds a comma; every other comma parts two sections.
_WHOLE = (
    "NSAIDs, GI symptoms & cardiovascular risk",
    "NSAIDs, specific drug list & adverse effects",
    "Work conditioning, work hardening",
    "Work Conditioning, Work Hardening",
    "TENS, chronic pain (transcutaneous electrical nerve stimulation)",
    "Topical analgesics, compounded",
    "Opioids, criteria for use",
    "Opioids, dosing",
    "Forearm, Wrist, & Hand",
)

# Chapters that letters from 2018 on cite beside the one of a region, up to five in all.
_GENERAL_CHAPTERS = (
    "General Approach to Initial Assessment and Documentation 2017",
    "Initial Approaches to Treatment 2017",
    "Cornerstones of Disability Prevention and Management 2017",
    "Opioids 2017",
    "Chronic Pain 2017",
)
_SECTIONS_2018 = ("Treatment Recommendations", "Diagnostic Recommendations", "Summary of Recommendations")


def no_evidence(party: str) -> ParsedGuidelineLine:
    """The line of a party that cites nothing."""
    return ParsedGuidelineLine(mtus=False, text=f"The {party} did not cite any medical evidence for its decision.")


@dataclass(frozen=True, slots=True)
class Side:
    """Who writes a line, and in the wording of which era."""

    era: str
    party: str

    @property
    def is_administrator(self) -> bool:
        """The claims administrator cites less than the reviewer."""
        return self.party == CLAIMS_ADMINISTRATOR


def make_line(rng: Random, side: Side, kind: Kind, region: Region) -> ParsedGuidelineLine:
    """A line that bases a decision on the MTUS, on other guidelines, on both or on nothing."""
    if rng.random() < (0.16 if side.is_administrator else 0.03):
        return no_evidence(side.party)
    chapters = [cite for cite in rng.sample(kind.cites[side.era], len(kind.cites[side.era])) if cite != "none"]
    odg = (kind.odg_chapter or rng.choice(region.odg), kind.odg)
    if not chapters or rng.random() < 0.12:
        return outside_line(rng, side, region, odg)
    wanted = rng.choices((1, 2, 3), (70, 25, 5))[0]
    if side.era == "2018" and rng.random() < 0.1:
        chapters += rng.sample(_GENERAL_CHAPTERS, 5 - len(chapters))
        wanted = rng.randint(3, 5)
    cited = [mtus_citations(rng, side, cite, region) for cite in chapters[:wanted]]
    line = _mtus_words(rng, side.era, _without_repeats(cited))
    if rng.random() >= (0.3 if side.is_administrator else 0.1):
        return line
    other = make_odg(rng, *odg)
    words = f"{line.text} Decision based on Non-MTUS Citation {_joined(other)}."
    return ParsedGuidelineLine(mtus=True, text=words, citations=(*line.citations, *other))


def outside_line(rng: Random, side: Side, region: Region, odg: tuple[str, str]) -> ParsedGuidelineLine:
    """A line outside of the MTUS, as a rule on a chapter and topic of the ODG."""
    opening, lead = _outside_opening(rng, side)
    cited = make_odg(rng, *odg) if rng.random() < 0.93 else make_other(rng, region.third_edition)
    words = f"{opening} {lead} {_joined(cited)}"
    if side.era != "2018" and len(cited) == 1 and rng.random() < 0.06:
        cited = (*cited, non_mtus("www.mdguidelines.com"))
        words = f"{words} and Other Medical Treatment Guidelines {cited[1].text}"
    return ParsedGuidelineLine(mtus=False, text=f"{words}.", citations=cited)


def _outside_opening(rng: Random, side: Side) -> tuple[str, str]:
    if side.era == "2018" and not side.is_administrator:
        return (
            "The Expert Reviewer found that no section of the MTUS was applicable.",
            "Decision based on Other Medical Treatment Guideline or Medical Evidence:",
        )
    lead = "Decision based on Non-MTUS Citation"
    if side.era == "2014" and rng.random() < 0.5:
        return f"The {side.party} did not base their decision on the MTUS.", lead
    return f"The {side.party} based their decision on recommendation(s) outside of the MTUS Guidelines.", lead


def _joined(cited: tuple[ParsedCitation, ...]) -> str:
    return "; ".join(citation.text for citation in cited)


def mtus_citations(rng: Random, side: Side, cite: str, region: Region) -> list[ParsedCitation]:
    """The citations of one "guideline | section, section | pages"; the administrator often names less.

    Until 2015 a section and pages belong to one citation, whose `text` holds the pages as written; later
    each section is a citation.
    """
    guideline, section, pages = (*(part.strip() for part in cite.split("|")), "", "")[:3]
    old = side.era == "2014"
    if guideline == "@region":
        guideline = rng.choice(region.chapters[side.era])
        pages = pages or (rng.choice(region.pages) if old else "")
    if side.era == "2018" and rng.random() < 0.2:
        section = rng.choice(_SECTIONS_2018)
    if side.is_administrator and rng.random() < 0.4:
        section, pages = "", ""
    if old and (side.is_administrator or rng.random() < 0.15) and rng.random() < 0.5:
        pages = ""
    sections: list[str | None] = [*split_sections(section)] if section and not old else [section or None]
    return [
        ParsedCitation(Authority.MTUS, guideline, section=title, pages=read_pages(pages), text=pages)
        for title in sections
    ]


def split_sections(words: str) -> list[str]:
    """Titles joined by commas, one by one; a title that itself holds a comma stays whole."""
    titles: list[str] = []
    rest = words
    while rest:
        whole = next((title for title in _WHOLE if rest.startswith(title)), None)
        title = whole or rest.split(", ")[0]
        titles.append(title)
        rest = rest[len(title) :].removeprefix(", ")
    return titles


def read_pages(words: str) -> tuple[int, ...]:
    """Pages of "8 and 67-68 of 127": ranges expanded, the total dropped, ascending."""
    pages: set[int] = set()
    for match in re.finditer(r"(\d+)(?:-(\d+))?", words.split(" of ", maxsplit=1)[0]):
        first = int(match[1])
        pages.update(range(first, int(match[2] or first) + 1))
    return tuple(sorted(pages))


def _without_repeats(cited: list[list[ParsedCitation]]) -> list[list[ParsedCitation]]:
    """No guideline twice in one line, as it would be named once with both sections."""
    kept: dict[str, list[ParsedCitation]] = {}
    for group in cited:
        kept.setdefault(group[0].guideline, group)
    return list(kept.values())


def _mtus_words(rng: Random, era: str, cited: list[list[ParsedCitation]]) -> ParsedGuidelineLine:
    chapters = [_chapter_2014(group[0]) if era == "2014" else _chapter_2016(group) for group in cited]
    joint = rng.choice((", ", ", ", ", ", ",")) if era == "2014" else ", and "
    finished = tuple(
        replace(citation, text=words) for words, group in zip(chapters, cited, strict=True) for citation in group
    )
    return ParsedGuidelineLine(mtus=True, text=f"Decision based on MTUS {joint.join(chapters)}.", citations=finished)


def _chapter_2014(citation: ParsedCitation) -> str:
    """As in "Chronic Pain Treatment Guidelines Work Hardening Page(s): 125"."""
    section = f" {citation.section}" if citation.section else ""
    return f"{citation.guideline}{section}" + (f" Page(s): {citation.text}" if citation.text else "")


def _chapter_2016(group: list[ParsedCitation]) -> str:
    titles = [citation.section for citation in group if citation.section]
    return group[0].guideline + (f", Section(s): {', '.join(titles)}" if titles else "")
