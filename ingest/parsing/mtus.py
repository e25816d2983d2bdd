"""What stands behind "Decision based on MTUS": chapters with their sections and pages.

    2013-15  ACOEM Chapter 12 Low Back Complaints Page(s): 303, Chronic Pain Treatment Guidelines Opioids Page(s): 78
    2016 on  Low Back Complaints 2004, Section(s): Special Studies, and Opioid Treatment 2016, Section(s): 4.1 ...

From 2016 on every guideline has a year behind its name.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.parsing.guidelines import Guideline, chapter_of, load_guidelines, names_of, resolve_section
from ingest.parsing.pages import PAGES, read_pages
from ingest.parsing.parsed import Authority, ParsedCitation, Span
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
_TABLE = re.compile(r"(?:and |& )?Tables? \d[\d-]*$")  # behind pages it tells where on them, and is no section
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


def parse_mtus(text: str, span: Span) -> list[ParsedCitation]:
    """The citations of one statement; `span` holds what follows "Decision based on MTUS"."""
    chapters = _chapters(text, span)
    citations: list[ParsedCitation] = []
    for number, chapter in enumerate(chapters):
        stop = chapters[number + 1].start if number + 1 < len(chapters) else span.end
        citations.extend(_cite(text, chapter, stop))
    return citations


def _chapters(text: str, span: Span) -> list[_Chapter]:
    dated = _SECTIONS.search(text, *span) is not None
    chapters = [
        _chapter(match)
        for match in _chapter_pattern().finditer(text, *span)
        if _opens(text, span.start, match.start()) and (not dated or _is_dated(text, span.start, match))
    ]
    if chapters and not text[span.start : chapters[0].start].strip(_EDGES):
        return chapters
    stop = chapters[0].start if chapters else span.end
    return [_unknown_chapter(text, Span(span.start, stop)), *chapters]


def _is_dated(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a name is a guideline's and not a section's, in a statement of sections: by its year or place."""
    at_start = not text[start : match.start()].strip(_EDGES)
    return bool(match["year"] or match["other_year"] or at_start or _SECTIONS.match(text, match.end()))


def _opens(text: str, start: int, at: int) -> bool:
    """Whether a guideline's name can stand at `at`: first from `start` on, or after a separator."""
    before = text[max(start, at - _SEPARATOR) : at]
    return (at - start <= _SEPARATOR and not before.strip(_EDGES)) or before.rstrip().endswith((",", ";", " and"))


def _chapter(match: re.Match[str]) -> _Chapter:
    words = match["known"]
    guideline = names_of(Authority.MTUS)[re.sub(r"\s+", " ", words).casefold()] if words else None
    if match["number"]:
        guideline = chapter_of(int(match["number"])) or load_guidelines()["acoem"]
    return _Chapter(guideline, match["name"], match["year"] or match["other_year"], match.start("name"), match.end())


def _unknown_chapter(text: str, span: Span) -> _Chapter:
    """A guideline of no known name: its words up to its sections, pages or the end."""
    words = text[span.start : span.end]
    stops = [match.start() for match in (_SECTIONS.search(words), PAGES.search(words)) if match]
    name = words[: min([*stops, len(words)])].strip(_EDGES)
    start = span.start + (words.find(name) if name else 0)
    year = re.search(rf"{_YEAR}$", name)
    return _Chapter(None, name, year.group() if year else None, start, start + len(name))


@cache
def _chapter_pattern() -> re.Pattern[str]:
    chapters = _joined([name for g in _guidelines() if g.chapter is not None for name in g.names])
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
    return _joined([name for guideline in _guidelines() if guideline.dated is dated for name in guideline.names])


def _guidelines() -> list[Guideline]:
    return [guideline for guideline in load_guidelines().values() if guideline.authority is Authority.MTUS]


def _joined(names: list[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


def _cite(text: str, chapter: _Chapter, stop: int) -> list[ParsedCitation]:
    """One citation for each section that stands between a chapter's name and `stop`."""
    rest = text[chapter.end : stop]
    rest = re.sub(r"(?:[,;]?\s*\band|[,;])\s*$", "", rest.rstrip(" ."))
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
    for match in PAGES.finditer(rest, at):
        titles: list[str | None] = [*split_titles(rest[at : match.start()], key)] or [None]
        pages = read_pages(match["list"])
        entries += [(title, ()) for title in titles[:-1]]
        entries.append((titles[-1], pages))
        at = match.end()
    further = split_titles(rest[at:], key)
    return entries + [(title, ()) for title in further if not (entries and _TABLE.match(title))]
