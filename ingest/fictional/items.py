"""The disputed items of a letter: requests, outcomes, guideline lines and rationales that fit each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ingest.fictional.citations import (
    CLAIMS_ADMINISTRATOR,
    EXPERT_REVIEWER,
    Side,
    make_line,
    no_evidence,
    outside_line,
)
from ingest.fictional.prose_lines import outside_prose, prose_line
from ingest.fictional.rationale import (
    Question,
    Rationale,
    make_associated_rationale,
    make_dependent,
    make_rationale,
)
from ingest.fictional.requests import make_associated, make_request
from ingest.fictional.wording import kinds_of, load_associated, treatments_of
from ingest.parsing.parsed import Outcome, ParsedGuidelineLine, ParsedItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from ingest.fictional.requests import Request
    from ingest.fictional.summary import Patient
    from ingest.fictional.wording import Kind, Region

# Number of items in a letter and its weight: half have one, few have up to 21.
_COUNTS = (1, 2, 3, 4, 5, 6, 7, 9, 12, 16, 21)
_WEIGHTS = (52, 18, 11, 7, 4, 3, 2, 1.5, 0.7, 0.5, 0.3)
_NO_LINE = ParsedGuidelineLine(mtus=False, text="")
# Layouts whose verdicts are prose cannot tell a modified item, and their rationales are never cut off.
_PROSE_VERDICTS = ("notice_2013", "full_letter_2013", "professional_review")


class Asked(NamedTuple):
    """A kind of request for a region of the body."""

    kind: Kind
    region: Region


@dataclass(frozen=True, slots=True)
class Style:
    """How letters of a layout write guideline lines: era of the guidelines, who reviewed, prose or labels."""

    era: str
    reviewer: str = EXPERT_REVIEWER
    prose: bool = False

    def line(self, rng: Random, asked: Asked, party: str) -> ParsedGuidelineLine:
        """A party's line for a kind of request."""
        if self.prose:
            return prose_line(rng, asked.kind, asked.region, party)
        return make_line(rng, Side(self.era, party), asked.kind, asked.region)

    def outside(self, rng: Random, region: Region, topic: str) -> ParsedGuidelineLine:
        """The reviewer's line where it rests on the ODG alone."""
        odg = (rng.choice(region.odg), topic)
        if self.prose:
            return outside_prose(rng, self.reviewer, odg)
        return outside_line(rng, Side(self.era, self.reviewer), region, odg)


