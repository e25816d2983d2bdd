"""A letter as blocks, before lines are broken: what stands where in each layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.fictional.wording import load_reviewers
from ingest.parsing.parsed import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ingest.fictional.truth import Truth
    from ingest.parsing.parsed import ParsedDecision, ParsedItem


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph.

    Args:
        text: its words; `bold` counts the leading characters that are set in bold type.
        kind: "title" (a heading of the letter, alone on its line), "heading" (of an item) or "text".
        close: the block follows the one before without a gap.
        alone: the last words of an item heading, its outcome, stand on a line of their own.
    """

    text: str
    kind: str = "text"
    bold: int = 0
    close: bool = False
    alone: str = ""


def compose(truth: Truth, rng: Random) -> list[Block]:
    """The blocks of a letter, without its header table."""
    letter = truth.letter
    if letter.layout == "notice_2013":
        return list(_notice(letter, rng))
    if letter.layout == "full_letter_2013":
        return list(_full_letter(letter, rng))
    if letter.layout == "professional_review":
        return list(_professional(letter, rng))
    return list(_determination(letter, rng))


# --- The four layouts with one grammar --------------------------------------------------------------


def _determination(letter: ParsedDecision, rng: Random) -> Iterator[Block]:
    yield _title("HOW THE IMR FINAL DETERMINATION WAS MADE")
    yield from _how_made(letter, rng)
    yield _title("CLINICAL CASE SUMMARY")
    yield Block(
        "The expert reviewer developed the following clinical case summary based on a review of the case file, "
        "including all medical records:",
        close=True,
    )
    yield Block(letter.clinical_case_summary or "")
    yield _title("IMR ISSUES, DECISIONS AND RATIONALES")
    yield Block(
        "The Final Determination was based on decisions for the disputed items/services set forth below:", close=True
    )
    numbered = letter.layout == "expert_reviewer_2018" and rng.random() < 0.4
    for item in letter.items:
        yield _item_heading(item, rng, f"{item.position}. " if numbered else "")
        yield _labelled("Claims Administrator guideline:", item.claims_administrator.text)
        yield _labelled("MAXIMUS guideline:", item.imr_reviewer.text)
        yield _labelled("Decision rationale:", item.rationale)


def _how_made(letter: ParsedDecision, rng: Random) -> Iterator[Block]:
    if letter.layout == "physician_reviewer_2013":
        yield Block(_PHYSICIAN.format(credentials=_inline_credentials(letter, rng)), close=True)
        return
    items = rng.choice(("disputed items/Service", "disputed items/services"))
    yield Block(_EXPERT.format(items=items), close=True)
    yield Block("The Expert Reviewer has the following credentials:")
    joint = rng.choice((", ", ","))
    yield Block(f"State(s) of Licensure: {joint.join(letter.licensure_states)}", close=True)
    yield Block(f"Certification(s)/Specialty: {', '.join(letter.specialties)}", close=True)


def _inline_credentials(letter: ParsedDecision, rng: Random) -> str:
    """As in "Board Certified in Physical Medicine and Rehabilitation, and is licensed to practice in Texas"."""
    first, *more = (name.replace(" & ", " and ") for name in letter.specialties)
    specialty = f"Board Certified in {first}"
    if more:
        specialty += f", has a subspecialty in {', '.join(more)}"
    states = list(letter.licensure_states)
    misspelt = load_reviewers().misspelt
    if states[0] in misspelt and rng.random() < 0.1:
        states[0] = misspelt[states[0]]
    places = states[0] if len(states) == 1 else f"{', '.join(states[:-1])} and {states[-1]}"
    return f"{specialty}{rng.choice((',', ''))} and is licensed to practice in {places}"


def _item_heading(item: ParsedItem, rng: Random, number: str) -> Block:
    outcome = (item.outcome or Outcome.UPHELD).capitalize()
    heading = f"{number}{item.description}:"
    how = rng.random()
    if how < 0.05:
        return Block(heading, "heading", bold=len(heading), alone=outcome)
    return Block(f"{heading}{'  ' if how < 0.3 else ' '}{outcome}", "heading", bold=len(heading))


def _labelled(label: str, text: str) -> Block:
    return Block(f"{label} {text}", bold=len(label))


def _title(text: str) -> Block:
    return Block(text, "title", bold=len(text))


# --- The layouts of 2013 that are known from descriptions -------------------------------------------


def _notice(letter: ParsedDecision, rng: Random) -> Iterator[Block]:
    yield _title("Notice of Independent Medical Review Determination")
    yield from _notice_header(letter)
    verdicts = [_determined(item, rng) for item in letter.items]
    for verdict in verdicts:
        yield Block(verdict, bold=len(verdict))
    yield _title("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE")
    received, denied = letter.application_received, letter.ur_denial_date
    yield Block(
        f"An application for Independent Medical Review was filed on {received:%m/%d/%Y} disputing the Utilization "
        f"Review Denial dated {denied:%m/%d/%Y}. A decision has been made for each of the treatment and/or services "
        "that were in dispute:",
        close=True,
    )
    for verdict in verdicts:
        yield Block(verdict, bold=len(verdict))
    yield Block("Medical Qualifications of the Expert Reviewer:", "title")
    yield Block(_NOTICE_REVIEWER.format(credentials=_inline_credentials(letter, rng)), close=True)
    yield Block("Case Summary:", "title")
    yield Block(
        f"The clinical summary was taken directly from the utilization review denial/modification dated {denied:%B} "
        f"{denied.day}, {denied.year}: “{letter.clinical_case_summary}”"
        if denied
        else "",
        close=True,
    )
    yield Block("Documents Reviewed for Determination:", "title")
    yield Block(_DOCUMENTS, close=True)
    for item in letter.items:
        heading = f"{item.position}) Regarding the request for {item.description}:"
        yield Block(heading, "heading", bold=len(heading))
        yield Block(f"{_RELIED_UPON}:", "title")
        yield Block(item.claims_administrator.text, close=True)
        yield Block(item.imr_reviewer.text)
        yield Block("Rationale for the Decision:", "title")
        yield Block(item.rationale, close=True)


