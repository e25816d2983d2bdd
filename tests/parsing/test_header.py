"""The header table in every order in which extractors give it."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.parsing.header import parse_header, read_date
from ingest.parsing.parsed import Span

ALL = {
    "date_assigned": date(2016, 12, 13),
    "date_of_injury": date(2015, 10, 27),
    "decision_date": date(2017, 1, 18),
    "ur_denial_date": date(2016, 11, 30),
    "application_received": date(2016, 12, 8),
}
LABELS = ["Case Number:", "Date Assigned:", "Date of Injury:", "Decision Date:", "UR Denial Date:", "Priority:"]
VALUES = ["CM16-0700001", "12/13/2016", "10/27/2015", "01/18/2017", "11/30/2016", "Standard"]
TABLES = {
    "rows": "\n".join(f"{label} {value}" for label, value in zip(LABELS, VALUES, strict=True))
    + "\nApplication Received: 12/08/2016",
    "one line": " ".join(f"{label} {value}" for label, value in zip(LABELS, VALUES, strict=True))
    + " Application Received: 12/08/2016",
    "wrapped": (
        "Case Number: CM16-0700001\nDate Assigned: 12/13/2016 Date of Injury: 10/27/2015\nDecision Date: 01/18/2017 "
        "UR Denial Date: 11/30/2016\nPriority: Standard Application\nReceived:\n12/08/2016"
    ),
    "wrapped without its second half": (
        "Case Number: CM16-0700001\nDate Assigned: 12/13/2016 Date of Injury: 10/27/2015\nDecision Date: 01/18/2017 "
        "UR Denial Date: 11/30/2016\nPriority: Standard Application 12/08/2016"
    ),
    "columns": "\n".join([*LABELS, "Application Received:", *VALUES, "12/08/2016"]),
    "short years": (
        "Case Number: CM16-0700001\nDate Assigned: 12/13/16\nDate of Injury: 10/27/15\nDecision Date: 1/18/17\n"
        "UR Denial Date: 11/30/16\nPriority: Standard\nApplication Received: 12/8/16"
    ),
}


def parse(words: str, file_name: str = "letter.txt"):  # noqa: ANN201 - Header is private to the parser's stages
    return parse_header(words, Span(0, len(words)), file_name)


@pytest.mark.parametrize("words", TABLES.values(), ids=TABLES)
def test_every_order_of_the_table(words: str) -> None:
    if "Application\nReceived" in words:
        words = words.replace("\n", " ")  # as cleaning joins the lines of a paragraph
    header = parse(words)
    assert (header.case_number, header.priority, header.dates) == ("CM16-0700001", "Standard", ALL)
    assert header.warnings == ()
    assert {name: read_date(span.of(words)) for name, span in header.spans.items() if name in ALL} == ALL


def test_a_missing_value_leaves_the_others_in_place() -> None:
    header = parse("Case Number: CM16-0700001\nDate Assigned: \nDate of Injury: 10/27/2015\nPriority: Expedited")
    assert (header.dates, header.priority) == ({"date_of_injury": date(2015, 10, 27)}, "Expedited")
    assert [(each.code, each.field) for each in header.warnings] == [("header-ambiguous", "date_assigned")]


def test_columns_with_a_missing_value_are_not_guessed() -> None:
    header = parse("Date Assigned:\nDate of Injury:\nDecision Date:\n12/13/2016\n10/27/2015")
    assert "date_assigned" not in header.dates
    assert {each.code for each in header.warnings} >= {"header-ambiguous"}


@pytest.mark.parametrize(
    ("words", "field", "expected"),
    [
        ("Dated: 10/22/2013", "decision_date", date(2013, 10, 22)),
        ("Date of Decision: 10/22/2013", "decision_date", date(2013, 10, 22)),
        ("Date of UR Decision: 10/22/2013", "ur_denial_date", date(2013, 10, 22)),
        ("IMR Application Received: 10/22/2013", "application_received", date(2013, 10, 22)),
    ],
)
def test_labels_of_other_layouts(words: str, field: str, expected: date) -> None:
    assert parse(words).dates == {field: expected}


@pytest.mark.parametrize(
    ("file_name", "number", "code"),
    [
        ("CM16-0234567.pdf", "CM16-0234567", "case-number-from-file-name"),
        ("letters/cm16-0234567_final.txt", "CM16-0234567", "case-number-from-file-name"),
        ("000_c8a9290f6d2c40fe.txt", None, "case-number-missing"),
        ("XCM16-0234567.txt", None, "case-number-missing"),
        ("CM16-02345675.txt", None, "case-number-missing"),
        ("", None, "case-number-missing"),
    ],
)
def test_a_file_name_is_evidence_of_the_number(file_name: str, number: str | None, code: str) -> None:
    header = parse("no table", file_name)
    assert (header.case_number, [each.code for each in header.warnings]) == (number, [code])


def test_the_letter_wins_over_the_file_name() -> None:
    assert parse("Case Number: CM16-0700001", "CM16-0234567.pdf").case_number == "CM16-0700001"


@pytest.mark.parametrize(
    "words",
    [
        "Case Number: CM16-0700001",
        "Case Number: CM16 - 0700001",
        "MAXIMUS Case Number: CM16-0700001",
        "Case Number: cm16-0700001",
        "CASE NUMBER: CM16-0700001",
    ],
)
def test_spellings_of_the_number(words: str) -> None:
    assert parse(words).case_number == "CM16-0700001"


@pytest.mark.parametrize(
    ("words", "priority"),
    [
        ("Priority: Standard", "Standard"),
        ("Priority: Expedited", "Expedited"),
        ("PRIORITY: EXPEDITED", "Expedited"),
        ("Priority: Rush", None),
        ("Priority:", None),
    ],
)
def test_priority(words: str, priority: str | None) -> None:
    assert parse(words).priority == priority


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1/2/2016", date(2016, 1, 2)),
        ("01/02/16", date(2016, 1, 2)),
        ("7/4/68", date(2068, 7, 4)),
        ("7/4/69", date(1969, 7, 4)),
        ("02/30/2016", None),
        ("13/01/2016", None),
        ("01/18/3026", date(3026, 1, 18)),
    ],
)
def test_dates(words: str, day: date | None) -> None:
    assert read_date(words) == day
