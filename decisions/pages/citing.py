"""Which decisions cite a page of a guideline, and which side cites it: exact, from the record of citations."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, QuerySet

from decisions.models import Case, CitedBy, GuidelineCitation, Outcome, Publication
from decisions.pages.record_list import is_meant, outcome_in_words
from decisions.pages.reliance import OF_REVIEWER
from decisions.pages.remembering import Figures
from decisions.paths import path_to
from decisions.search.query import NOT_STATED
from decisions.statistics.quarters import read_quarter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decisions.models import Guideline
    from decisions.statistics.quarters import Quarter

FOUND = """
    SELECT item.id, cited.reviewer, cited.administrator, item.outcome, letter.decision_date
    FROM (
        SELECT
            item_id,
            bool_or(cited_by <> %(administrator)s) AS reviewer,
            bool_or(cited_by = %(administrator)s) AS administrator
        FROM decisions_guidelinecitation
        WHERE guideline_id = %(guideline)s AND pages @> ARRAY[%(page)s]
        GROUP BY item_id
    ) AS cited
    JOIN decisions_disputeditem AS item ON item.id = cited.item_id
    JOIN decisions_case AS letter ON letter.id = item.case_id AND letter.publication = %(published)s
    ORDER BY letter.decision_date DESC NULLS LAST, letter.public_id, item.position
"""
"""Raw, since the ORM does not join what it has grouped."""


class Citers(StrEnum):
    """Who cites the page. The reviewer's side is guideline line and rationale."""

    REVIEWER = "reviewer"
    BOTH = "both"
    REVIEWER_ALONE = "reviewer-alone"
    ADMINISTRATOR_ALONE = "administrator-alone"

    @property
    def in_words(self) -> str:
        """Of the decisions that it stands for."""
        return {
            "reviewer": "cited by the reviewer",
            "both": "cited by claims administrator and reviewer",
            "reviewer-alone": "cited by the reviewer alone",
            "administrator-alone": "cited by the claims administrator alone",
        }[self.value]


@dataclass(frozen=True, slots=True)
class CitingCount:
    """So many decisions with this outcome ("not-stated" among them) and this date are cited by these."""

    citers: Citers
    outcome: str
    day: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Citing:
    """Decisions that cite a page.

    Args:
        guideline, page: what is cited.
        citers: by whom.
        outcome: of the decisions; "stated" for any that is, "" for all.
        quarter: of the decisions; None for all.
    """

    guideline: Guideline
    page: int
    citers: Citers = Citers.REVIEWER
    outcome: str = ""
    quarter: Quarter | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it is less than all that the page of this page lists."""
        return replace(self, citers=Citers.REVIEWER, outcome="", quarter=None) != self

    @property
    def in_words(self) -> str:
        """What narrows them."""
        citers = "" if self.citers == Citers.REVIEWER else self.citers.in_words
        return ", ".join(filter(None, (outcome_in_words(self.outcome), str(self.quarter or ""), citers)))

    def url(self, page: int = 1) -> str:
        """Where they are listed; `page` of the list."""
        pairs = [
            ("cited_by", "" if self.citers == Citers.REVIEWER else self.citers.value),
            ("outcome", self.outcome),
            ("quarter", self.quarter.value if self.quarter else ""),
            ("page", str(page) if page > 1 else ""),
        ]
        asked = urlencode([pair for pair in pairs if pair[1]])
        return path_to("guideline_page", self.guideline.slug, self.page) + (f"?{asked}" if asked else "")

    @property
    def kinds_of_citers(self) -> tuple[Citers, ...]:
        """Those of which a decision is one; the reviewer's are two."""
        return (Citers.BOTH, Citers.REVIEWER_ALONE) if self.citers == Citers.REVIEWER else (self.citers,)

    @property
    def days(self) -> range:
        """The ordinals that its decision dates may have; 0 stands for none."""
        if self.quarter is None:
            return range(date.max.toordinal() + 1)
        return range(self.quarter.first.toordinal(), self.quarter.last.toordinal() + 1)


