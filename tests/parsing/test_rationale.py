"""The rationale: what its prose cites, whether it is cut off, which item carries a dependent denial's reason."""

from __future__ import annotations

import pytest

from ingest.parsing.decision import parse_decision
from ingest.parsing.parsed import Span
from ingest.parsing.rationale import find_rationale_citations, is_cut_off
from tests.parsing.cited import Cited, shortened

CHRONIC_PAIN = "chronic-pain-medical-treatment"
LOW_BACK = "low-back-complaints"

CITED = [
    (
        "As noted on page 82 of the MTUS Chronic Pain Medical Treatment Guidelines (July 28, 2016), one set is enough.",
        [Cited(CHRONIC_PAIN, "MTUS Chronic Pain Medical Treatment Guidelines (July 28, 2016)", None, (82,))],
    ),
    (
        "While the MTUS Guideline in ACOEM Chapter 12, Table 12-8, page 309 notes that injections are not recommended.",
        [Cited(LOW_BACK, "MTUS Guideline in ACOEM Chapter 12, Table 12-8", None, (309,))],
    ),
    (
        "ACOEM Chapter 12, Table 12-8, page 309 advises against it.",
        [Cited(LOW_BACK, "ACOEM Chapter 12, Table 12-8", None, (309,))],
    ),
    (
        "Ten visits are allowed (Chronic Pain Medical Treatment Guidelines, page 125).",
        [Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment Guidelines", None, (125,))],
    ),
    (
        "Per the CA MTUS Chronic Pain Medical Treatment Guidelines, pages 46-47, exercise is recommended.",
        [Cited(CHRONIC_PAIN, "CA MTUS Chronic Pain Medical Treatment Guidelines", None, (46, 47))],
    ),
    (
        "The Chronic Pain Medical Treatment Guidelines, Opioids section, pg. 78 and 80, ask for four domains.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment Guidelines", None, (78, 80))],
    ),
    ("According to MTUS p. 22, it is first line.", [Cited(CHRONIC_PAIN, "MTUS", None, (22,))]),
    ("ODG, Knee Chapter, p 301 supports a brace.", [Cited("odg", "ODG", None, (301,))]),
    (
        "The ODG is silent. The Postsurgical Treatment Guidelines on page 26 allow 24 visits.",
        [Cited("postsurgical-treatment", "Postsurgical Treatment Guidelines", None, (26,))],
    ),
    ("The guideline says so on page 125.", [Cited(None, "", None, (125,))]),
    ("The Chron\u0131c Pain Medical Treatment Guidelines say so on page 125.", [Cited(None, "", None, (125,))]),
    (
        "ACOEM Chapter 12, page 303 allows it. ACOEM Chapter 12, page 303 also says when.",
        [Cited(LOW_BACK, "ACOEM Chapter 12", None, (303,))],
    ),
    (
        "MTUS Chronic Pain Medical Treatment Guidelines, page 98, and ACOEM Chapter 12, page 300, agree.",
        [
            Cited(CHRONIC_PAIN, "MTUS Chronic Pain Medical Treatment Guidelines", None, (98,)),
            Cited(LOW_BACK, "ACOEM Chapter 12", None, (300,)),
        ],
    ),
    (
        "MTUS Low Back Complaints page 303 and page 305 of the Chronic Pain Medical Treatment Guidelines differ.",
        [
            Cited(LOW_BACK, "MTUS Low Back Complaints", None, (303,)),
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment Guidelines", None, (305,)),
        ],
    ),
    (
        "The MTUS (8 CCR 9792.24.2) allows Norco 10/325mg #60 as of 12/19/2016; Table 12-8 and CPT 97545 do not.",
        [],
    ),
    ("The ODG allows 10 visits over 8 weeks, p.m. only.", []),
]


@pytest.mark.parametrize(("words", "cited"), CITED, ids=lambda value: str(value)[:60])
def test_pages_in_prose_have_their_guideline(words: str, cited: list[Cited]) -> None:
    text = f"Decision rationale:\n{words}"
    found = find_rationale_citations(text, Span(len(text) - len(words), len(text)))
    assert shortened(found) == cited
    assert all(each.spans["text"].of(text) == each.text for each in found)


def test_a_guideline_before_the_rationale_is_none_of_its_own() -> None:
    text = "MTUS Low Back Complaints 2004. See page 12."
    found = find_rationale_citations(text, Span(text.index("See"), len(text)))
    assert shortened(found) == [Cited(None, "", None, (12,))]


@pytest.mark.parametrize(
    ("rationale", "cut_off"),
    [
        ("The request is not medically necessary.", False),
        ("The request is not medically necessary", False),
        ("The request is not medically necessary at this time", False),
        ("The request is medically necessary and appropriate", False),
        ('The records state "no change."', False),
        ("Ten visits are allowed (page 125).", False),
        ("Is it necessary?", False),
        ("The request is not medically necessary. Note: opioids should be tapered.", False),
        ("", False),
        ("A return to work goal agreed by employer & employee, etc. A", True),
        ("The request is not", True),
        ("The guidelines recommend the following:", True),
        ("The documentation does not show, ", True),
        ("There are other modalities, e.g.", True),
        ("The report of Dr.", True),
        ("It is necessary that the", True),
    ],
)
def test_cut_off_in_mid_sentence(rationale: str, cut_off: bool) -> None:  # noqa: FBT001
    assert is_cut_off(rationale) is cut_off


