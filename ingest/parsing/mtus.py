"""What stands behind "Decision based on MTUS": chapters with their sections and pages.

    2013-15  ACOEM Chapter 12 Low Back Complaints Page(s): 303, Chronic Pain Treatment Guidelines Opioids Page(s): 78
    2016 on  Low Back Complaints 2004, Section(s): Special Studies, and Opioid Treatment 2016, Section(s): 4.1 ...

From 2016 on every guideline has a year behind its name.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.parsing.guidelines import (
    Guideline,
    any_of,
    as_name,
    chapter_of,
    load_guidelines,
    names_of,
    resolve_section,
)
from ingest.parsing.openings import find_opened
from ingest.parsing.pages import PAGES, find_pages, read_pages
from ingest.parsing.parsed import Authority, ParsedCitation, Span
from ingest.parsing.remembering import remembered
from ingest.parsing.titles import split_titles
from ingest.parsing.values import value

_YEAR = r"(?:19|20)\d\d"
# "ACOEM Practice Guidelines", "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition"
_ACOEM = (
    r"(?:American\s+College\s+of\s+Occupational\s+and\s+Environmental\s+Medicine\s+\(ACOEM\)|ACOEM)"
    r"(?:\s+(?:Practice\s+)?Guidelines?)?(?:,?\s+\(?2nd\s+Ed(?:ition|\.)?\)?)?(?:,?\s+\(?2004\)?)?"
)
# Behind a name, and no section: "8 C.C.R. §§9792.20 - 9792.26 MTUS (Effective July 18, 2009)", "9792.24.2",
# "Chapter (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12)"
_REFERENCE = re.compile(
    r"""[\s,]{0,3}(?:
        \(?(?:8\s+C\.?\s?C\.?\s?R\.?\s*)?(?:(?:§+|[Ss]ections?)\s*)?9792[\d.]*(?:\s*[-–]\s*9792[\d.]*)?(?<!\.)\)?
        (?:\s+MTUS)?(?:\s+\(Effective[^()]*\))?
      | Chapter\s+\(ACOEM[^()]*(?:\([^()]*\)[^()]*)?\)
    )""",
    re.VERBOSE,
)
_SECTIONS = re.compile(r"[\s,;:]{0,5}\bSections?(?:\(s\))?\s{0,3}:\s{0,3}", re.IGNORECASE)
_JOINER_AT_END = re.compile(r"(?:[,;]?\s*\band|[,;])$")
_TABLE = re.compile(r"(?:and |& )?Tables? \d[\d-]*$")  # behind pages it tells where on them, and is no section
CHAPTER_OPENS = re.compile(r"[A-Z(](?<![\w(/-].)")
"""Where `chapter_pattern` may match."""
_EDGES = " ,;:."
_SEPARATOR = 8  # characters; no separator between guidelines is longer


@value
class _Chapter:
    """A guideline named in a statement: its words, edition year, and where its own words begin and end."""

    guideline: Guideline | None
    name: str
    edition: str | None
    start: int
    end: int


@remembered(20_000)
def parse_mtus(text: str) -> tuple[ParsedCitation, ...]:
    """The citations of one statement: of what follows "Decision based on MTUS"."""
    chapters = _chapters(text)
    citations: list[ParsedCitation] = []
    for number, chapter in enumerate(chapters):
        stop = chapters[number + 1].start if number + 1 < len(chapters) else len(text)
        citations += _cite(text, chapter, stop)
    return tuple(citations)


def _chapters(text: str) -> list[_Chapter]:
    dated = "section" in text.casefold() and _SECTIONS.search(text) is not None
    chapters = [
        _chapter(match)
        for match in find_opened(chapter_pattern(), CHAPTER_OPENS, text, 0, len(text))
        if _opens(text, match.start()) and (not dated or _is_dated(text, match))
    ]
    if chapters and not text[: chapters[0].start].strip(_EDGES):
        return chapters
    return [_unknown_chapter(text[: chapters[0].start] if chapters else text), *chapters]


def _is_dated(text: str, match: re.Match[str]) -> bool:
    """Whether a name is a guideline's and not a section's, in a statement of sections: by its year or place."""
    at_start = not text[: match.start()].strip(_EDGES)
    return bool(match["year"] or match["other_year"] or at_start or _SECTIONS.match(text, match.end()))


def _opens(text: str, at: int) -> bool:
    """Whether a guideline's name can stand at `at`: first of all, or after a separator."""
    before = text[max(0, at - _SEPARATOR) : at]
    return (at <= _SEPARATOR and not before.strip(_EDGES)) or before.rstrip().endswith((",", ";", " and"))


