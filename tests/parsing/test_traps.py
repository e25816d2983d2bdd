"""Each trap of the field: a fictional snippet of a letter, and what a careful reader makes of it.

The numbers follow the list of traps that the project keeps of real letters.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.parsing.cleaning import clean_text
from ingest.parsing.decision import parse_decision
from ingest.reading import read_text

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedDecision, ParsedItem

MARK = "\ufffe"  # stands for a line-end hyphen that an extractor took out
ADMINISTRATOR = "Claims Administrator guideline: Decision based on MTUS Knee Complaints 2004."
REVIEWER = "MAXIMUS guideline: Decision based on MTUS Knee Complaints 2004."
RATIONALE = "Decision rationale: The records show no red flags. The request is not medically necessary."
REST = f"{ADMINISTRATOR}\n\n{REVIEWER}\n\n{RATIONALE}"
OPENING = (
    "IMR ISSUES, DECISIONS AND RATIONALES\n\n"
    "The Final Determination was based on decisions for the disputed items/services set forth below:\n\n"
)


def decide(decisions: str, summary: str = "The injured worker is a 40 year old female.") -> ParsedDecision:
    return parse_decision(f"CLINICAL CASE SUMMARY\n\n{summary}\n\n{OPENING}{decisions}\n")


def items_of(decisions: str) -> list[ParsedItem]:
    return list(decide(decisions).items)


def wrapped(decisions: str) -> str:
    """The same with lines as wide as a page."""
    return "\n".join(fill(line, 60) for line in decisions.split("\n"))


def headings(decisions: str) -> list[tuple[str, str | None]]:
    return [(item.description, item.outcome) for item in items_of(decisions)]


TRAP_1 = [
    ("MRI of the left knee: Upheld", "MRI of the left knee"),
    ("MRI of the left knee:  Upheld", "MRI of the left knee"),
    ("MRI of the left knee :Upheld", "MRI of the left knee"),
    ("MRI of the left knee:\nUpheld", "MRI of the left knee"),
    ("MRI of the left knee:\n\nUpheld", "MRI of the left knee"),
    ("MRI of the left knee: \n\n\nUpheld ", "MRI of the left knee"),
    ("MRI of the left knee.:  Upheld", "MRI of the left knee."),
    ("MRI of the left knee: Upheld.", "MRI of the left knee"),
    ("Associated surgical service: Cold therapy: Upheld", "Associated surgical service: Cold therapy"),
    ("DME: crutches (size: tall): pair: Upheld", "DME: crutches (size: tall): pair"),
    ("The request for an MRI of the left knee is: Upheld", "The request for an MRI of the left knee is"),
    ("Retrospective (DOS: 11/18/16) MRI: Upheld", "Retrospective (DOS: 11/18/16) MRI"),
]


@pytest.mark.parametrize(("heading", "description"), TRAP_1)
def test_trap_1_the_last_colon_parts_heading_and_outcome(heading: str, description: str) -> None:
    assert headings(f"{heading}\n\n{REST}") == [(description, "upheld")]


@pytest.mark.parametrize("outcome", ["Upheld", "Overturned", "Modified"])
def test_trap_1_every_outcome(outcome: str) -> None:
    assert headings(f"MRI of the left knee: {outcome}\n\n{REST}") == [("MRI of the left knee", outcome.lower())]


PARTLY = "Norco 10/325mg #60 was the original request. #25 was authorized by the Claims Administrator. "
TRAP_2 = [
    (
        f"{PARTLY}The remaining IMR eligible portion of the original request, Norco 10/325mg #35 is",
        "Norco 10/325mg #35",
    ),
    (
        f"{PARTLY}The remaining IMR-eligible portion of the original request, Norco 10/325mg #35, is",
        "Norco 10/325mg #35",
    ),
    (
        f"{PARTLY}The remaining portion of the original request, Norco 10/325mg #35 is",
        "Norco 10/325mg #35",
    ),
    (
        (
            "A bath chair was the original request. A bath bench was authorized by the Claims Administrator. "
            "The original request, a bath chair is"
        ),
        "a bath chair",
    ),
    (
        (
            "Physical therapy (neck, back: 12 visits) was the original request. 6 visits were authorized by the Claims "
            "Administrator. The remaining IMR eligible portion of the original request, Physical therapy (neck, back: "
            "6 visits) is"
        ),
        "Physical therapy (neck, back: 6 visits)",
    ),
]


@pytest.mark.parametrize(("heading", "request_words"), TRAP_2, ids=lambda value: value[-60:])
def test_trap_2_what_is_decided_is_the_part_not_authorised(heading: str, request_words: str) -> None:
    (item,) = items_of(f"{heading}: Overturned\n\n{REST}")
    assert (item.description, item.request, item.outcome) == (heading, request_words, "overturned")


def test_trap_2_a_plain_heading_is_decided_whole() -> None:
    (item,) = items_of(f"Physical therapy for the knee: Upheld\n\n{REST}")
    assert item.request == item.description == "Physical therapy for the knee"


LONG = (
    "Flurbiprofen 20%, Baclofen 5%, Dexamethasone 2%, Menthol 2%, Camphor 2%, Capsaicin 0.025% in a cream base of "
    "210 grams, to be applied in a thin layer to the left knee two to three times a day, dispensed by the office of "
    "the treating physician on the day of the visit"
)
FIRST = f"X-rays of the left knee: Overturned\n\n{REST}"
CUTS = {
    "one line": " ",
    "many lines": "\n",
    "page breaks": "\f",
    "page breaks between lines": "\n\f",
    "page breaks with blank lines": "\n\n\f\n\n",
    "page breaks with a space": " \n\f \n",
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
@pytest.mark.parametrize("before", ["\n\n", "\n\f", "\n\n\f", "\f\n"], ids=repr)
def test_trap_3_headings_run_over_lines_and_pages(cut: str, before: str) -> None:
    words = LONG.split(" ")
    broken = cut.join(" ".join(words[start : start + 8]) for start in range(0, len(words), 8))
    letter = f"{FIRST}{before}{broken}: Upheld\n\n{REST}"
    assert headings(letter) == [("X-rays of the left knee", "overturned"), (LONG, "upheld")]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n", "\f", "\n\f", "\n\n\f\n"], ids=repr)
def test_trap_3_a_page_break_may_take_the_blank_line_before_a_heading(gap: str) -> None:
    letter = f"{FIRST}{gap}Left knee brace: Upheld\n\n{REST}"
    assert headings(letter) == [("X-rays of the left knee", "overturned"), ("Left knee brace", "upheld")]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n\n", "\f", " "], ids=repr)
def test_trap_4_items_are_counted_by_their_labels(gap: str) -> None:
    rest = gap.join([ADMINISTRATOR, REVIEWER, RATIONALE])
    summary = (
        "The injured worker is a 40 year old female. Requests were made for: 1. Norco 10/325mg #60: Upheld by UR. "
        "2. MRI of the left knee. 3. Physical therapy. 4. A knee brace."
    )
    decision = decide(f"Left knee brace: Upheld\n{rest}\n\nNorco 10/325mg #60: Upheld\n{rest}", summary)
    assert [item.description for item in decision.items] == ["Left knee brace", "Norco 10/325mg #60"]
    assert decision.clinical_case_summary == summary


def test_trap_4_a_list_of_requests_is_no_list_of_items() -> None:
    listed = "1. Norco 10/325mg #60\n2. Left knee brace\n3. MRI of the left knee\n\n"
    assert [words for words, _ in headings(f"{listed}Left knee brace: Upheld\n\n{REST}")] == ["Left knee brace"]


DEPENDENT = (
    "As the requested surgical intervention is not medically necessary per the documentation, the requested "
    "ancillary service is not medically necessary."
)


def test_trap_5_a_dependent_denial_points_to_the_item_with_the_reason() -> None:
    ancillary = (
        f"Associated surgical service: EKG: Upheld\n\n{ADMINISTRATOR}\n\n"
        "MAXIMUS guideline: The Expert Reviewer did not cite any medical evidence for its decision.\n\n"
        f"Decision rationale: {DEPENDENT}"
    )
    surgery, ekg = items_of(f"Arthroscopy of the left knee: Upheld\n\n{REST}\n\n{ancillary}")
    assert (surgery.depends_on, ekg.depends_on) == (None, 1)
    assert (ekg.imr_reviewer.citations, ekg.imr_reviewer.mtus) == ((), False)
    assert ekg.rationale == DEPENDENT


PASTED = "Recommended as indicated below. Criteria for the use of braces: Overuse is to be avoided. "
CRITERIA = (
    "The criteria are:\n1. Radicular pain is documented.\n2. Conservative care was tried: exercise, NSAIDs.\n"
    "3) Imaging corroborates the findings: yes.\n\nThey are not met. The request is not medically necessary."
)
TAPER = "The request is not medically necessary. Note: this medication should be tapered, not stopped abruptly."
TRAP_6 = [
    ("opens with pasted guideline text", f"{PASTED}The request is not medically necessary.", False),
    ("holds numbered criteria", CRITERIA, False),
    ("ends with a note on tapering", TAPER, False),
    ("is cut off", "The records show no red flags. The guidelines ask for a trial of", True),
]


@pytest.mark.parametrize(("rationale", "cut_off"), [row[1:] for row in TRAP_6], ids=[row[0] for row in TRAP_6])
@pytest.mark.parametrize("outcome", ["Upheld", "Overturned"])
def test_trap_6_a_rationale_decides_nothing(rationale: str, cut_off: bool, outcome: str) -> None:  # noqa: FBT001
    letter = f"Left knee brace: {outcome}\n\n{ADMINISTRATOR}\n\n{REVIEWER}\n\nDecision rationale: {rationale}"
    first, second = items_of(wrapped(f"{letter}\n\nMRI of the left knee: Upheld\n\n{REST}"))
    assert (first.outcome, second.description) == (outcome.lower(), "MRI of the left knee")
    assert first.rationale.split() == rationale.split()
    assert first.rationale_cut_off is cut_off


def test_trap_6_a_rationale_cut_off_ends_with_its_paragraph() -> None:
    rationale = "The records show no red flags, and the sentence of this long line goes on and on. " * 3 + "A trial of"
    letter = f"Left knee brace: Upheld\n\n{ADMINISTRATOR}\n\n{REVIEWER}\n\nDecision rationale: {rationale}"
    assert [words for words, _ in headings(f"{letter}\n\nMRI of the left knee: Upheld\n\n{REST}")] == [
        "Left knee brace",
        "MRI of the left knee",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The prior denial was upheld by the appeals reviewer.",
        "The prior decision was overturned",
        "On appeal: Upheld by UR on 11/2/2016.",
        "The ethics of the profession must be upheld.",
        "Utilization review upheld the denial; the appeal modified it.",
        "Upheld decisions were reviewed.",
    ],
)
def test_trap_7_upheld_is_also_an_english_word(sentence: str) -> None:
    rationale = f"{sentence} The request is medically necessary."
    letter = (
        f"Left knee brace: Overturned\n\n{ADMINISTRATOR}\n\n{REVIEWER}\n\nDecision rationale: {rationale}\n\n"
        f"MRI of the left knee: Overturned\n\n{REST}"
    )
    decision = decide(letter, f"A 40 year old female. {sentence}")
    assert [(item.description, item.outcome) for item in decision.items] == [
        ("Left knee brace", "overturned"),
        ("MRI of the left knee", "overturned"),
    ]
    assert decision.items[0].rationale == rationale
    assert decision.outcome == "overturned"


TRAP_8 = [
    ("the report of 11-23-\n2016 shows", "the report of 11-23-2016 shows"),
    (f"the report of 11-23{MARK}2016 shows", "the report of 11-23-2016 shows"),
    (f"the report of 11-23{MARK}\n2016 shows", "the report of 11-23-2016 shows"),
    ("the report of 11/23/\n2016 shows", "the report of 11/23/2016 shows"),
    ("based on Non-\nMTUS Citation", "based on Non-MTUS Citation"),
    (f"based on Non{MARK}MTUS Citation", "based on Non-MTUS Citation"),
    ("Norco 7.5-\n325mg #60", "Norco 7.5-325mg #60"),
    (f"Norco 7.5{MARK}325mg #60", "Norco 7.5-325mg #60"),
    ("the documen-\ntation shows", "the documentation shows"),
    (f"the documen{MARK}tation shows", "the documentation shows"),
    (f"electro{MARK}myography of the legs", "electromyography of the legs"),
    ("cervical- and lumbar spine", "cervical- and lumbar spine"),
    ("cervical-\nand lumbar spine", "cervical- and lumbar spine"),
    (f"cervical{MARK}\nand lumbar spine", "cervical- and lumbar spine"),
    (f"cervical{MARK}and lumbar spine", "cervical- and lumbar spine"),
    (f"pre{MARK}and post-operative care", "pre- and post-operative care"),
    ("a 48-year-\nold man", "a 48-year-old man"),
    (f"a 48{MARK}year-old man", "a 48-year-old man"),
    ("the L4-\nL5 level", "the L4-L5 level"),
    ("a follow-\nup visit, the next follow-up visit", "a follow-up visit, the next follow-up visit"),
    ("a reex-\namination; the reexamination", "a reexamination; the reexamination"),
    ("pain rated 7 -\n8 of 10", "pain rated 7 - 8 of 10"),
    ("chiropractic manipulation.Currently, he", "chiropractic manipulation.Currently, he"),
    ("the employer\u00adand the worker", "the employerand the worker"),
    ("One.\n\nTwo.", "One.\nTwo."),
    ("one\r\ntwo\tthree\u00a0four", "one two three four"),
]


@pytest.mark.parametrize(("raw", "text"), TRAP_8, ids=ascii)
def test_trap_8_hyphens_and_spaces_at_line_ends(raw: str, text: str) -> None:
    assert clean_text(raw) == text


@pytest.mark.parametrize("hyphen", [f"{MARK}", f"{MARK}\n", "-\n", "-"], ids=ascii)
def test_trap_8_a_broken_word_does_not_hide_a_citation(hyphen: str) -> None:
    letter = (
        f"Left knee brace: Upheld\n\n{ADMINISTRATOR}\n\nMAXIMUS guideline: Decision based on Non{hyphen}MTUS Citation "
        f"ODG, Knee.\n\n{RATIONALE}"
    )
    (item,) = items_of(letter)
    assert [(each.key, each.section) for each in item.imr_reviewer.citations] == [("odg", "Knee")]
    assert not item.imr_reviewer.mtus


def test_trap_8_every_line_followed_by_an_empty_one() -> None:
    lines = "\n".join(
        [f"Left knee brace for\nthe left knee: Upheld\n\n{REST}\n\nMRI of the knee: Upheld\n\n{REST}"] * 2
    )
    single = decide(lines)
    double = parse_decision(
        f"CLINICAL CASE SUMMARY\n\nThe injured worker is a 40 year old female.\n\n{OPENING}{lines}\n".replace(
            "\n", " \n\n"
        )
    )
    assert double.text == single.text
    assert double.items == single.items


@pytest.mark.parametrize(
    "words",
    [
        "In a report dated 08/28/2013 by , patient presents with pain",
        "He was seen by Dr.  on 8/2/13",
        "The employer is .",
        "treated at  and at ,",
    ],
)
def test_trap_9_gaps_of_redaction_are_not_repaired(words: str) -> None:
    summary = f"The injured worker is a 40 year old female. {words} and then"
    decision = decide(f"Left knee brace: Upheld\n\n{REST}", summary)
    assert decision.clinical_case_summary == " ".join(summary.split())


@pytest.mark.parametrize(
    ("words", "leaks"),
    [
        ("He was seen by Dr. Quillfeather on 8/2/13.", ["Quillfeather"]),
        ("Call the office at (213) 639-4477 for details.", ["(213) 639-4477"]),
        ("In a report by , the patient presents with pain.", []),
        ("The study of Harris J. supports it.", []),
    ],
)
def test_trap_9_a_missed_name_is_found(words: str, leaks: list[str]) -> None:
    decision = decide(f"Left knee brace: Upheld\n\n{REST}", f"The injured worker is a 40 year old female. {words}")
    assert [leak.span.of(decision.text) for leak in decision.leaks] == leaks


def test_trap_10_a_pdf_that_forbids_copying_is_read() -> None:
    file = BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0, canModify=0))
    for number, line in enumerate(["IMR ISSUES, DECISIONS AND RATIONALES", "MRI: Upheld", *REST.split("\n\n")]):
        canvas.drawString(72, 700 - 30 * number, line)
    canvas.save()
    assert b"/Encrypt" in file.getvalue()
    (item,) = parse_decision(read_text(file.getvalue(), "letter.pdf")).items
    assert (item.description, item.outcome) == ("MRI", "upheld")


HEADER = """Case Number: CM16-0000001
Date Assigned: 12/13/2016 Date of Injury: 10/27/2015
Decision Date: 01/18/2017 UR Denial Date: 11/30/2016
Priority: Standard Application Received: 12/08/2016
"""


@pytest.mark.parametrize(
    "prose",
    [
        "Date of injury 10-27-2016. The decision date was 1-2-3026.",
        "He was hurt on October 27, 2010. UR denial date: 11/29/2016.",
        "Date of Injury: 10/27/1999. Decision Date: 01/18/3026. Application Received: 13/45/2016.",
    ],
)
def test_trap_11_dates_of_the_header_win_over_prose(prose: str) -> None:
    letter = (
        f"{HEADER}\nCLINICAL CASE SUMMARY\n\nThe patient is 40 years old. {prose}\n\n{OPENING}MRI: Upheld\n\n{REST}"
    )
    decision = parse_decision(letter)
    assert (decision.date_of_injury, decision.decision_date) == (date(2015, 10, 27), date(2017, 1, 18))
    assert (decision.ur_denial_date, decision.application_received) == (date(2016, 11, 30), date(2016, 12, 8))
    assert decision.clinical_case_summary == f"The patient is 40 years old. {prose}"


@pytest.mark.parametrize("prose", ["Date of Injury: 10/27/1999.", "Priority: Expedited. Decision Date: 01/18/2017"])
def test_trap_11_dates_in_prose_are_no_header(prose: str) -> None:
    decision = decide(f"MRI: Upheld\n\n{REST}", f"A 40 year old. {prose}")
    assert (decision.date_of_injury, decision.decision_date, decision.priority) == (None, None, None)


def test_trap_11_an_impossible_date_is_none_with_a_warning() -> None:
    decision = parse_decision(f"{HEADER.replace('10/27/2015', '02/30/2015')}\n{OPENING}MRI: Upheld\n\n{REST}")
    assert decision.date_of_injury is None
    assert ("date-impossible", "date_of_injury") in {(each.code, each.field) for each in decision.warnings}


def test_trap_12_items_with_the_same_words_keep_their_own_place() -> None:
    first, second = items_of(f"Left knee brace: Upheld\n\n{REST}\n\nLeft knee brace: Overturned\n\n{REST}")
    assert first.rationale == second.rationale
    assert first.spans["rationale"].end < second.spans["description"].start
    assert (first.outcome, second.outcome) == ("upheld", "overturned")
