"""One side's guideline line -> what it cites, verbatim and resolved.

line  := none | [outside] statement+
none  := "The Claims Administrator|Expert Reviewer did not cite any medical evidence for its decision."
outside := "... based their decision on recommendation(s) outside of the MTUS Guidelines." | "... did not base ..."
statement := "Decision based on MTUS" ... | "Decision based on Non-MTUS Citation" ...
2013: "The Physician Reviewer based his/her decision on the ..., page 125, which is part of the MTUS."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.parsing.mtus import parse_mtus
from ingest.parsing.non_mtus import parse_non_mtus
from ingest.parsing.parsed import ParsedCitation, ParsedGuidelineLine, Span
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

LineWarning = tuple[str, str]
"""Code and message of a warning on a line; the caller knows the field."""

_STATEMENT = re.compile(
    r"""[Dd](?i:ecision\ based\ on\ (?:  # a set first: searched for three times as fast
        (?P<mtus>MTUS\b)(?!\ Citation)
      | (?P<non_mtus>Non-?\ ?MTUS(?:\ Citations?)?)
      | (?P<other>Other\ Medical\ Treatment\ Guidelines?(?:\ or\ Medical\ Evidence)?)
    ))[\s:]*""",
    re.VERBOSE,
)
# "... based its decision on the ACOEM Guidelines, which is part of the MTUS, and the ODG, which is not part of ..."
_PROSE = re.compile(
    r"(?:The \w+ (?:Administrator|Reviewer) )?(?:also )?"
    r"\b(?:based (?:its|his/her|their) decision on|relied (?:up)?on)(?: the)? "
    r"(?!recommendation)(?:(?:California |CA )?MTUS (?=[A-Z]))?",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r",? (?:and )?(?:which |that )?(?:is|are) (?P<not>not )?(?:a )?part of the (?:California )?"
    r"(?:MTUS|Medical Treatment Utilization Schedule(?: \(MTUS\))?)[.,;]?\s*(?:and (?:on )?(?:the )?)?",
    re.IGNORECASE,
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
    placed = tuple([citation.moved(span.start + start) for start, citation in citations])
    return ParsedGuidelineLine(mtus, words, placed, {"text": span} if words else {}), warnings


@remembered(20_000)
def _parse_words(words: str) -> tuple[bool, list[tuple[int, ParsedCitation]], list[LineWarning]]:
    """Whether a line is based on the MTUS, its citations, each with the place it is counted from, and warnings.

    The same few lines recur all the time, and every other statement of a line never seen has been seen in another.
    """
    statements = list(_statements(words)) or list(_prose_statements(words))
    citations = [
        (body.start, citation)
        for is_mtus, body in statements
        for citation in (parse_mtus if is_mtus else parse_non_mtus)(body.of(words))
    ]
    mtus = any(is_mtus for is_mtus, _ in statements)
    return mtus, citations, _warnings(words, citations, cites=bool(statements))


def _statements(words: str) -> Iterator[tuple[bool, Span]]:
    """Whether each "Decision based on ..." rests on the MTUS, and what follows these words."""
    openings = list(_STATEMENT.finditer(words))
    for number, opening in enumerate(openings):
        end = openings[number + 1].start() if number + 1 < len(openings) else len(words)
        yield opening.lastgroup == "mtus", _body(words, opening.end(), end)


def _prose_statements(words: str) -> Iterator[tuple[bool, Span]]:
    """The same of sentences "... based its decision on A, which is part of the MTUS, and B, which is not ..."."""
    openings = list(_PROSE.finditer(words))
    for number, opening in enumerate(openings):
        at = opening.end()
        end = openings[number + 1].start() if number + 1 < len(openings) else len(words)
        for part in _PART_OF.finditer(words, at, end):
            yield not part["not"], _body(words, at, part.start())
            at = part.end()
        rest = _body(words, at, end)
        if rest.of(words).strip(" ."):
            yield "ODG" not in rest.of(words) and "Official Disability" not in rest.of(words), rest


def _body(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip(" \n")))


def _warnings(words: str, citations: list[tuple[int, ParsedCitation]], *, cites: bool) -> list[LineWarning]:
    if not words:
        return [("guideline-line-missing", "No guideline line for this side.")]
    if not cites and not _NOTHING.search(words):
        return [("guideline-line-unread", f"Not understood: {words}")]
    return [
        ("guideline-unknown", f"No known guideline: {citation.guideline}")
        for _, citation in citations
        if citation.key is None
    ]
