"""What stands behind "Decision based on Non-MTUS Citation": free text, mostly the ODG, in every shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.parsing.guidelines import (
    Guideline,
    any_of,
    as_name,
    load_guidelines,
    names_of,
    resolve_section,
    section_pattern,
)
from ingest.parsing.openings import find_opened, opening_of
from ingest.parsing.pages import PAGES, find_pages, read_pages
from ingest.parsing.parsed import Authority, ParsedCitation, Span
from ingest.parsing.remembering import remembered
from ingest.parsing.titles import commas

ODG = "odg"
SAME_TOPICS = "chronic-pain-medical-treatment"  # its section titles are also topics of the ODG
_EDGES = " ,;:./-–—"
_SECOND_SOURCE = re.compile(
    r"\s*\band Other Medical Treatment Guidelines?(?: or Medical Evidence)?:?\s*", re.IGNORECASE
)
_JOINER = re.compile(r"(?:and|the|as well as)\s+", re.IGNORECASE)
_AND = re.compile(r"^and(?: the)?(?:\s+|$)")
_TRAILING_JOINER = re.compile(r"[\s,;](?:and|and the|the)$", re.IGNORECASE)
_LONGEST_JOINER = 10  # characters
# "(updated 12/12/16)", "(Acute & Chronic)", "Chapter", "(Online Version)" behind the name of an ODG chapter
_QUALIFIER = (
    r"(?:\s*\((?:Acute|Chronic|updated|Online|last|Thoracic)[^)]*\)|\s*\b(?:Chapters?|Sections?|Guidelines?)\b)*"
)
_LEADING_YEAR = re.compile(r"\(?((?:19|20)\d\d)\)?(?=\s*,)\s*,\s*")
_ENUMERATION = re.compile(r"\(\d\)\s*")


@dataclass(frozen=True, slots=True)
class _Source:
    """A source named in the text: its guideline where known, and where its name stands."""

    guideline: Guideline | None
    start: int
    end: int


@remembered(20_000)
def parse_non_mtus(text: str) -> tuple[ParsedCitation, ...]:
    """The citations of one statement: of what follows "Decision based on Non-MTUS Citation"."""
    citations: list[ParsedCitation] = []
    at = 0
    for match in _SECOND_SOURCE.finditer(text):
        citations += _parse_part(text, Span(at, match.start()))
        at = match.end()
    return (*citations, *_parse_part(text, Span(at, len(text))))


def _parse_part(text: str, span: Span) -> list[ParsedCitation]:
    sources = [_source(match) for match in find_opened(source_pattern(), source_opening(), text, *span)]
    citations: list[ParsedCitation] = []
    first = sources[0].start if sources else span.end
    before = _trim(text, span.start, first)
    if before.start < before.end:
        citations += _cite_unnamed(text, before)
    for number, source in enumerate(sources):
        stop = sources[number + 1].start if number + 1 < len(sources) else span.end
        citations += _cite(text, source, stop)
    return citations


def _source(match: re.Match[str]) -> _Source:
    return _Source(names_of(Authority.NON_MTUS).get(as_name(match.group())), *match.span())


def _source_names() -> list[str]:
    guidelines = load_guidelines().values()
    return [name for one in guidelines if one.authority is Authority.NON_MTUS for name in one.names]


@cache
def source_opening() -> re.Pattern[str]:
    """Where `source_pattern` may match."""
    return opening_of([*_source_names(), "http", "www"])


@cache
def source_pattern() -> re.Pattern[str]:
    """The names of guidelines outside the MTUS, longest first, and addresses on the web."""
    long = any_of([name for name in _source_names() if len(name) > 8])
    short = any_of([name for name in _source_names() if len(name) <= 8])
    return re.compile(rf"(?<![\w(./])(?:(?i:{long})(?!\w)|(?:{short})(?![\w-])|(?:https?://|www\.)[^\s,;)]*[^\s,;).])")


def _trim(text: str, start: int, end: int) -> Span:
    """The range without separators and joining words at its edges."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(_EDGES))
    while match := _JOINER.match(words, left):
        left = match.end()
    right = len(words.rstrip(" ,;:-–—"))
    if words[:right].endswith(".") and not words[:right].endswith(" ed."):
        right -= 1
    while (joiner := _TRAILING_JOINER.search(words, max(left, right - _LONGEST_JOINER), right)) is not None:
        right = len(words[: joiner.start()].rstrip(" ,;"))
    return Span(start + left, max(start + left, start + right))


def _cite(text: str, source: _Source, stop: int) -> list[ParsedCitation]:
    rest = _trim(text, source.end, stop)
    words = rest.of(text)
    edition = None
    if year := _LEADING_YEAR.match(words):
        edition, words = year.group(1), words[year.end() :]
    name = text[source.start : source.end]
    span = Span(source.start, max(source.end, rest.end))
    key = source.guideline.key if source.guideline else None
    entries = _sections(words, key) or [(None, ())]
    return [_citation(text, span, (name, edition, key), entry) for entry in entries]


