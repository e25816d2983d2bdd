"""The reviewer's rationale: guidelines and pages named in its prose, whether it is cut off, what it depends on."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.parsing.guidelines import Guideline, chapter_of, load_guidelines, names_of
from ingest.parsing.pages import PAGES, read_pages
from ingest.parsing.parsed import Authority, ParsedCitation, ParsedItem, Span

_ENDS = re.compile(
    r"""[.?!]["”’')\]]*$|\b(?:necessary|appropriate|certified|supported|warranted|indicated|authorized)["”’')]*$"""
)
_PAGE_HINT = re.compile(r"[Pp](?:age\(s\)|ages?|gs?|p)?\.?\s*[:#]?\s*\d")  # what PAGES needs, found faster
_REACH = 160  # characters before or after a page number within which its guideline is named

# "As the requested surgical intervention is not medically necessary ..., the requested ancillary service is not ..."
_DEPENDS = re.compile(
    r"\b(?:as|since|because|given|due to)\b[^.]{0,120}?"
    r"\b(?:surg\w+|procedure|intervention|operation|injection|primary)\b[^.]{0,160}?\b(?:not|non)\b[^.]{0,60}?"
    r"\b(?:necessary|supported|certified|warranted|authorized|established|approved|indicated)\b",
    re.IGNORECASE,
)
_ANCILLARY = re.compile(
    r"\b(?:ancillary|associated|adjunct|none of the|post-?operative|pre-?operative|therefore|this request|the request)",
    re.IGNORECASE,
)
_OPENING = 420


def is_cut_off(rationale: str) -> bool:
    """Whether a rationale stops in mid-sentence; an ending like "is medically necessary" only lacks its full stop."""
    return bool(rationale) and not _ENDS.search(rationale.rstrip()[-40:])


def find_dependencies(items: list[ParsedItem]) -> list[ParsedItem]:
    """Link each dependent denial to the item that carries its reason: the nearest earlier one that stands alone."""
    linked: list[ParsedItem] = []
    for item in items:
        carrier = None
        if item.outcome == "upheld" and _is_dependent(item):
            alone = [other for other in linked if other.depends_on is None and other.outcome == "upheld"]
            carrier = alone[-1].position if alone else None
        linked.append(replace(item, depends_on=carrier) if carrier else item)
    return linked


def _is_dependent(item: ParsedItem) -> bool:
    if item.imr_reviewer.citations:
        return False
    match = _DEPENDS.search(item.rationale[:_OPENING])
    return bool(match and _ANCILLARY.search(item.rationale, match.start()))


def find_rationale_citations(text: str, rationale: Span) -> tuple[ParsedCitation, ...]:
    """Pages cited in the prose, each with the guideline that the prose names beside it; each pair once."""
    found: dict[tuple[str, tuple[int, ...]], ParsedCitation] = {}
    if not _PAGE_HINT.search(text, *rationale):
        return ()
    for match in PAGES.finditer(text, *rationale):
        citation = _cite(text, rationale, match)
        found.setdefault((citation.key or citation.guideline.casefold(), citation.pages), citation)
    return tuple(found.values())


def _cite(text: str, rationale: Span, match: re.Match[str]) -> ParsedCitation:
    pages = read_pages(match["list"])
    named = _name_beside(text, rationale, match)
    if named is None:
        span = Span(*match.span())
        return ParsedCitation(Authority.NON_MTUS, "", pages=pages, text=span.of(text), spans={"text": span})
    start, end, guideline = named
    span = Span(min(start, match.start()), max(end, match.end()))
    return ParsedCitation(
        authority=guideline.authority,
        guideline=text[start:end],
        pages=pages,
        text=span.of(text),
        key=guideline.key,
        spans={"text": span},
    )


def _name_beside(text: str, rationale: Span, match: re.Match[str]) -> tuple[int, int, Guideline] | None:
    """The guideline named nearest before the pages in their sentence, else right after them ("page 82 of the ...")."""
    after = re.compile(r"\)?\s*(?:of|in|from)\s+(?:the\s+)?").match(text, match.end(), rationale.end)
    if after:
        following = _names().match(text, after.end(), min(rationale.end, after.end() + _REACH))
        if following:
            return following.start(), following.end(), _guideline(following)
    start = max(rationale.start, match.start() - _REACH)
    before = list(_names().finditer(text, start, match.start()))
    if before:
        return before[-1].start(), before[-1].end(), _guideline(before[-1])
    return None


def _guideline(match: re.Match[str]) -> Guideline:
    if match["chapter"]:
        chapter = chapter_of(int(match["chapter"]))
        if chapter:
            return chapter
    if match["third"]:
        return load_guidelines()["acoem-3rd-edition"]
    if match["mtus_name"]:
        return names_of(Authority.MTUS)[re.sub(r"\s+", " ", match["mtus_name"]).casefold()]
    if match["odg"]:
        return load_guidelines()["odg"]
    if match["acoem"]:
        return load_guidelines()["acoem"]
    return load_guidelines()["chronic-pain-medical-treatment"] if match["mtus"] else load_guidelines()["acoem"]


@cache
def _names() -> re.Pattern[str]:
    """Matches how prose names a guideline."""
    names = [
        n
        for g in load_guidelines().values()
        if g.authority is Authority.MTUS and not g.dated
        for n in g.names
        if "ACOEM" not in n
    ]
    known = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"""
          (?P<third>(?:Third\ Edition|3rd\ Edition)\ ACOEM\ Guidelines?(?:\ [A-Z][a-z]+){{0,4}}(?:\ Chapter)?)
        | (?:California\ |CA\ )?(?:MTUS(?:\ Guidelines?\ in|,)?\s+(?:the\ )?)?
          ACOEM(?:\ Guidelines?)?,?\ Chapter\ (?P<chapter>\d+)(?:,\ Table\ [\d-]+)?
        | (?:California\ |CA\ )?(?:MTUS[\s,/]+)?(?:\d{{4}}\ )?
          (?i:(?P<mtus_name>{known}))(?:\ \([A-Z][a-z]+\ \d\d?,\ \d{{4}}\))?
        | (?P<odg>Official\ Disability\ Guidelines?(?:\ \(ODG\))?|ODG)
        | (?P<acoem>(?:MTUS/)?ACOEM(?:\ (?:Practice\ )?Guidelines?)?)
        | (?:California\ )?(?P<mtus>Medical\ Treatment\ Utilization\ Schedule(?:\ \(MTUS\))?|MTUS)(?:\ [Gg]uidelines?)?
        """,
        re.VERBOSE,
    )