def _chapter(match: re.Match[str]) -> _Chapter:
    words = match["known"]
    guideline = names_of(Authority.MTUS)[as_name(words)] if words else None
    if match["number"]:
        guideline = chapter_of(int(match["number"])) or load_guidelines()["acoem"]
    return _Chapter(guideline, match["name"], match["year"] or match["other_year"], match.start("name"), match.end())


def _unknown_chapter(words: str) -> _Chapter:
    """A guideline of no known name that a statement begins with: its words up to its sections, pages or the end."""
    stops = [match.start() for match in (_SECTIONS.search(words), PAGES.search(words)) if match]
    name = words[: min([*stops, len(words)])].strip(_EDGES)
    start = words.find(name)
    year = re.search(rf"{_YEAR}$", name)
    return _Chapter(None, name, year.group() if year else None, start, start + len(name))


@cache
def chapter_pattern() -> re.Pattern[str]:
    """The names of the MTUS's guidelines, with what may stand around them; longest first."""
    chapters = any_of([name for g in _guidelines() if g.chapter is not None for name in g.names])
    plain = _alternatives(dated=False)
    dated = _alternatives(dated=True)
    return re.compile(
        rf"""
        (?<![\w(/-])
        (?P<name>
            (?:{_ACOEM},?\s+)?  # "ACOEM Chapter 12 "
            (?P<chapter>\(?Chapter\s+\d+\)?(?:[:,](?=\s+\(?(?:{chapters})))?\s+)?
            (?P<paren>\()?
            (?P<known>(?!{_ACOEM},?\s+\(?Chapter\s+\d)(?:{plain})(?!\s+{_YEAR}\d)|(?:{dated})(?:(?=,?\s+\(?{_YEAR}\b)|(?(chapter)|(?!))))
            (?(paren)\))
            (?:,?\s+\(?(?P<year>{_YEAR})\b\)?)?                         # "Low Back Complaints 2004"
          | {_ACOEM},?\s+\(?Chapter\s+(?P<number>\d+)\)?                # "ACOEM Chapter 12"
          | (?<=,\ and\ )[A-Z][^:;.()]{{2,80}}?\s(?P<other_year>{_YEAR})  # ", and Some New Chapter 2021"
        )
        (?=\s*(?:[,;.:(]|$)|\s+(?:and\s|Pages?\b|Pgs?\b|Section|[A-Z§]|8\s+C|9792))
        """,
        re.VERBOSE,
    )


def _alternatives(*, dated: bool) -> str:
    return any_of([name for guideline in _guidelines() if guideline.dated is dated for name in guideline.names])


def _guidelines() -> list[Guideline]:
    return [guideline for guideline in load_guidelines().values() if guideline.authority is Authority.MTUS]


def _cite(text: str, chapter: _Chapter, stop: int) -> list[ParsedCitation]:
    """One citation for each section that stands between a chapter's name and `stop`."""
    rest = text[chapter.end : stop]
    rest = rest.rstrip(" .\n")
    if rest.endswith((",", ";", "and")):
        rest = _JOINER_AT_END.sub("", rest)
    whole = text[chapter.start : chapter.end + len(rest)].rstrip(_EDGES)
    span = Span(chapter.start, chapter.start + len(whole))
    key = chapter.guideline.key if chapter.guideline else None
    reference = _REFERENCE.match(rest)
    entries = _sections_and_pages(rest[reference.end() if reference else 0 :], key) or [(None, ())]
    return [
        ParsedCitation(
            authority=Authority.MTUS,
            guideline=chapter.name,
            edition=chapter.edition,
            section=section,
            pages=pages,
            text=whole,
            key=key,
            section_key=resolve_section(key, section),
            spans={"text": span},
        )
        for section, pages in entries
    ]


def _sections_and_pages(rest: str, key: str | None) -> list[tuple[str | None, tuple[int, ...]]]:
    """(section, pages) pairs of "Section(s): A, B" or "A Page(s): 1, B Page(s): 2-3"; pages go with what precedes."""
    opening = _SECTIONS.match(rest)
    at = opening.end() if opening else 0
    entries: list[tuple[str | None, tuple[int, ...]]] = []
    for match in find_pages(rest, at, len(rest)):
        titles: list[str | None] = [*split_titles(rest[at : match.start()], key)] or [None]
        pages = read_pages(match["list"])
        entries += [(title, ()) for title in titles[:-1]]
        entries.append((titles[-1], pages))
        at = match.end()
    further = split_titles(rest[at:], key)
    return entries + [(title, ()) for title in further if not (entries and _TABLE.match(title))]
