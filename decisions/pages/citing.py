"""Which decisions cite a page of a guideline, and which side cites it: exact, from the record of citations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, QuerySet

from decisions.models import Case, CitedBy, DisputedItem, GuidelineCitation, Publication
from decisions.pages.record_list import newest_first, outcome_in_words, with_outcome
from decisions.pages.reliance import OF_REVIEWER
from decisions.paths import path_to
from decisions.search.query import NOT_STATED
from decisions.statistics.quarters import read_quarter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from decisions.models import Guideline
    from decisions.statistics.quarters import Quarter

COUNTED = """
    SELECT cited.reviewer, cited.administrator, item.outcome, letter.decision_date, count(*)
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
    GROUP BY 1, 2, 3, 4
"""
"""Raw, since the ORM does not count what it has grouped. The dates of a decade are some thousand rows at most."""


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

    def items(self) -> QuerySet[DisputedItem]:
        """They, newest first."""
        cited = GuidelineCitation.objects.filter(guideline=self.guideline, pages__contains=[self.page])
        ours = cited.filter(cited_by__in=OF_REVIEWER).values("item")
        theirs = cited.filter(cited_by=CitedBy.ADMINISTRATOR).values("item")
        items = DisputedItem.objects.filter(case__publication=Publication.PUBLIC)
        if self.citers == Citers.ADMINISTRATOR_ALONE:
            items = items.filter(pk__in=theirs).exclude(pk__in=ours)
        else:
            items = items.filter(pk__in=ours)
        if self.citers == Citers.BOTH:
            items = items.filter(pk__in=theirs)
        if self.citers == Citers.REVIEWER_ALONE:
            items = items.exclude(pk__in=theirs)
        if self.quarter:
            items = items.filter(case__decision_date__range=(self.quarter.first, self.quarter.last))
        return newest_first(with_outcome(items, self.outcome))


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


def count_citing(guideline: Guideline, page: int) -> list[CitingCount]:
    """All decisions that cite the page, each counted once: by the reviewer alone, by both, by the other side alone."""
    with connection.cursor() as cursor:
        names = {"administrator": str(CitedBy.ADMINISTRATOR), "published": str(Publication.PUBLIC)}
        cursor.execute(COUNTED, {**names, "guideline": guideline.pk, "page": page})
        rows = cursor.fetchall()
    return [
        CitingCount(_citers(reviewer, administrator), outcome or NOT_STATED, day, count)
        for reviewer, administrator, outcome, day, count in rows
    ]


def _citers(reviewer: bool, administrator: bool) -> Citers:  # noqa: FBT001 - two columns of a row
    if reviewer:
        return Citers.BOTH if administrator else Citers.REVIEWER_ALONE
    return Citers.ADMINISTRATOR_ALONE


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
