"""Guideline lines and the citations that stand in them, in the wording of each time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.parsing.parsed import Authority, ParsedCitation, ParsedGuidelineLine

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.wording import Kind, Region

CLAIMS_ADMINISTRATOR = "Claims Administrator"
EXPERT_REVIEWER = "Expert Reviewer"
_ODG_NAMES = ("Official Disability Guidelines (ODG)", "Official Disability Guidelines", "ODG")
_ODG_UPDATES = ("", "", "", "", " (updated 8/22/13)", " (Online Version)", " (Acute & Chronic)")
# Sections of one title that holds a comma; every other comma parts two sections.
_WHOLE = (
    "NSAIDs, GI symptoms & cardiovascular risk", "Work conditioning, work hardening", "Work Conditioning, Work Hardening",
    "TENS, chronic pain (transcutaneous electrical nerve stimulation)", "Topical analgesics, compounded",
    "Opioids, criteria for use", "Opioids, dosing", "NSAIDs, specific drug list & adverse effects",
    "Forearm, Wrist, & Hand",
)  # fmt: skip


def no_evidence(party: str) -> ParsedGuidelineLine:
    """The line of a party that cites nothing."""
    return ParsedGuidelineLine(mtus=False, text=f"The {party} did not cite any medical evidence for its decision.")


def make_line(rng: Random, era: str, kind: Kind, region: Region, party: str) -> ParsedGuidelineLine:
    """A line that bases a decision on the MTUS, on other guidelines, on both or on nothing."""
    if rng.random() < (0.16 if party == CLAIMS_ADMINISTRATOR else 0.03):
        return no_evidence(party)
    chapters = [cite for cite in rng.sample(kind.cites[era], len(kind.cites[era])) if cite != "none"]
    if not chapters or rng.random() < 0.12:
        return outside_line(rng, era, region, kind.odg_chapter or rng.choice(region.odg), kind.odg, party)
    wanted = rng.choices((1, 2, 3), (70, 25, 5))[0]
    cited = [mtus_citations(rng, era, cite, region, party) for cite in chapters[:wanted]]
    line = _mtus_words(rng, era, _without_repeats(cited))
    if rng.random() < (0.3 if party == CLAIMS_ADMINISTRATOR else 0.1):
        other = make_odg(rng, kind.odg_chapter or rng.choice(region.odg), kind.odg)
        words = f"Decision based on Non-MTUS Citation {'; '.join(c.text for c in other)}."
        return ParsedGuidelineLine(True, f"{line.text} {words}", (*line.citations, *other))
    return line


def outside_line(rng: Random, era: str, region: Region, chapter: str, topic: str, party: str) -> ParsedGuidelineLine:
    """A line outside of the MTUS, as a rule on the ODG."""
    if era == "2014" and rng.random() < 0.5:
        opening = f"The {party} did not base their decision on the MTUS."
    elif era == "2018" and party == EXPERT_REVIEWER:
        opening = "The Expert Reviewer found that no section of the MTUS was applicable."
    else:
        opening = f"The {party} based their decision on recommendation(s) outside of the MTUS Guidelines."
    cited = make_odg(rng, chapter, topic) if rng.random() < 0.93 else _other_source(rng, region.third_edition)
    if era == "2018" and party == EXPERT_REVIEWER:
        lead = "Decision based on Other Medical Treatment Guideline or Medical Evidence: "
    else:
        lead = "Decision based on Non-MTUS Citation "
    words = "; ".join(citation.text for citation in cited)
    if era != "2018" and len(cited) == 1 and rng.random() < 0.06:
        url = _non_mtus("www.mdguidelines.com")
        return ParsedGuidelineLine(
            False, f"{opening} {lead}{words} and Other Medical Treatment Guidelines {url.text}.", (*cited, url)
        )
    return ParsedGuidelineLine(False, f"{opening} {lead}{words}.", cited)


def make_odg(rng: Random, chapter: str, topic: str) -> tuple[ParsedCitation, ...]:
    """One citation of the ODG, seldom two, in one of the shapes in which letters write it."""
    name = rng.choice(_ODG_NAMES)
    joint = rng.choice((", ", ", ", " ", ": ")) if name != "ODG" else rng.choice((", ", " "))
    update = rng.choice(_ODG_UPDATES) if "(" not in chapter else ""
    shape = rng.randrange(8)
    if shape == 0:
        section = f"{chapter}{update}"
    elif shape == 1:
        section = f"{chapter}: {topic}"
    elif shape == 2:
        section = f"{chapter.removesuffix(' Chapter')}/{topic}"
    else:
        section = f"{chapter}{update}, {topic}"
    first = _non_mtus(name, section, f"{name}{joint}{section}")
    if rng.random() < 0.06:
        second = f"{topic} Guidelines" if "(" not in topic else "Pain Chapter"
        return (first, _non_mtus(name, second, f"{name}, {second}"))
    return (first,)


def _other_source(rng: Random, chapter: str) -> tuple[ParsedCitation, ...]:
    """A source that is neither the MTUS nor the ODG."""
    shape = rng.randrange(3)
    if shape == 0:
        page = rng.randrange(180, 620)
        guideline = "ACOEM Occupational Medicine Practice Guidelines, 3rd ed."
        cited = _non_mtus(guideline, chapter, f"{guideline}, {chapter}, pg. {page}")
        return (replace(cited, pages=(page,)),)
    return (_non_mtus(("www.mdguidelines.com", "Cochrane Database of Systematic Reviews")[shape - 1]),)


def _non_mtus(guideline: str, section: str | None = None, text: str = "") -> ParsedCitation:
    return ParsedCitation(Authority.NON_MTUS, guideline, section=section, text=text or guideline)


def mtus_citations(rng: Random, era: str, cite: str, region: Region, party: str) -> list[ParsedCitation]:
    """The citations of one "guideline | section, section | pages"; the administrator often names less."""
    guideline, section, pages = (*(part.strip() for part in cite.split("|")), "", "")[:3]
    if guideline == "@region":
        guideline = rng.choice(region.chapters[era])
        pages = pages or (rng.choice(region.pages) if era == "2014" else "")
    if party == CLAIMS_ADMINISTRATOR and rng.random() < 0.4:
        section, pages = "", ""
    if era == "2014" and (party == CLAIMS_ADMINISTRATOR or rng.random() < 0.15) and rng.random() < 0.5:
        pages = ""
    numbers = read_pages(pages)
    sections: list[str | None] = [*split_sections(section)] if section else [None]
    words = f"{pages}" if pages else ""
    return [
        ParsedCitation(Authority.MTUS, guideline, section=title, pages=numbers, text=words)
        for title in (sections if era != "2014" else [section or None])
    ]


def split_sections(words: str) -> list[str]:
    """ "Facet blocks, Summary" as two titles; a title that holds a comma stays whole."""
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
    for match in re.finditer(r"(\d+)(?:-(\d+))?", words.split(" of ")[0]):
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
    return ParsedGuidelineLine(True, f"Decision based on MTUS {joint.join(chapters)}.", finished)


def _chapter_2014(citation: ParsedCitation) -> str:
    """ "Chronic Pain Treatment Guidelines Work Hardening Page(s): 125"; the text of the citation is its pages."""
    section = f" {citation.section}" if citation.section else ""
    return f"{citation.guideline}{section}" + (f" Page(s): {citation.text}" if citation.text else "")


def _chapter_2016(group: list[ParsedCitation]) -> str:
    titles = [citation.section for citation in group if citation.section]
    return group[0].guideline + (f", Section(s): {', '.join(titles)}" if titles else "")