DEPENDENT = (
    "As the requested surgical intervention is not medically necessary per the documentation, the requested "
    "ancillary service is not medically necessary."
)
ALONE = "The guidelines do not support it. The request is not medically necessary."
NONE_CITED = "The Expert Reviewer did not cite any medical evidence for its decision."
CITES = "Decision based on Non-MTUS Citation ODG, Knee Chapter."
Item = tuple[str, str, str, str]


def letter(items: list[Item]) -> str:
    """The decisions of a letter; an item is its heading, outcome, the reviewer's line and rationale."""
    parts = [
        f"{heading}: {outcome}\n\nClaims Administrator guideline: Decision based on MTUS Knee Complaints 2004.\n\n"
        f"MAXIMUS guideline: {line}\n\nDecision rationale: {rationale}"
        for heading, outcome, line, rationale in items
    ]
    return "\n\n".join(["IMR ISSUES, DECISIONS AND RATIONALES", *parts])


SURGERY = ("Arthroscopy of the left knee", "Upheld", CITES, ALONE)
GRANTED = ("Arthroscopy of the left knee", "Overturned", CITES, "It meets the criteria. It is medically necessary.")
NORCO = ("Norco 10/325mg #60", "Upheld", CITES, ALONE)
EKG = ("Associated surgical service: EKG", "Upheld", NONE_CITED, DEPENDENT)
ASSISTANT = ("Assistant surgeon", "Upheld", NONE_CITED, DEPENDENT)
SEDATION = (
    "Intravenous sedation",
    "Upheld",
    NONE_CITED,
    "Since the primary injection is not medically necessary, the associated sedation is not medically necessary.",
)
INJECTION = ("Right L5-S1 epidural steroid injection", "Upheld", CITES, ALONE)
DEPENDENCIES: list[tuple[str, list[Item], list[int | None]]] = [
    ("the first item carries", [SURGERY, EKG, ASSISTANT], [None, 1, 1]),
    ("the carrier is not the first", [NORCO, SURGERY, EKG], [None, None, 2]),
    ("another denial stands between", [SURGERY, NORCO, EKG], [None, None, 1]),
    ("the carrier comes later", [EKG, NORCO, SURGERY], [3, None, None]),
    ("the operation nearest before carries", [SURGERY, EKG, ("Right shoulder arthroscopy", *SURGERY[1:]), EKG],
     [None, 1, None, 3]),
    ("the operation was granted", [GRANTED, NORCO, EKG], [None, None, None]),
    ("one operation was granted, one denied", [SURGERY, ("Right shoulder arthroscopy", *GRANTED[1:]), EKG],
     [None, None, 1]),
    ("the ancillary service has its own evidence", [SURGERY, ("Assistant surgeon", "Upheld", CITES, DEPENDENT)],
     [None, None]),
    ("the ancillary service was granted", [SURGERY, ("Assistant surgeon", "Overturned", NONE_CITED, DEPENDENT)],
     [None, None]),
    ("an injection carries what goes with injections", [SURGERY, INJECTION, SEDATION], [None, None, 2]),
    ("no evidence, but reasons of its own", [SURGERY, ("Cold therapy unit", "Upheld", NONE_CITED, ALONE)],
     [None, None]),
    ("nothing else is decided", [EKG], [None]),
    ("only medication is decided", [NORCO, EKG], [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("items", "carriers"), [row[1:] for row in DEPENDENCIES], ids=[row[0] for row in DEPENDENCIES])
def test_dependent_denials_point_to_their_reason(items: list[Item], carriers: list[int | None]) -> None:
    assert [item.depends_on for item in parse_decision(letter(items)).items] == carriers


@pytest.mark.parametrize(
    "reason",
    [
        DEPENDENT,
        "Since the surgery is not medically necessary, none of the associated services are medically necessary.",
        "Because the requested procedure is not certified, this request is not medically necessary.",
        "As the surgical procedure has been found to be not medically necessary, the post-operative care is not.",
        "Given that the operation is not supported, the request for a brace is not medically necessary.",
        "The requested surgery is not medically necessary; therefore, the pre-operative clearance is not necessary.",
        "As the primary procedure is non-certified, the associated service is not medically necessary.",
    ],
)
def test_wordings_of_a_dependent_denial(reason: str) -> None:
    items = [SURGERY, ("Associated surgical service: EKG", "Upheld", NONE_CITED, reason)]
    assert parse_decision(letter(items)).items[1].depends_on == 1


@pytest.mark.parametrize(
    "reason",
    [
        "The criteria are not met. As such, the procedure is not medically necessary and the request is denied.",
        "As noted above, the surgery is not supported by the imaging. The request is not medically necessary.",
        "The surgery was done in May. The request for a brace is not medically necessary.",
    ],
)
def test_a_denial_for_reasons_of_its_own_depends_on_nothing(reason: str) -> None:
    items = [SURGERY, ("Right shoulder arthroscopy", "Upheld", NONE_CITED, reason)]
    assert parse_decision(letter(items)).items[1].depends_on is None