def _notice_header(letter: ParsedDecision) -> Iterator[Block]:
    yield Block(f"Dated: {letter.decision_date:%m/%d/%Y}")
    yield Block(f"Date of UR Decision: {letter.ur_denial_date:%m/%d/%Y}")
    yield Block(f"Date of Injury: {letter.date_of_injury:%m/%d/%Y}", close=True)
    yield Block(f"IMR Application Received: {letter.application_received:%m/%d/%Y}", close=True)
    yield Block(f"MAXIMUS Case Number: {letter.case_number}", close=True)


def _determined(item: ParsedItem, rng: Random) -> str:
    """The verdict of an item; bold type swallows spaces in the text of some of these letters."""
    necessary = "medically necessary and appropriate"
    joint = rng.choice((" ", " ", ""))
    verdict = f"is {necessary}" if item.outcome is Outcome.OVERTURNED else f"is not{joint}{necessary}"
    return (
        f"{item.position}) MAXIMUS Federal Services, Inc. has determined the request for {item.description} {verdict}."
    )


def _full_letter(letter: ParsedDecision, rng: Random) -> Iterator[Block]:
    yield _title("DOCUMENTS REVIEWED")
    yield Block(_DOCUMENTS, close=True)
    yield _title("HOW THE IMR FINAL DETERMINATION WAS MADE")
    yield Block(_PHYSICIAN.format(credentials=_inline_credentials(letter, rng)), close=True)
    yield _title("CLINICAL CASE SUMMARY")
    yield Block(
        "The physician reviewer developed the following clinical case summary based on a review of the case file, "
        "including all medical records:",
        close=True,
    )
    yield Block(letter.clinical_case_summary or "")
    yield _title("IMR DECISION(S) AND RATIONALE(S)")
    yield Block(
        "The Final Determination was based on decisions for the disputed items/services set forth below:", close=True
    )
    for item in letter.items:
        verdict = "is" if item.outcome is Outcome.OVERTURNED else "is not"
        heading = f"{item.position}. {item.description} {verdict} medically necessary and appropriate."
        yield Block(heading, "heading", bold=len(heading))
        yield Block(item.claims_administrator.text)
        yield Block(item.imr_reviewer.text)
        yield Block(f"The Physician Reviewer's decision rationale: {item.rationale}")


def _professional(letter: ParsedDecision, rng: Random) -> Iterator[Block]:
    (item,) = letter.items
    yield _title("MEDICAL PROFESSIONAL REVIEW")
    yield Block("ISSUE AT DISPUTE:", "title")
    yield Block(item.description, close=True)
    yield Block("CASE SUMMARY:", "title")
    yield Block(letter.clinical_case_summary or "", close=True)
    yield Block("DOCUMENTS REVIEWED FOR DETERMINATION:", "title")
    yield Block(_DOCUMENTS, close=True)
    yield Block("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:", "title")
    yield Block(item.imr_reviewer.text, close=True)
    negation = "" if item.outcome is Outcome.OVERTURNED else "NOT "
    yield Block(f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS {negation}MEDICALLY NECESSARY:", "title")
    yield Block(item.rationale, close=True)
    yield Block("MEDICAL REVIEWER QUALIFICATIONS:", "title")
    yield Block(f"The reviewer is {_inline_credentials(letter, rng)}.", close=True)


_RELIED_UPON = "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision"
_PHYSICIAN = (
    "MAXIMUS Federal Services sent the complete case file to a physician reviewer. He/she has no affiliation with the "
    "employer, employee, providers or the claims administrator. The physician reviewer is {credentials}. He/she has "
    "been in active clinical practice for more than five years and is currently working at least 24 hours a week in "
    "active practice. The physician reviewer was selected based on his/her clinical experience, education, background, "
    "and expertise in the same or similar specialties that evaluate and/or treat the medical condition and disputed "
    "items/services. He/she is familiar with governing laws and regulations, including the strength of evidence "
    "hierarchy that applies to Independent Medical Review determinations."
)
_EXPERT = (
    "MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation with the "
    "employer, employee, providers or the claims administrator. He/she has been in active clinical practice for more "
    "than five years and is currently working at least 24 hours a week in active practice. The expert reviewer was "
    "selected based on his/her clinical experience, education, background, and expertise in the same or similar "
    "specialties that evaluate and/or treat the medical condition and {items}. He/she is familiar with governing laws "
    "and regulations, including the strength of evidence hierarchy that applies to Independent Medical Review "
    "determinations."
)
_NOTICE_REVIEWER = (
    "The independent physician who made the decision has no affiliation with the employer, employee, providers or the "
    "claims administrator. The physician reviewer is {credentials}. He/she has been in active clinical practice for "
    "more than five years and is currently working at least 24 hours a week in active practice. The Expert Reviewer "
    "was selected based on his/her clinical experience, education, background, and expertise in the same or similar "
    "specialties that evaluate and/or treat the medical condition and disputed items/services."
)
_DOCUMENTS = (
    "The following relevant documents were reviewed and considered: Application for Independent Medical Review, "
    "Utilization Review Determination, Medical Records from the provider, Medical Treatment Utilization Schedule "
    "(MTUS)."
)
