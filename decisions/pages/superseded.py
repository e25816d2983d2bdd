"""Which editions of the MTUS were replaced, and when: superseded.toml, and a sentence for a decision on one of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from decisions.pages.search_page import spoken_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from decisions.models import Case, GuidelineCitation

TABLE = Path(__file__).with_name("superseded.toml")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Superseded:
    """A guideline that was replaced.

    Args:
        guideline: its key.
        replaced: the day from which what replaced it is in force.
        by: what replaced it, as in a sentence.
        edition: the year of the edition that was replaced; None where every edition was.
    """

    guideline: str
    replaced: date
    by: str
    edition: int | None = None


@cache
def load_superseded() -> tuple[Superseded, ...]:
    """The table, in its order: an edition of its own before all editions."""
    return tuple(Superseded(**entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["superseded"])


def relied_on_superseded(case: Case, citations: Iterable[GuidelineCitation]) -> Iterator[str]:
    """A sentence for each guideline that was no longer in force when the case was decided.

    A new edition governs requests made from its day on. When a request was made no letter says; that utilization review
    denied it after that day, or only that it was decided after, is what can be said.

    Args:
        case: for its dates; one without a decision date says nothing.
        citations: of the reviewer, each guideline fetched.
    """
    for found, name in _replaced(citations, case.decision_date):
        if case.ur_denial_date and case.ur_denial_date >= found.replaced:
            when = "before the request was denied"
        else:
            when = "before this decision; it may still have governed a request made earlier"
        yield f"The reviewer relies on {name}, which {found.by} replaced on {spoken_day(found.replaced)}, {when}."


def denied_on_superseded(case: Case, citations: Iterable[GuidelineCitation]) -> Iterator[str]:
    """Likewise for what the claims administrator cites, as of the day of the denial."""
    for found, name in _replaced(citations, case.ur_denial_date):
        yield f"The denial relied on {name}, which {found.by} had replaced on {spoken_day(found.replaced)}."


def _replaced(citations: Iterable[GuidelineCitation], day: date | None) -> Iterator[tuple[Superseded, str]]:
    """What was replaced by that day and what it is called, each once."""
    seen = set()
    for one in citations:
        found = _entry(one)
        if found and day and day >= found.replaced and found not in seen:
            seen.add(found)
            yield found, _named(one, found)


def _entry(citation: GuidelineCitation) -> Superseded | None:
    edition = _year(citation)
    return next(
        (
            entry
            for entry in load_superseded()
            if citation.guideline and citation.guideline.slug == entry.guideline and entry.edition in (None, edition)
        ),
        None,
    )


def _year(citation: GuidelineCitation) -> int | None:
    stated = YEAR.search(citation.edition or "")
    return int(stated[0]) if stated else None


def _named(citation: GuidelineCitation, found: Superseded) -> str:
    name = citation.guideline.name if citation.guideline else citation.name
    return f"the edition of {found.edition} of {name}" if found.edition else name
