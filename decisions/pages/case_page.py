"""The page of a case, ready to print: what was decided first, then facts and the letter they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decisions.models import CitedBy, Outcome
from decisions.pages.case_flags import flags_in_words
from decisions.pages.letter import Mark, Paragraph, read_paragraphs
from decisions.pages.reference import letter_reference, reference
from decisions.pages.same_wording import said_elsewhere
from decisions.pages.search_page import spoken_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from decisions.models import Case, DisputedItem, GuidelineCitation

PASSAGES = {"rationale", "clinical_case_summary", "administrator_text", "reviewer_text"}
"""Spans of whole passages."""

SPAN_TITLES = {
    "administrator_text": "claims administrator’s guideline line",
    "reviewer_text": "reviewer’s guideline line",
    "licensure_states": "reviewer’s states of licensure",
    "specialties": "reviewer’s specialties",
    "ur_denial_date": "date of the utilization review denial",
    "request": "what is decided",
    "description": "request as written",
}

SHOWN_ELSEWHERE = {"rationale-cut-off"}
"""Warnings that an item says itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the case and the place in the letter where it stands; None where it is not known."""

    name: str
    value: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation and its place in the letter; None where it is not known."""

    citation: GuidelineCitation
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """What one side relied on: its line as the letter has it, and what it cites."""

    title: str
    text: str
    mtus: bool | None
    citations: tuple[Cited, ...]
    anchor: str | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One disputed item with its decision.

    Args:
        request_anchor, outcome_anchor, anchor: where request, outcome and rationale stand in the letter.
        flags: what is out of the ordinary, one sentence each.
        said_elsewhere: how many other decisions have the same rationale, in words; empty where none has.
        reference: the line to cite it by.
    """

    item: DisputedItem
    outcome: Outcome | None
    partly_authorized: bool
    administrator: Side
    reviewer: Side
    in_rationale: tuple[Cited, ...]
    paragraphs: tuple[str, ...]
    request_anchor: str | None
    outcome_anchor: str | None
    anchor: str | None
    flags: tuple[str, ...]
    said_elsewhere: str
    quantity: str
    reference: str


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """An entry of the letter's list of contents: a heading, or an `item` under it."""

    title: str
    anchor: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case prints; `reference` is the line to cite its letter by."""

    case: Case
    outcome: Outcome | None
    items: tuple[ItemView, ...]
    facts: tuple[Fact, ...]
    letter: tuple[Paragraph, ...]
    contents: tuple[LetterPlace, ...]
    warnings: tuple[str, ...]
    reference: str

    @property
    def several(self) -> bool:
        """Whether the letter decides more than one item."""
        return len(self.items) > 1


def build_case_page(case: Case, items: Sequence[DisputedItem], site: str) -> CasePage:
    """The page of a case whose reviewer, items, treatments and citations are fetched; `site`: scheme and host."""
    marks = list(marks_of(case, items))
    anchors = {mark.anchor for mark in marks}
    letter = read_paragraphs(case.text, marks)
    return CasePage(
        case=case,
        outcome=Outcome(case.outcome) if case.outcome else None,
        items=tuple(_item_view(item, anchors, site=site) for item in items),
        facts=tuple(_facts(case, anchors)),
        letter=letter,
        contents=tuple(_contents(letter, items)),
        warnings=tuple(one["message"] for one in case.warnings if one["code"] not in SHOWN_ELSEWHERE),
        reference=letter_reference(case, site),
    )


def _contents(letter: Iterable[Paragraph], items: Iterable[DisputedItem]) -> Iterator[LetterPlace]:
    """The letter's headings and, each under its heading, its disputed items, in the letter's order."""
    requests = {f"from-item-{item.position}-description": item.request for item in items}
    for paragraph in letter:
        if paragraph.heading and paragraph.anchor:
            yield LetterPlace(paragraph.words.rstrip(":"), paragraph.anchor)
        for anchor in (one for segment in paragraph.segments for one in segment.anchors if one in requests):
            yield LetterPlace(requests.pop(anchor), anchor, item=True)


def marks_of(case: Case, items: Iterable[DisputedItem]) -> Iterator[Mark]:
    """A mark for every place that the record keeps, of the case, its items and their citations."""
    for name, (start, end) in case.spans.items():
        yield Mark(f"from-{name}", _capital(_title(name)), start, end, name in PASSAGES)
    for item in items:
        prefix, said = f"from-item-{item.position}", f"Item {item.position}"
        for name, (start, end) in item.spans.items():
            yield Mark(f"{prefix}-{name}", f"{said}: {_title(name)}", start, end, name in PASSAGES)
        for one in item.citations.all():
            anchor = f"{prefix}-{one.cited_by}-{one.position}"
            for name, (start, end) in one.spans.items():
                yield Mark(f"{anchor}-{name}", f"{said}: cited by the {_citer(one)}", start, end)


def _title(name: str) -> str:
    return SPAN_TITLES.get(name) or name.replace("_", " ")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _citer(citation: GuidelineCitation) -> str:
    return "claims administrator" if citation.cited_by == CitedBy.ADMINISTRATOR else "reviewer"


def _item_view(item: DisputedItem, anchors: set[str], *, site: str) -> ItemView:
    cited = {side: tuple(one for one in item.citations.all() if one.cited_by == side) for side in CitedBy}
    prefix = f"from-item-{item.position}"
    request_anchor = _first(anchors, f"{prefix}-request", f"{prefix}-description")
    return ItemView(
        item=item,
        outcome=Outcome(item.outcome) if item.outcome else None,
        partly_authorized=_same(item.request) != _same(item.description),
        administrator=Side(
            "Claims administrator relied on",
            item.administrator_text,
            item.administrator_mtus,
            _cited(cited[CitedBy.ADMINISTRATOR], prefix, anchors),
            _first(anchors, f"{prefix}-administrator_text"),
        ),
        reviewer=Side(
            "Reviewer relied on",
            item.reviewer_text,
            item.reviewer_mtus,
            _cited(cited[CitedBy.REVIEWER], prefix, anchors),
            _first(anchors, f"{prefix}-reviewer_text"),
        ),
        in_rationale=_cited(cited[CitedBy.RATIONALE], prefix, anchors),
        paragraphs=tuple(filter(None, map(str.strip, item.rationale.split("\n")))),
        request_anchor=request_anchor,
        outcome_anchor=_first(anchors, f"{prefix}-outcome"),
        anchor=_first(anchors, f"{prefix}-rationale") or request_anchor,
        flags=tuple(flags_in_words(item, cited)),
        said_elsewhere=said_elsewhere(item),
        quantity=_say_quantity(item.quantity or {}),
        reference=reference(item, site),
    )


def _cited(citations: Iterable[GuidelineCitation], prefix: str, anchors: set[str]) -> tuple[Cited, ...]:
    places = ((one, f"{prefix}-{one.cited_by}-{one.position}") for one in citations)
    return tuple(Cited(one, _first(anchors, f"{place}-text", f"{place}-name")) for one, place in places)


def _facts(case: Case, anchors: set[str]) -> Iterator[Fact]:
    stated = [
        ("case_number", "Case number", case.case_number),
        ("decision_date", "Decision date", _day(case.decision_date)),
        ("date_assigned", "Assigned to the reviewer", _day(case.date_assigned)),
        ("application_received", "Application received", _day(case.application_received)),
        ("ur_denial_date", "Utilization review denial", _day(case.ur_denial_date)),
        ("date_of_injury", "Date of injury", _day(case.date_of_injury)),
        ("priority", "Priority", _capital(case.priority or "")),
        ("specialties", "Reviewer’s specialties", ", ".join(case.reviewer.specialties)),
        ("licensure_states", "Reviewer licensed in", ", ".join(case.reviewer.states)),
        ("age", "Age of the injured worker", str(case.age) if case.age is not None else None),
        ("sex", "Sex of the injured worker", _capital(case.sex or "")),
    ]
    for name, title, value in stated:
        yield Fact(title, value or "", _first(anchors, f"from-{name}"))


def _first(anchors: set[str], *wanted: str) -> str | None:
    """The first wanted anchor that stands in the letter."""
    return next((anchor for anchor in wanted if anchor in anchors), None)


def _day(day: date | None) -> str | None:
    return spoken_day(day) if day else None


def _same(words: str) -> str:
    return " ".join(words.split()).rstrip(" .:").casefold()


def _say_quantity(quantity: dict[str, Any]) -> str:
    """A quantity in words; empty where none is stated.

    >>> _say_quantity({"visits": 8})
    '8 visits'
    """
    words = {
        "visits": "{} visits",
        "count": "quantity {}",
        "strength": "{}",
        "refills": "{} refills",
        "rental_days": "rental of {} days",
    }
    return ", ".join(form.format(quantity[name]) for name, form in words.items() if quantity.get(name) is not None)
