"""What a letter says, as plain values that nobody changes: the output of parsing and the input of loading.

`None` (or an empty tuple) means "not stated in the letter". Every value that was read from words
of the letter keeps their place: `spans` maps a field's name to the `Span` of its words in
`ParsedDecision.text`, so that `span.of(text)` is the wording behind the value.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ingest.parsing.values import value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Span(NamedTuple):
    """A half-open range of characters in the letter's canonical text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]

    def moved(self, start: int) -> Span:
        """The place in a text of what stands here in words that begin at `start` of that text."""
        return Span(self.start + start, self.end + start)

    def trimmed(self, text: str, edges: str = " \n") -> Span:
        """The place without such characters at its ends; empty at `start` where it ends before it begins."""
        start, end = self
        if start < end and text[start] not in edges and text[end - 1] not in edges:
            return self
        end = max(start, end)
        while start < end and text[start] in edges:
            start += 1
        while end > start and text[end - 1] in edges:
            end -= 1
        return Span(start, end)


class Outcome(StrEnum):
    """What became of the utilization review denial.

    UPHELD: the denial stands, the treatment stays denied. OVERTURNED: the denial falls, the
    treatment must be authorized. PARTIALLY_OVERTURNED is only ever said of a case with mixed items.
    """

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    MODIFIED = "modified"
    PARTIALLY_OVERTURNED = "partially_overturned"


class Authority(StrEnum):
    """Whether a citation is to California's Medical Treatment Utilization Schedule (8 CCR 9792.20 ff.)."""

    MTUS = "MTUS"
    NON_MTUS = "Non-MTUS"


@value
class ParsedWarning:
    """Something that was not understood or not found.

    Args:
        code: a stable kebab-case word, e.g. "case-number-missing".
        field: the field that it concerns, e.g. "case_number" or "items.2.outcome" (0-based).
        message: one sentence for a person.
    """

    code: str
    field: str
    message: str


@value
class ParsedCitation:
    """One guideline, with its section and pages, as one side cites it.

    Args:
        authority: MTUS or not.
        guideline: its name as the letter words it.
        edition: edition words or year where the letter gives them apart from the name, e.g. "2004".
        section: the section as the letter words it.
        pages: page numbers, ranges expanded, ascending, totals ("of 127") dropped.
        text: the whole wording that this citation was read from.
        key: canonical guideline (guidelines.toml), None where unknown.
        section_key: canonical section in that guideline, None where unknown or no section.
    """

    authority: Authority
    guideline: str
    edition: str | None = None
    section: str | None = None
    pages: tuple[int, ...] = ()
    text: str = ""
    key: str | None = None
    section_key: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)

    def moved(self, start: int) -> ParsedCitation:
        """The same, found in words that begin at `start`."""
        return ParsedCitation(  # spelled out: half of a letter's values are citations, `replace` takes thrice the time
            self.authority,
            self.guideline,
            self.edition,
            self.section,
            self.pages,
            self.text,
            self.key,
            self.section_key,
            {"text": self.spans["text"].moved(start)},
        )


@value
class ParsedGuidelineLine:
    """What stands behind "Claims Administrator guideline:" or "MAXIMUS guideline:".

    Args:
        mtus: the line itself bases the decision on the MTUS.
        text: the line as written, without its label.
        citations: what it cites, in order.
    """

    mtus: bool
    text: str
    citations: tuple[ParsedCitation, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)


@value
class ParsedTreatment:
    """A treatment of the vocabulary (treatments.toml) found in a request. Always our inference.

    Args:
        key: slug, e.g. "work-conditioning".
        name: e.g. "Work conditioning".
        category: DWC category, e.g. "Programs".
        subcategory: DWC subcategory.
    """

    key: str
    name: str
    category: str
    subcategory: str
    spans: Mapping[str, Span] = field(default_factory=dict)

    def moved(self, start: int) -> ParsedTreatment:
        """The same, found in words that begin at `start`."""
        spans = {name: span.moved(start) for name, span in self.spans.items()}
        return ParsedTreatment(self.key, self.name, self.category, self.subcategory, spans)


@value
class ParsedQuantity:
    """How much was requested; every field None where the request does not say. Always our inference.

    Args:
        visits: visits or sessions in all ("2x4" is 8).
        count: tablets, patches, units ("#120").
        strength: of a drug, as written ("10/325mg").
        refills: number of refills.
        rental_days: length of a rental in days.
    """

    visits: int | None = None
    count: int | None = None
    strength: str | None = None
    refills: int | None = None
    rental_days: int | None = None


@value
class ParsedItem:
    """One disputed item and its decision.

    Args:
        position: 1-based place in the letter.
        description: the heading as written, without number, final colon and outcome.
        request: the part of the description that is really decided (partly authorised requests).
        outcome: None with a warning where the letter does not say.
        treatments: most specific first; empty where none is known.
        body_parts: e.g. ("lumbar spine", "left ankle").
        quantity: how much was requested.
        claims_administrator: their guideline line.
        imr_reviewer: the reviewer's guideline line; where it names none, the letter's words say so.
        rationale: the reviewer's reasons, whole.
        rationale_citations: pages and guidelines named in the rationale's prose.
        rationale_cut_off: the rationale stops in mid-sentence.
        depends_on: position of the item whose decision carries this one ("ancillary service").
    """

    position: int
    description: str
    request: str
    outcome: Outcome | None
    treatments: tuple[ParsedTreatment, ...]
    body_parts: tuple[str, ...]
    quantity: ParsedQuantity | None
    claims_administrator: ParsedGuidelineLine
    imr_reviewer: ParsedGuidelineLine
    rationale: str
    rationale_citations: tuple[ParsedCitation, ...] = ()
    rationale_cut_off: bool = False
    depends_on: int | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)


@value
class ParsedLeak:
    """Words that redaction should have removed: a person's name, phone, SSN, claim or record number.

    Args:
        kind: "name", "phone", "ssn", "claim-number", "record-number", "email", "address" or "date-of-birth".
        span: where it stands in the canonical text; the public sees it masked, same length.
    """

    kind: str
    span: Span


@value
class ParsedDecision:
    """One final determination letter, read.

    Args:
        text: the canonical text; every span points into it.
        layout: name of the letter's layout, "unknown" where none was recognised.
        parser_version: of the code that read it.
        licensure_states: of the reviewer, in the letter's order.
        specialties: of the reviewer, in the letter's order.
        outcome: of the case, derived from the items; None without items.
    """

    text: str
    layout: str
    parser_version: str
    case_number: str | None
    date_assigned: date | None
    date_of_injury: date | None
    decision_date: date | None
    ur_denial_date: date | None
    application_received: date | None
    priority: str | None
    licensure_states: tuple[str, ...]
    specialties: tuple[str, ...]
    age: int | None
    sex: str | None
    clinical_case_summary: str | None
    outcome: Outcome | None
    items: tuple[ParsedItem, ...]
    leaks: tuple[ParsedLeak, ...] = ()
    warnings: tuple[ParsedWarning, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)


def case_outcome(outcomes: tuple[Outcome | None, ...]) -> Outcome | None:
    """The case's outcome from its items': all alike, else partially overturned; None without any.

    >>> case_outcome((Outcome.UPHELD, Outcome.OVERTURNED))
    <Outcome.PARTIALLY_OVERTURNED: 'partially_overturned'>
    """
    known = {outcome for outcome in outcomes if outcome is not None}
    if not known:
        return None
    return known.pop() if len(known) == 1 else Outcome.PARTIALLY_OVERTURNED
