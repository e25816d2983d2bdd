"""Age and sex of the injured worker, as the clinical case summary opens with them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.parsing.parsed import Span

# "48 year old male", "36-year-old female", "54 year-old right hand dominant man", "61 y/o F", "45-yr-old"
_AGE = re.compile(r"(?P<age>\d(?<!\w\d)\d{0,2})(?i:[- ]?(?:years?|yrs?\.?)[- ]?(?:of[- ]age|old)\b| ?y[./]?o\b\.?)")
_SEX_WORD = re.compile(
    r"\b(?=[bfglmw])(?:(?P<female>female|woman|lady|girl)|(?P<male>male|man|gentleman|boy))\b", re.IGNORECASE
)
_SEX_LETTER = re.compile(r"\s*(?:(?P<female>F)|(?P<male>M))\b")
_OPENING = 700  # characters of the summary in which its first sentences tell age and sex


class Patient(NamedTuple):
    """Age in years and sex ("female" or "male"), None where not stated; and where they stand."""

    age: int | None
    sex: str | None
    spans: dict[str, Span]


def parse_patient(text: str, summary: Span | None) -> Patient:
    """Read age and sex from the opening of the clinical case summary."""
    if summary is None:
        return Patient(None, None, {})
    end = min(summary.end, summary.start + _OPENING)
    spans: dict[str, Span] = {}
    age = None
    match = _AGE.search(text, summary.start, end)
    if match:
        age = int(match["age"])
        spans["age"] = Span(*match.span("age"))
    sex = None
    found = (match and _SEX_LETTER.match(text, match.end(), end)) or _SEX_WORD.search(text, summary.start, end)
    if found:
        sex = found.lastgroup
        spans["sex"] = Span(*found.span(sex or 0))
    return Patient(age, sex, spans)
