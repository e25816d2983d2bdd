"""Decisions as lists show them: read from PostgreSQL in two queries, as plain rows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from decisions.models import DisputedItem, GuidelineCitation, Publication
from decisions.paths import item_key, path_to, path_to_item

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


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
        loaded_at: when the case was stored last.
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
    loaded_at: datetime
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


ITEMS = (
    DisputedItem.objects.filter(case__publication=Publication.PUBLIC)
    .order_by()
    .values_list(
        "pk",
        "case_id",
        "position",
        "request",
        "outcome",
        "rationale",
        "treatment__slug",
        "treatment__name",
        "case__public_id",
        "case__decision_date",
        "case__loaded_at",
        "case__reviewer__specialties",
    )
)
CITATIONS = GuidelineCitation.objects.order_by("item_id", "cited_by", "position").values_list(
    "item_id", "cited_by", "name", "section", "pages", "guideline__slug", "guideline__name"
)
"""Both made once, and rows instead of models: to make 70 models takes three times as long as to read them."""


def fetch_items(ids: Iterable[int]) -> list[ListedItem]:
    """The public items of these ids, in this order. An item deleted since is left out."""
    order = list(ids)
    citations: defaultdict[int, list[ListedCitation]] = defaultdict(list)
    for item_id, cited_by, name, section, pages, slug, known_as in CITATIONS.filter(item__in=order):
        citations[item_id].append(ListedCitation(cited_by, name, section, pages, slug, known_as))
    items = {row[0]: ListedItem(*row, citations=citations[row[0]]) for row in ITEMS.filter(pk__in=order)}
    return [items[pk] for pk in order if pk in items]
