"""The header table of a letter: case number, dates, priority. Extractors give it by rows or by columns."""

from __future__ import annotations

import re
from datetime import date

from ingest.parsing.parsed import ParsedWarning, Span
from ingest.parsing.remembering import remembered
from ingest.parsing.values import value

_TOKEN = re.compile(
    r"""
    (?=[ACDEIMPSU\d]) (?:                                               # fast with all that begins otherwise
      (?P<case_number_label>(?:MAXIMUS\ |IMR\ )?Case\ Number:)            # "Case Number: CM15-0012345"
    | (?P<date_assigned_label>Date\ Assigned:)
    | (?P<date_of_injury_label>Date\ of\ Injury:)
    | (?P<decision_date_label>(?:Decision\ Date|Date\ of\ Decision|Dated):)
    | (?P<ur_denial_date_label>(?:UR\ Denial\ Date|Date\ of\ UR\ Decision|UR\ Decision\ Date):)
    | (?P<application_received_label>(?:IMR\ )?Application\ (?:Received:|(?=\d|\s*$)))
    | (?P<priority_label>Priority:)
    | (?P<case_number>CM(?<!\wCM)\s?\d{2}\s?-\s?\d{7}\b)                  # "CM16-0234567"
    | (?P<date>\d(?<!\w\d)\d?/\d{1,2}/\d{2}(?:\d{2})?\b)                  # "02/02/2015"
    | (?P<priority>S(?<!\wS)tandard\b|E(?<!\wE)xpedited\b)
    )
    """,
    re.VERBOSE,
)
_TOKEN_IN_ANY_CASE = re.compile(_TOKEN.pattern, re.VERBOSE | re.IGNORECASE)  # "CASE NUMBER: cm16-...": rare, slower
_FILE_CASE_NUMBER = re.compile(r"(?<![A-Za-z0-9])(CM\d{2}-\d{7})(?!\d)", re.IGNORECASE)

DATE_FIELDS = ("date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "application_received")
_ACCEPTS = {"case_number": "case_number", "priority": "priority"} | dict.fromkeys(DATE_FIELDS, "date")
_KINDS = frozenset(_ACCEPTS.values())
_Token = tuple[str, str, re.Match[str]]
"""A label of the table (its field) or a value (an empty one), of a kind, and where it stands."""
_READINGS = {kind: ("", kind) for kind in _KINDS} | {f"{label}_label": (label, _ACCEPTS[label]) for label in _ACCEPTS}
"""Group of _TOKEN to the field whose label it is, empty for a value, and the kind of value."""


@value
class Header:
    """What the header says; fields as in ParsedDecision."""

    case_number: str | None
    dates: dict[str, date]
    priority: str | None
    spans: dict[str, Span]
    warnings: tuple[ParsedWarning, ...]


def parse_header(text: str, span: Span, file_name: str) -> Header:
    """Read the header table within `span`; a file name with a case number stands in for a missing one."""
    tokens = _tokens(_TOKEN, text, span)
    if [kind for _, kind, _ in tokens].count("case_number") < 2:  # its label and the number itself
        tokens = _tokens(_TOKEN_IN_ANY_CASE, text, span)
    found, warnings = _assign(tokens)
    spans = {field: Span(*match.span()) for field, match in found.items()}
    dates = {}
    for field in DATE_FIELDS:
        if field not in found:
            continue
        day = read_date(found[field].group())
        if day is None:
            warnings.append(ParsedWarning("date-impossible", field, f"{found[field].group()} is no date."))
            del spans[field]
        else:
            dates[field] = day
    number = found.get("case_number")
    case_number = "".join(number.group().split()).upper() if number else None
    if case_number is None:
        case_number = _from_file_name(file_name, warnings)
    priority = found.get("priority")
    return Header(case_number, dates, priority.group().capitalize() if priority else None, spans, tuple(warnings))


@remembered(8_192)
def read_date(words: str) -> date | None:
    """The day of "m/d/yyyy" or "m/d/yy" (two digits up to 68 are 20yy), None where there is no such day."""
    month, day, year = map(int, words.split("/"))
    if year < 100:
        year += 2000 if year < 69 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _tokens(pattern: re.Pattern[str], text: str, span: Span) -> list[_Token]:
    return [(*_READINGS[match.lastgroup or ""], match) for match in pattern.finditer(text, *span)]


def _assign(tokens: list[_Token]) -> tuple[dict[str, re.Match[str]], list[ParsedWarning]]:
    """Give every value to the earliest label before it that waits for one of its kind.

    That reads rows ("label value label value") and columns (all labels, then all values). Where fewer
    values than labels are there, only a value right behind its label is certain.
    """
    balance = dict.fromkeys(_KINDS, 0)
    for label, kind, _ in tokens:
        balance[kind] += -1 if label else 1
    found: dict[str, re.Match[str]] = {}
    waiting: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    before = ""
    for label, kind, match in tokens:
        fields = waiting[kind]
        if label:
            fields.append(label)
        elif fields and (balance[kind] >= 0 or fields[-1] == before):
            found.setdefault(fields.pop(0 if balance[kind] >= 0 else -1), match)
        before = label
    missing = [label for label, _, _ in tokens if label and label not in found]
    message = "The header's table leaves open which value this is."
    return found, [ParsedWarning("header-ambiguous", field, message) for field in missing]


def _from_file_name(file_name: str, warnings: list[ParsedWarning]) -> str | None:
    match = _FILE_CASE_NUMBER.search(file_name)
    if match:
        warnings.append(
            ParsedWarning("case-number-from-file-name", "case_number", "Only the file's name states the case number.")
        )
        return match.group(1).upper()
    warnings.append(ParsedWarning("case-number-missing", "case_number", "The letter states no case number."))
    return None
