"""The reviewer's rationale: guidelines and pages named in its prose, whether it is cut off, what it depends on."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.parsing.guidelines import Guideline, any_of, as_name, chapter_of, load_guidelines, names_of
from ingest.parsing.pages import find_pages, read_pages
from ingest.parsing.parsed import Authority, ParsedCitation, ParsedItem, Span

_ENDS = re.compile(
    r"""[.?!]["”’')\]]+$
      | \b(?:necessary|appropriate|certified|supported|warranted|indicated|authorized)(?:\ at\ this\ time)?["”’')]*$""",
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset({"e.g.", "i.e.", "vs.", "Dr.", "Drs.", "Mr.", "Mrs.", "Ms."})
_OF = re.compile(r"\)?\s*(?:of|in|from)\s+(?:the\s+)?")
_REACH = 160  # characters before or after a page number within which its guideline is named

_DENIED = (
    r"\b(?:surg\w+|procedure|intervention|operation|injection|primary)\b[^.]{0,160}?\b(?:not|non)\b[^.]{0,60}?"
    r"\b(?:necessary|supported|certified|warranted|authorized|established|approved|indicated)\b"
)
# "As the requested surgical intervention is not medically necessary ..., the requested ancillary service is not ..."
# "The requested surgery is not medically necessary; therefore, the ancillary service is not ..."
_DEPENDS = re.compile(
    rf"\b(?:as(?! (?:such|noted|stated|per|above|documented|outlined)\b)|since|because|given|due to)\b"
    rf"[^.]{{0,120}}?{_DENIED}"
    rf"|{_DENIED}[;,.]\s+(?:therefore|thus|hence|consequently)\b",
    re.IGNORECASE,
)
# Categories of what carries a dependent denial, the likeliest first.
_SURGERY_FIRST = ("Surgery", "Injection")
_INJECTION_FIRST = ("Injection", "Surgery")
_ADJUNCT = ("Adjunct Surgical Services", "Surgical Consult")
_ANCILLARY = re.compile(
    r"\b(?:ancillary|associated|adjunct|none of the|post-?operative|pre-?operative|therefore|this request|the request)",
    re.IGNORECASE,
)
_OPENING = 420


def is_cut_off(rationale: str) -> bool:
    """Whether a rationale stops in mid-sentence; an ending like "is medically necessary" only lacks its full stop."""
    end = rationale.rstrip()[-40:]
    if end.endswith((".", "?", "!")):
        return end.split()[-1].rpartition("(")[2] in _ABBREVIATIONS
    return bool(end) and not _ENDS.search(end)


def find_dependencies(items: list[ParsedItem]) -> list[ParsedItem]:
    """Link each dependent denial to the denied item of the letter that carries its reason."""
    dependent = {item.position: reason for item in items if (reason := _dependent_reason(item))}
    if not dependent:
        return items
    alone = [item for item in items if item.position not in dependent]
    return [
        replace(item, depends_on=_carrier(item, dependent[item.position], alone))
        if item.position in dependent
        else item
        for item in items
    ]


def _dependent_reason(item: ParsedItem) -> str | None:
    """The words by which a dependent denial says on what it depends, None for other items."""
    if item.outcome != "upheld" or item.imr_reviewer.citations:
        return None
    match = _DEPENDS.search(item.rationale[:_OPENING])
    return match.group() if match and _ANCILLARY.search(item.rationale, match.start()) else None


def _carrier(item: ParsedItem, reason: str, alone: list[ParsedItem]) -> int | None:
    """Position of the item that the denial of `item` rests on: of the likeliest kind, the nearest, earlier ones first.

    Where the letter decides such an item but does not deny it, nothing else is a carrier.
    """
    for category in _INJECTION_FIRST if "injection" in reason.casefold() else _SURGERY_FIRST:
        candidates = [other for other in alone if _is_main(other, category)]
        if candidates:
            denied = [other.position for other in candidates if other.outcome == "upheld"]
            return _nearest(item.position, denied)
    unknown = [other.position for other in alone if not other.treatments and other.outcome == "upheld"]
    return _nearest(item.position, unknown)


def _is_main(item: ParsedItem, category: str) -> bool:
    """Whether an item is a treatment of the category itself, no service that goes with one."""
    main = item.treatments[0] if item.treatments else None
    return main is not None and main.category == category and main.subcategory not in _ADJUNCT


def _nearest(position: int, others: list[int]) -> int | None:
    earlier = [other for other in others if other < position]
    return earlier[-1] if earlier else next(iter(others), None)


def find_rationale_citations(text: str, rationale: Span) -> tuple[ParsedCitation, ...]:
    """Pages cited in the prose, each with the guideline that the prose names beside it; each pair once."""
    found: dict[tuple[str, tuple[int, ...]], ParsedCitation] = {}
    for match in find_pages(text, *rationale):
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
    first, last = min(start, match.start()), max(end, match.end())
    opened = "(" in text[first:last] or text[last - 1] != ")"  # else the parenthesis opens before the guideline's name
    span = Span(first, last if opened else last - 1)
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
    after = _OF.match(text, match.end(), rationale.end)
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
        return names_of(Authority.MTUS)[as_name(match["mtus_name"])]
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
    known = any_of(names)
    initials = re.escape("".join({letter for name in names for letter in (name[0].lower(), name[0].upper())}))
    return re.compile(
        rf"""\b(?=[\dACMOT{initials}])(?:
          (?P<third>(?:Third\ Edition|3rd\ Edition)\ ACOEM\ Guidelines?(?:\ [A-Z][a-z]+){{0,4}}(?:\ Chapter)?)
        | (?:California\ |CA\ )?(?:MTUS(?:\ Guidelines?\ in|,)?\s+(?:the\ )?)?
          ACOEM(?:\ Guidelines?)?,?\ Chapter\ (?P<chapter>\d+)(?:,\ Table\ [\d-]+)?
        | (?:California\ |CA\ )?(?:MTUS[\s,/]+)?(?:\d{{4}}\ )?
          (?ai:(?P<mtus_name>{known}))(?:\ \([A-Z][a-z]+\ \d\d?,\ \d{{4}}\))?
        | (?P<odg>Official\ Disability\ Guidelines?(?:\ \(ODG\))?|ODG)
        | (?P<acoem>(?:MTUS/)?ACOEM(?:\ (?:Practice\ )?Guidelines?)?)
        | (?:California\ )?(?P<mtus>Medical\ Treatment\ Utilization\ Schedule(?:\ \(MTUS\))?|MTUS)(?:\ [Gg]uidelines?)?
        )""",
        re.VERBOSE,
    )
