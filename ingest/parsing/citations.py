"""One side's guideline line -> what it cites, verbatim and resolved.

    line  := none | [outside] statement+
    none  := "The Claims Administrator|Expert Reviewer did not cite any medical evidence for its decision."
    outside := "... based their decision on recommendation(s) outside of the MTUS Guidelines." | "... did not base ..."
    statement := "Decision based on MTUS" ... | "Decision based on Non-MTUS Citation" ...
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ingest.parsing.mtus import parse_mtus
from ingest.parsing.non_mtus import parse_non_mtus
from ingest.parsing.parsed import ParsedCitation, ParsedGuidelineLine, Span

LineWarning = tuple[str, str]
"""Code and message of a warning on a line; the caller knows the field."""

_STATEMENT = re.compile(
    r"""Decision\ based\ on\ (?:
        (?P<mtus>MTUS\b)(?!\ Citation)
      | (?P<non_mtus>Non-?\ ?MTUS(?:\ Citations?)?)
      | (?P<other>Other\ Medical\ Treatment\ Guidelines?(?:\ or\ Medical\ Evidence)?)
    )[\s:]*""",
    re.VERBOSE | re.IGNORECASE,
)
# "The Expert Reviewer did not cite any medical evidence for its decision." and the ways to say "not the MTUS"
_NOTHING = re.compile(
    r"did not cite any|did not base (?:their|its|his/her) decision on the MTUS|outside of the MTUS"
    r"|found that no section of the MTUS was applicable",
    re.IGNORECASE,
)


def parse_guideline_line(text: str, span: Span) -> tuple[ParsedGuidelineLine, list[LineWarning]]:
    """Read the guideline line at `span`; what is not understood is kept in its `text`, with a warning."""
    words = span.of(text)
    mtus, citations, warnings = _parse_words(words)
    placed = tuple(_at(citation, span.start) for citation in citations)
    return ParsedGuidelineLine(mtus, words, placed, {"text": span} if words else {}), warnings


def _at(citation: ParsedCitation, start: int) -> ParsedCitation:
    """The citation with its spans, found in the line's words, moved to their place in the letter."""
    spans = {name: Span(span.start + start, span.end + start) for name, span in citation.spans.items()}
    return replace(citation, spans=spans)


@lru_cache(maxsize=20_000)
def _parse_words(words: str) -> tuple[bool, list[ParsedCitation], list[LineWarning]]:
    """Whether a line is based on the MTUS, its citations and warnings. The same few lines recur all the time."""
    statements = list(_STATEMENT.finditer(words))
    citations: list[ParsedCitation] = []
    for number, statement in enumerate(statements):
        end = statements[number + 1].start() if number + 1 < len(statements) else len(words)
        parse = parse_mtus if statement.lastgroup == "mtus" else parse_non_mtus
        citations += parse(words, _body(words, statement.end(), end))
    mtus = any(statement.lastgroup == "mtus" for statement in statements)
    return mtus, citations, _warnings(words, citations, cites=bool(statements))


def _body(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip(" \n")))


def _warnings(words: str, citations: list[ParsedCitation], *, cites: bool) -> list[LineWarning]:
    if not words:
        return [("guideline-line-missing", "No guideline line for this side.")]
    if not cites and not _NOTHING.search(words):
        return [("guideline-line-unread", f"Not understood: {words}")]
    return [
        ("guideline-unknown", f"No known guideline: {citation.guideline}")
        for citation in citations
        if citation.key is None
    ]