def _cite_unnamed(text: str, span: Span) -> list[ParsedCitation]:
    """A source of no known name: its words up to the first comma, the rest its section.

    A bibliographic entry ("Author. Title. City: Publisher; year") stays whole. A chapter of the ODG
    without its name ("Low Back (Hyperstimulation analgesia)") is recognised as such.
    """
    words = span.of(text)
    chapter = _chapter_pattern().match(words)
    pages: tuple[int, ...] = ()
    if match := PAGES.search(words):
        pages = read_pages(match["list"])
        words = words[: match.start()].rstrip(" ,;")
    cut = next(commas(words), None)
    if cut is None or re.search(r"[a-z)]\.\s+[A-Z]", words):
        name, section = words, None
    else:
        name, section = words[:cut].strip(), words[cut + 1 :].strip(_EDGES) or None
    key = ODG if chapter else None
    return [_citation(text, span, (name, None, key), (section, pages))]


def _citation(
    text: str,
    span: Span,
    source: tuple[str, str | None, str | None],
    entry: tuple[str | None, tuple[int, ...]],
) -> ParsedCitation:
    name, edition, key = source
    section, pages = entry
    return ParsedCitation(
        authority=Authority.NON_MTUS,
        guideline=name,
        edition=edition,
        section=section,
        pages=pages,
        text=span.of(text),
        key=key,
        section_key=resolve_section(key, section),
        spans={"text": span},
    )


def _sections(words: str, key: str | None) -> list[tuple[str | None, tuple[int, ...]]]:
    """(section, pages) pairs; pages belong to the section that they follow."""
    entries: list[tuple[str | None, tuple[int, ...]]] = []
    at = 0
    for match in find_pages(words, 0, len(words)):
        titles: list[str | None] = [*_titles(words[at : match.start()], key)] or [None]
        entries += [(title, ()) for title in titles[:-1]]
        entries.append((titles[-1], read_pages(match["list"])))
        at = match.end()
    return entries + [(title, ()) for title in _titles(words[at:], key)]


@remembered(20_000)
def _titles(words: str, key: str | None) -> tuple[str, ...]:
    words = _AND.sub("", words.strip(" ,;."))
    if not words:
        return ()
    if key != ODG:
        return (words,)
    if _ENUMERATION.match(words):
        return tuple([part.strip(" ,;.") for part in _ENUMERATION.split(words) if part.strip(" ,;.")])
    return tuple([title for part in _split(words, ";") for title in _odg_titles(part)])


def _odg_titles(words: str) -> list[str]:
    """An ODG chapter and its topics: the first topic goes with the chapter, each further one stands alone.

    A chapter right behind a chapter ("Neck and Upper Back, Low Back") begins a title of its own.
    """
    chapter = _chapter_pattern().match(words)
    if not chapter:
        return [words]
    rest = words[chapter.end() :]
    if rest.startswith(",") and _is_chapter(rest.strip(_EDGES)):
        return [chapter.group().strip(), *_odg_titles(rest.strip(_EDGES))]
    first, *further = _topics(rest) or [""]
    return [(chapter.group() + first).strip(), *(topic.strip(_EDGES) for topic in further)]


def _is_chapter(words: str) -> bool:
    """Whether a chapter's name stands here, and not a topic that begins like one ("Chronic pain programs")."""
    chapter = _chapter_pattern().match(words)
    return chapter is not None and (words[chapter.end() :][:1] in {"", ",", ";", ":"} or "hapter" in chapter.group())


def _topics(words: str) -> list[str]:
    """Topics split at commas before a capital; the first keeps the separator that joins it to its chapter."""
    topics = [""]
    known = section_pattern(SAME_TOPICS)
    whole = [match.span() for match in known.finditer(words)] if known else []
    places = [place for place in commas(words) if not any(start < place < end for start, end in whole)]
    at = 0
    for place in [*places, len(words)]:
        piece = words[at:place]
        start = piece.lstrip(" ,")[:1]
        if at == 0 or not topics[-1].strip(_EDGES) or start.islower():
            topics[-1] += piece
        else:
            topics.append(piece)
        at = place
    return [topic for topic in topics if topic.strip(_EDGES)]


def _split(words: str, separator: str) -> list[str]:
    parts, at = [], 0
    for place in commas(words):
        if words[place] == separator:
            parts.append(words[at:place])
            at = place + 1
    return [part.strip(" ,;.") for part in [*parts, words[at:]] if part.strip(" ,;.")]


@cache
def _chapter_pattern() -> re.Pattern[str]:
    chapters = sorted(load_guidelines()[ODG].chapters, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, chapters))})(?![\w&]|\s+(?:and|&)\s){_QUALIFIER}", re.IGNORECASE)
