"""The five seed letters, field by field."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ingest.parsing.parsed import Authority, Outcome, ParsedDecision
from tests.parsing.letters import needs_letters, parse_letter, paths

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedGuidelineLine

pytestmark = [needs_letters, pytest.mark.real_letters]

PMR = "Physical Medicine & Rehabilitation"
HEADER_OF_002 = {
    "case_number": "CM15-0013811",
    "date_assigned": date(2015, 2, 2),
    "date_of_injury": date(2012, 9, 7),
    "decision_date": date(2015, 3, 18),
    "ur_denial_date": date(2015, 1, 15),
    "application_received": date(2015, 1, 23),
    "priority": "Standard",
}
FIELDS = {
    "000": {
        "layout": "physician_reviewer_2013",
        "specialties": (PMR,),
        "licensure_states": ("California",),
        "age": 45,
        "sex": "male",
        "outcome": Outcome.UPHELD,
    },
    "001": {
        "layout": "physician_reviewer_2013",
        "specialties": (PMR,),
        "licensure_states": ("New York", "Texas"),
        "age": 48,
        "sex": "male",
        "outcome": Outcome.OVERTURNED,
    },
    "002": {
        "layout": "expert_reviewer_2014",
        **HEADER_OF_002,
        "specialties": ("Preventive Medicine", "Occupational Medicine"),
        "licensure_states": ("California",),
        "age": 39,
        "sex": "female",
        "outcome": Outcome.UPHELD,
    },
    "003": {
        "layout": "expert_reviewer_2014",
        "specialties": ("Internal Medicine", "Rheumatology"),
        "licensure_states": ("Maryland",),
        "age": 43,
        "sex": "male",
        "outcome": Outcome.UPHELD,
    },
    "004": {
        "layout": "expert_reviewer_2014",
        "specialties": (PMR, "Pain Management"),
        "licensure_states": ("Massachusetts",),
        "age": 39,
        "sex": "female",
        "outcome": Outcome.UPHELD,
    },
}
# seed, item: description, outcome, pages of the administrator's line and of the reviewer's
ITEMS = [
    ("000", 0, "Work Hardening three times a week for two weeks for the Lumbar spine.", "upheld", ([], [])),
    (
        *("001", 0, "The request for 10 sessions of work conditioning over 4 weeks to the lumbar spine"),
        *("overturned", ([], [125])),
    ),
    ("002", 0, "10 Sessions of Work Hardening Program", "upheld", ([], [125])),
    ("003", 0, "Work conditioning 2x4 for low back", "upheld", ([], [125])),
    ("003", 1, "Steroid injection to left ankle", "upheld", ([374, 376, 377], [371])),
    ("004", 0, "Spinal stabilization program 2x4 lumbar", "upheld", ([], [])),
]
# seed, side, item: is it on the MTUS, (authority, guideline) of each citation folded to a word that tells it
LINES = [
    ("000", "claims_administrator", 0, True, [("MTUS", "low back"), ("MTUS", "chronic pain")]),
    ("000", "imr_reviewer", 0, True, [("MTUS", "chronic pain")]),
    ("001", "claims_administrator", 0, True, [("MTUS", "acoem")]),
    ("001", "imr_reviewer", 0, True, [("MTUS", "chronic pain")]),
    ("002", "claims_administrator", 0, True, [("MTUS", "low back"), ("MTUS", "chronic pain")]),
    ("002", "imr_reviewer", 0, True, [("MTUS", "chronic pain")]),
    (
        "003",
        "claims_administrator",
        1,
        True,
        [("MTUS", "ankle and foot"), ("Non-MTUS", "official disability")],
    ),
    ("003", "imr_reviewer", 0, True, [("MTUS", "chronic pain")]),
    ("003", "imr_reviewer", 1, True, [("MTUS", "ankle and foot")]),
    ("004", "claims_administrator", 0, False, [("Non-MTUS", "official disability")]),
]
UNSTATED = ("case_number", "date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "priority")


def seed(number: str) -> ParsedDecision:
    return parse_letter(next(path for path in paths("seeds", ".txt") if path.name.startswith(number)))


def line(number: str, side: str, item: int) -> ParsedGuidelineLine:
    return getattr(seed(number).items[item], side)


@pytest.mark.parametrize("number", FIELDS)
def test_fields_of_the_letter(number: str) -> None:
    expected: dict[str, Any] = dict.fromkeys(UNSTATED) | FIELDS[number]
    found = {name: getattr(seed(number), name) for name in expected}
    assert found == expected


@pytest.mark.parametrize(("number", "item", "description", "outcome", "pages"), ITEMS)
def test_items(number: str, item: int, description: str, outcome: str, pages: tuple[list[int], list[int]]) -> None:
    parsed = seed(number).items[item]
    assert (parsed.description.rstrip("."), parsed.outcome) == (description.rstrip("."), outcome)
    assert (pages_of(parsed.claims_administrator), pages_of(parsed.imr_reviewer)) == pages


@pytest.mark.parametrize(("number", "items"), [("000", 1), ("001", 1), ("002", 1), ("003", 2), ("004", 1)])
def test_number_of_items(number: str, items: int) -> None:
    assert len(seed(number).items) == items


def pages_of(guideline_line: ParsedGuidelineLine) -> list[int]:
    return [page for citation in guideline_line.citations for page in citation.pages]


@pytest.mark.parametrize(("number", "side", "item", "mtus", "citations"), LINES)
def test_guideline_lines(
    number: str,
    side: str,
    item: int,
    mtus: bool,  # noqa: FBT001
    citations: list[tuple[str, str]],
) -> None:
    parsed = line(number, side, item)
    assert parsed.mtus is mtus
    assert len(parsed.citations) == len(citations), parsed.citations
    for citation, (authority, name) in zip(parsed.citations, citations, strict=True):
        assert citation.authority == authority
        assert name in f"{citation.guideline} {citation.section}".lower()


@pytest.mark.parametrize("item", ["claims_administrator", "imr_reviewer"])
def test_neither_side_of_004_is_on_the_mtus(item: str) -> None:
    parsed = line("004", item, 0)
    assert not parsed.mtus
    assert {citation.authority for citation in parsed.citations} == {Authority.NON_MTUS}
    assert {citation.key for citation in parsed.citations} == {parsed.citations[0].key} != {None}


def test_misspelt_state_of_000_is_warned_of() -> None:
    assert any(warning.field == "licensure_states" for warning in seed("000").warnings)


def test_rationale_of_000_is_cut_off_and_cites_page_125() -> None:
    item = seed("000").items[0]
    assert item.rationale_cut_off
    assert 125 in {page for citation in item.rationale_citations for page in citation.pages}


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_whole_rationales_are_not_called_cut_off(number: str) -> None:
    assert not any(item.rationale_cut_off for item in seed(number).items)


def test_doctor_named_in_000_is_a_leak() -> None:
    text = seed("000").text
    doctor = re.search(r"(?<=Dr\. )[A-Z][a-z]+", text)
    assert doctor
    assert [leak.span.of(text) for leak in seed("000").leaks] == [doctor[0]]


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_other_seeds_name_nobody(number: str) -> None:
    assert not seed(number).leaks
