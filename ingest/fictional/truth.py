"""The truth of a fictional letter, made before a word of it is set: what a perfect parser would read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ingest.fictional.items import make_items
from ingest.fictional.summary import make_patient, make_summary
from ingest.fictional.wording import load_phrases, load_regions, load_reviewers, region_in
from ingest.parsing.header import DATE_FIELDS
from ingest.parsing.parsed import ParsedDecision, case_outcome
from ingest.parsing.schema import decision_as_json

if TYPE_CHECKING:
    from random import Random


LAYOUTS = (
    "physician_reviewer_2013",
    "expert_reviewer_2014",
    "expert_reviewer_2016",
    "expert_reviewer_2018",
    "notice_2013",
    "full_letter_2013",
    "professional_review",
)
# First and last day of decision, share of letters without the header table.
_TIMES = {
    "physician_reviewer_2013": (date(2013, 11, 1), date(2014, 8, 31), 0.5),
    "expert_reviewer_2014": (date(2014, 6, 1), date(2015, 12, 31), 0.25),
    "expert_reviewer_2016": (date(2016, 9, 1), date(2017, 12, 20), 0.0),
    "expert_reviewer_2018": (date(2018, 1, 8), date(2024, 12, 20), 0.0),
    "notice_2013": (date(2013, 7, 1), date(2014, 1, 31), 0.0),
    "full_letter_2013": (date(2013, 10, 1), date(2014, 4, 30), 0.0),
    "professional_review": (date(2013, 7, 1), date(2014, 6, 30), 0.0),
}
_ALL_HEADER_FIELDS = ("case_number", *DATE_FIELDS, "priority")
_HEADER_FIELDS = {
    "notice_2013": ("case_number", "date_of_injury", "decision_date", "ur_denial_date", "application_received"),
}
_OUTSIDE_SCHEMA = ("file", "parser_version", "warnings")


@dataclass(frozen=True, slots=True)
class Leak:
    """Words that redaction missed in this letter: `kind` as in `ParsedLeak`."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A letter's truth.

    Args:
        stem: name of its file without suffix.
        letter: its values; `text`, spans, keys and warnings are empty, since they belong to a rendering or a parser.
        leaks: what redaction missed.
    """

    stem: str
    letter: ParsedDecision
    leaks: tuple[Leak, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The schema of `manage.py parse`, without file, parser version and warnings, with `leaks` beside."""
        values = decision_as_json(self.letter, self.stem)
        for name in _OUTSIDE_SCHEMA:
            del values[name]
        return values | {"leaks": [{"kind": leak.kind, "words": leak.words} for leak in self.leaks]}


def make_truth(rng: Random, layout: str, number: int) -> Truth:
    """Invent a letter.

    Args:
        rng: source of all choices; the same state gives the same letter.
        layout: one of LAYOUTS.
        number: makes the case number, so that letters of one run differ in it.
    """
    first, last, headless = _TIMES[layout]
    dates = _dates(rng, first, last)
    patient = make_patient(rng, dates["date_of_injury"], dates["ur_denial_date"])
    names = list(load_regions())
    regions = tuple(region_in(dates["decision_date"].year, name) for name in rng.sample(names, rng.choice((1, 1, 2))))
    items = make_items(rng, layout, regions, patient)
    summary = make_summary(rng, patient, regions, [item.request for item in items])
    summary, leaks = _leak(rng, summary, dates["ur_denial_date"])
    has_header = rng.random() >= headless
    case_number = f"CM{dates['application_received']:%y}-{(9_000_000 + number) % 10_000_000:07d}"
    printed = printed_fields(layout, has_header=has_header)
    shown = {name: day for name, day in dates.items() if name in printed}
    priority = "Expedited" if rng.random() < 0.03 else "Standard"
    specialties, states = _reviewer(rng)
    letter = ParsedDecision(
        text="",
        layout=layout,
        parser_version="",
        case_number=case_number if "case_number" in printed else None,
        date_assigned=shown.get("date_assigned"),
        date_of_injury=shown.get("date_of_injury"),
        decision_date=shown.get("decision_date"),
        ur_denial_date=shown.get("ur_denial_date"),
        application_received=shown.get("application_received"),
        priority=priority if "priority" in printed else None,
        licensure_states=states,
        specialties=specialties,
        age=patient.age,
        sex=patient.sex,
        clinical_case_summary=summary,
        outcome=case_outcome(tuple(item.outcome for item in items)),
        items=items,
    )
    stem = case_number if has_header else f"{number:03d}_{rng.getrandbits(64):016x}"
    return Truth(stem, letter, leaks)


def printed_fields(layout: str, *, has_header: bool) -> tuple[str, ...]:
    """The fields that a letter's header prints: some layouts print fewer, some letters have none."""
    return _HEADER_FIELDS.get(layout, _ALL_HEADER_FIELDS) if has_header else ()


def _dates(rng: Random, first: date, last: date) -> dict[str, date]:
    decided = first + timedelta(days=rng.randint(0, (last - first).days))
    received = decided - timedelta(days=rng.randint(25, 75))
    denied = received - timedelta(days=rng.randint(2, 29))
    return {
        "date_assigned": received + timedelta(days=rng.randint(1, 20)),
        "date_of_injury": denied - timedelta(days=round(rng.paretovariate(0.8) * 40) % 5000),
        "decision_date": decided,
        "ur_denial_date": denied,
        "application_received": received,
    }


def _reviewer(rng: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    reviewers = load_reviewers()
    specialties = rng.choices(reviewers.specialties, reviewers.weights)[0]
    states = rng.sample(reviewers.states, rng.choices((0, 1, 2), (50, 35, 15))[0])
    if not states or rng.random() < 0.7:
        states.insert(rng.randint(0, len(states)), "California")
    return specialties, tuple(states)


def _leak(rng: Random, summary: str, seen: date) -> tuple[str, tuple[Leak, ...]]:
    """In 3 % of letters a name or number of a person was not taken out: the summary with it, and what it is."""
    if rng.random() >= 0.03:
        return summary, ()
    phrases = load_phrases()["leaks"]
    kind = rng.choices(list(_LEAKS), [weight for weight, _ in _LEAKS.values()])[0]
    words = rng.choice(phrases["surnames"]) if kind == "name" else _digits(rng, _LEAKS[kind][1])
    sentence = rng.choice(phrases[kind]).format(words=words, date2=f"{seen:%m/%d/%Y}")
    return f"{summary} {sentence}", (Leak(kind, words),)


# How often each kind of leak occurs, and its shape: every 9 is any digit.
_LEAKS = {
    "name": (70, ""),
    "phone": (10, "(916) 555-0199"),
    "claim-number": (8, "7799-31999"),
    "record-number": (6, "0099999"),
    "email": (4, "frontdesk99@example.org"),
    "ssn": (2, "900-99-9999"),
}


def _digits(rng: Random, shape: str) -> str:
    """The shape with a digit for each 9 behind the first two characters."""
    return shape[:2] + "".join(str(rng.randrange(10)) if sign == "9" else sign for sign in shape[2:])