_STYLES = {
    "physician_reviewer_2013": Style("2014"),
    "expert_reviewer_2014": Style("2014"),
    "expert_reviewer_2016": Style("2016"),
    "expert_reviewer_2018": Style("2018"),
    "notice_2013": Style("2014", prose=True),
    "full_letter_2013": Style("2014", "Physician Reviewer", prose=True),
    "professional_review": Style("2014", "Professional Reviewer", prose=True),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A request and its outcome, before its place in the letter is known."""

    request: Request
    outcome: Outcome
    claims_administrator: ParsedGuidelineLine
    imr_reviewer: ParsedGuidelineLine
    rationale: Rationale
    depends_on_operation: bool = False


def make_items(rng: Random, layout: str, regions: tuple[Region, ...], patient: Patient) -> tuple[ParsedItem, ...]:
    """The items of a letter: about 11 % overturned; 1 to 21 of them."""
    count = 1 if layout == "professional_review" else rng.choices(_COUNTS, _WEIGHTS)[0]
    outcomes = _outcomes(rng, count, layout)
    decided = list(_decide(rng, _STYLES[layout], regions, patient, outcomes))
    items = tuple(_item(position, entry, layout) for position, entry in enumerate(decided, 1))
    return _with_flaws(rng, layout, items)


def _outcomes(rng: Random, count: int, layout: str) -> list[Outcome]:
    """All upheld in four letters of five, all overturned in one of eight, else mixed."""
    mode = rng.random()
    if mode < 0.8:
        return [Outcome.UPHELD] * count
    if mode < 0.9 + 0.06 * (count == 1):
        return [Outcome.OVERTURNED] * count
    if mode > 0.995 and layout not in _PROSE_VERDICTS:
        return [Outcome.MODIFIED] * count
    return [Outcome.OVERTURNED if rng.random() < 0.4 else Outcome.UPHELD for _ in range(count)]


def _decide(
    rng: Random, style: Style, regions: tuple[Region, ...], patient: Patient, outcomes: list[Outcome]
) -> Iterator[Decided]:
    """Decide as many requests as there are outcomes, an operation with its services first where there is one."""
    left = list(outcomes)
    operations = [Asked(kind, region) for region in regions for kind in kinds_of(region.name, surgery=True)]
    if operations and (len(left) > 6 or rng.random() < 0.2):
        yield from _operation(rng, style, rng.choice(operations), patient, left)
    asked = [Asked(kind, region) for region in regions for kind in kinds_of(region.name, surgery=False)]
    rng.shuffle(asked)
    while left:
        yield _decided(rng, style, asked.pop() if len(asked) > 1 else asked[0], patient, left.pop(0))


def _operation(rng: Random, style: Style, asked: Asked, patient: Patient, left: list[Outcome]) -> Iterator[Decided]:
    """An operation and the services that stand or fall with it; takes their outcomes from `left`."""
    operation = left.pop(0)
    yield _decided(rng, style, asked, patient, operation)
    services = load_associated(asked.region.name)
    for service in rng.sample(services, min(len(left), rng.randint(1, len(services)))):
        outcome = left.pop(0)
        request = make_associated(rng, service)
        administrator = no_evidence(CLAIMS_ADMINISTRATOR)
        if operation is Outcome.UPHELD:
            lines = (administrator, no_evidence(style.reviewer))
            yield Decided(request, Outcome.UPHELD, *lines, make_dependent(rng), depends_on_operation=True)
        else:
            outcome = Outcome.OVERTURNED if outcome is Outcome.MODIFIED else outcome
            reviewer = style.outside(rng, asked.region, service.odg)
            rationale = make_associated_rationale(rng, service, outcome, request.request)
            yield Decided(request, outcome, administrator, reviewer, rationale)


def _decided(rng: Random, style: Style, asked: Asked, patient: Patient, outcome: Outcome) -> Decided:
    request = make_request(rng, *asked, patient.denied, whole=style.prose)
    administrator = style.line(rng, asked, CLAIMS_ADMINISTRATOR)
    reviewer = style.line(rng, asked, style.reviewer)
    question = Question(*asked, request, outcome, style.era, outside=not reviewer.mtus)
    return Decided(request, outcome, administrator, reviewer, make_rationale(rng, question, patient))


def _item(position: int, decided: Decided, layout: str) -> ParsedItem:
    request = decided.request
    return ParsedItem(
        position=position,
        description=request.description,
        request=request.request,
        outcome=decided.outcome,
        treatments=treatments_of(request.treatment),
        body_parts=request.body_parts,
        quantity=request.quantity,
        claims_administrator=_NO_LINE if layout == "professional_review" else decided.claims_administrator,
        imr_reviewer=decided.imr_reviewer,
        rationale=decided.rationale.text,
        rationale_citations=decided.rationale.citations,
        depends_on=1 if decided.depends_on_operation else None,
    )


def _with_flaws(rng: Random, layout: str, items: tuple[ParsedItem, ...]) -> tuple[ParsedItem, ...]:
    """Letters of 2013-15 may end in mid-sentence or without a full stop, or have one before the colon."""
    if layout not in ("physician_reviewer_2013", "expert_reviewer_2014"):
        return items
    last = items[-1]
    if rng.random() < 0.03:
        words = last.rationale.split(" ")
        last = replace(last, rationale=" ".join(words[: -rng.randint(3, 5)]).rstrip(",;:"), rationale_cut_off=True)
    elif rng.random() < 0.03:
        last = replace(last, rationale=last.rationale.removesuffix("."))
    if rng.random() < 0.02 and not last.description.endswith(" is"):
        last = replace(last, description=f"{last.description}.")
    return (*items[:-1], last)
