"""Decisions as lists show them: read from PostgreSQL in one message of two queries, as plain rows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from decisions.models import Publication
from decisions.paths import item_key, path_to, path_to_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class ListedCitation(NamedTuple):
    """A citation of a listed decision.

    Args:
        cited_by: a value of decisions.models.CitedBy.
        name, section: as the letter words them.
        slug, known_as: the archive's own name for the guideline; None where it is not known.
    """

    cited_by: str
    name: str
    section: str | None
    pages: list[int]
    slug: str | None
    known_as: str | None


class ListedItem(NamedTuple):
    """A disputed item with what a list says of its case, reviewer, treatment and citations.

    Args:
        pk, case_id: database ids.
        position: 1-based place in the letter.
        outcome: a value of decisions.models.Outcome, or None.
        treatment_slug, treatment: the most specific one found (inferred); None where none was.
        citations: by side, each side's in the order of the letter.
    """

    pk: int
    case_id: int
    position: int
    request: str
    outcome: str | None
    rationale: str
    treatment_slug: str | None
    treatment: str | None
    public_id: str
    decision_date: date | None
    specialties: list[str]
    citations: list[ListedCitation]

    @property
    def url(self) -> str:
        """Its place on its case's page."""
        return path_to_item(self.public_id, self.position)

    @property
    def key(self) -> str:
        """What names the decision, see `item_key`."""
        return item_key(self.public_id, self.position)

    @property
    def treatment_url(self) -> str | None:
        """The page of its treatment."""
        return path_to("treatment", self.treatment_slug) if self.treatment_slug else None


ITEMS = f"""
SELECT item.id, item.case_id, item.position, item.request, item.outcome, item.rationale, treatment.slug, treatment.name,
       its_case.public_id, its_case.decision_date, reviewer.specialties
FROM decisions_disputeditem item
JOIN decisions_case its_case ON its_case.id = item.case_id AND its_case.publication = '{Publication.PUBLIC}'
JOIN decisions_reviewer reviewer ON reviewer.id = its_case.reviewer_id
LEFT JOIN LATERAL (  -- looked up for each item, instead of a join for which all treatments are read
    SELECT slug, name FROM decisions_treatment WHERE id = item.treatment_id LIMIT 1
) treatment ON true
WHERE item.id = ANY(%s)
"""  # noqa: S608 - a constant
CITATIONS = """
SELECT citation.item_id, citation.cited_by, citation.name, citation.section, citation.pages,
       guideline.slug, guideline.name
FROM decisions_guidelinecitation citation
LEFT JOIN decisions_guideline guideline ON guideline.id = citation.guideline_id
WHERE citation.item_id = ANY(%s)
ORDER BY citation.item_id, citation.cited_by, citation.position
"""
"""SQL, since every page of results waits for it: querysets take twice the time, models three times that of these."""


SUMMARIES = "SELECT id, coalesce(clinical_case_summary, '') FROM decisions_case WHERE id = ANY(%s)"


def fetch_summaries(case_ids: Sequence[int]) -> list[str]:
    """The clinical case summary of each of these cases; empty where there is none, or the case was deleted since."""
    with connection.cursor() as cursor:
        cursor.execute(SUMMARIES, [list(case_ids)])
        summaries: dict[int, str] = dict(cursor.fetchall())
    return [summaries.get(case_id, "") for case_id in case_ids]


def fetch_items(ids: Iterable[int]) -> list[ListedItem]:
    """The public items of these ids, in this order. An item deleted since is left out."""
    order = list(ids)
    if not order:
        return []
    citations: defaultdict[int, list[ListedCitation]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"{CITATIONS}; {ITEMS}", [order, order])  # one message: the driver puts parameters in itself
        for item_id, *citation in cursor.fetchall():
            citations[item_id].append(ListedCitation(*citation))
        cursor.nextset()
        items = {row[0]: ListedItem._make((*row, citations[row[0]])) for row in cursor.fetchall()}
    return [items[pk] for pk in order if pk in items]