@dataclass(frozen=True, slots=True)
class CitingItems:
    """All decisions that cite a page, newest first, each once; packed, since a page may be cited in every tenth letter.

    Args:
        ids: of the items; the n-th of the others is of the n-th item.
        citers: places in Citers.
        outcomes: places in OUTCOMES.
        days: ordinals of the decision dates; 0 without one.
    """

    ids: array[int]
    citers: bytes
    outcomes: bytes
    days: array[int]

    def of(self, citing: Citing) -> list[int]:
        """The ids of those asked for, newest first."""
        citers = {CITERS.index(one) for one in citing.kinds_of_citers}
        outcomes = {place for place, outcome in enumerate(OUTCOMES) if is_meant(citing.outcome, outcome)}
        days = citing.days
        return [
            item
            for item, (citer, outcome, day) in zip(self.ids, self._kinds(), strict=True)
            if citer in citers and outcome in outcomes and day in days
        ]

    def counts(self) -> list[CitingCount]:
        """How many there are of each kind."""
        return [
            CitingCount(CITERS[citer], OUTCOMES[outcome], date.fromordinal(day) if day else None, count)
            for (citer, outcome, day), count in Counter(self._kinds()).items()
        ]

    def _kinds(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.citers, self.outcomes, self.days, strict=True)


CITERS = tuple(Citers)
OUTCOMES = (*Outcome.values, NOT_STATED)


def read_citing(guideline: Guideline, page: int, asked: Mapping[str, str]) -> Citing:
    """What an address asks for; a value that means nothing is as if it were not there."""
    who, outcome = asked.get("cited_by", ""), asked.get("outcome", "")
    return Citing(
        guideline,
        page,
        Citers(who) if who in tuple(Citers) else Citers.REVIEWER,
        outcome if outcome_in_words(outcome) else "",
        read_quarter(asked.get("quarter", "")),
    )


def citing_items(guideline: Guideline, page: int) -> Figures[CitingItems]:
    """As `find_citing`, to be remembered."""
    return Figures("citing", (guideline.pk, page), lambda: find_citing(guideline, page))


def find_citing(guideline: Guideline, page: int) -> CitingItems:
    """All published decisions that cite the page, on either side; one query."""
    names = {"administrator": str(CitedBy.ADMINISTRATOR), "published": str(Publication.PUBLIC)}
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {**names, "guideline": guideline.pk, "page": page})
        rows = cursor.fetchall()
    return CitingItems(
        ids=array("q", [row[0] for row in rows]),
        citers=bytes(CITERS.index(_citers(row[1], row[2])) for row in rows),
        outcomes=bytes(OUTCOMES.index(row[3] or NOT_STATED) for row in rows),
        days=array("i", [row[4].toordinal() if row[4] else 0 for row in rows]),
    )


def _citers(reviewer: bool, administrator: bool) -> Citers:  # noqa: FBT001 - two columns of a row
    if reviewer:
        return Citers.BOTH if administrator else Citers.REVIEWER_ALONE
    return Citers.ADMINISTRATOR_ALONE


def pages_of(guideline: Guideline) -> Figures[list[tuple[int, int]]]:
    """As `pages_cited`, to be remembered."""
    return Figures("pages_cited", guideline.pk, lambda: pages_cited(guideline))


def pages_cited(guideline: Guideline) -> list[tuple[int, int]]:
    """Each page of the guideline that reviewers cite and the number of items that do, by page."""
    cited = published_citations(guideline).filter(cited_by__in=OF_REVIEWER).exclude(pages=[])
    page = Func(F("pages"), function="unnest", output_field=IntegerField())
    counted = cited.annotate(page=page).order_by().values("page")
    return sorted(counted.annotate(items=Count("item", distinct=True)).values_list("page", "items"))


def published_citations(guideline: Guideline) -> QuerySet[GuidelineCitation]:
    """The guideline's citations in published cases.

    They are told by the few that are not: one guideline may be cited in every letter.
    """
    hidden = Case.objects.hidden().filter(items=OuterRef("item"))
    return GuidelineCitation.objects.filter(guideline=guideline).exclude(Exists(hidden))
