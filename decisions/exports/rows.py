"""The rows of a table of decisions: one a disputed item, fetched a chunk at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Prefetch

from decisions.models import CitedBy, DisputedItem, GuidelineCitation, Publication
from decisions.pages.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from decisions.search.engine import Hit

Item = TypeVar("Item")
CHUNK = 500
"""Items fetched together: two queries and some megabytes, however many there are."""

FETCHED_OF_ITEM = (
    *("position", "request", "description", "outcome", "rationale", "body_parts"),
    *("treatment__name", "treatment__category", "treatment__subcategory"),
    *("case__public_id", "case__case_number", "case__decision_date", "case__outcome", "case__date_of_injury"),
    *("case__ur_denial_date", "case__application_received", "case__date_assigned", "case__priority"),
    *("case__age", "case__sex", "case__reviewer__specialties", "case__reviewer__states"),
)
FETCHED_OF_CITATION = ("item", "cited_by", "position", "name", "section", "pages")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its title for people, its value, its width in characters on a sheet."""

    name: str
    title: str
    value: Callable[[DisputedItem, str], str | int | date | None]
    width: int = 14


def _cited(by: CitedBy) -> Callable[[DisputedItem, str], str]:
    return lambda item, _: "; ".join(str(one) for one in item.citations.all() if one.cited_by == by)


def _of_treatment(field: str) -> Callable[[DisputedItem, str], str | None]:
    return lambda item, _: getattr(item.treatment, field) if item.treatment else None


COLUMNS = (
    Column("case", "Case", lambda item, _: item.case.public_id),
    Column("item", "Item", lambda item, _: item.position, 6),
    Column("decision_date", "Decided", lambda item, _: item.case.decision_date, 12),
    Column("outcome", "Outcome", lambda item, _: item.outcome, 12),
    Column("request", "Request decided", lambda item, _: item.request, 50),
    Column("request_as_written", "Request as written", lambda item, _: item.description, 30),
    Column("treatment_inferred", "Treatment (inferred)", _of_treatment("name"), 24),
    Column("category_inferred", "Category (inferred)", _of_treatment("category"), 22),
    Column("subcategory_inferred", "Subcategory (inferred)", _of_treatment("subcategory"), 20),
    Column("body_parts_inferred", "Body parts (inferred)", lambda item, _: "; ".join(item.body_parts), 20),
    Column("specialties", "Reviewer’s specialties", lambda item, _: "; ".join(item.case.reviewer.specialties), 28),
    Column("licensure_states", "Reviewer licensed in", lambda item, _: "; ".join(item.case.reviewer.states), 18),
    Column("reviewer_citations", "Cited in the reviewer’s guideline line", _cited(CitedBy.REVIEWER), 40),
    Column("rationale_citations", "Cited in the rationale", _cited(CitedBy.RATIONALE), 30),
    Column("administrator_citations", "Cited by the claims administrator", _cited(CitedBy.ADMINISTRATOR), 30),
    Column("rationale", "Rationale", lambda item, _: item.rationale, 80),
    Column("case_outcome", "Outcome of the case", lambda item, _: item.case.outcome, 20),
    Column("date_of_injury", "Date of injury", lambda item, _: item.case.date_of_injury, 12),
    Column("ur_denial_date", "UR denial", lambda item, _: item.case.ur_denial_date, 12),
    Column("application_received", "Application received", lambda item, _: item.case.application_received, 12),
    Column("date_assigned", "Assigned", lambda item, _: item.case.date_assigned, 12),
    Column("priority", "Priority", lambda item, _: item.case.priority, 10),
    Column("age", "Age", lambda item, _: item.case.age, 6),
    Column("sex", "Sex", lambda item, _: item.case.sex, 8),
    Column("url", "Address", lambda item, site: f"{site}{item.get_absolute_url()}", 40),
    Column("citation", "To cite it by", reference, 60),
)


def values_of(item: DisputedItem, site: str) -> list[str | int | date | None]:
    """The row of a decision; None and "" are not stated."""
    return [column.value(item, site) for column in COLUMNS]


def in_chunks(hits: Iterable[Hit], fetch: Callable[[list[int]], list[Item]]) -> Iterator[list[Item]]:
    """The items of the hits, in order, a chunk in memory at a time."""
    ids = (hit.item_id for hit in hits)
    while chunk := list(islice(ids, CHUNK)):
        yield fetch(chunk)


def fetch_rows(ids: list[int]) -> list[DisputedItem]:
    """The items of these ids, in this order, with all that a row prints. An item deleted since is left out."""
    citations = GuidelineCitation.objects.only(*FETCHED_OF_CITATION).order_by("item_id", "cited_by", "position")
    items = (
        DisputedItem.objects.filter(pk__in=ids, case__publication=Publication.PUBLIC)
        .select_related("case__reviewer", "treatment")
        .only(*FETCHED_OF_ITEM)
        .prefetch_related(Prefetch("citations", citations))
    )
    by_id = {item.pk: item for item in items.order_by()}
    return [by_id[pk] for pk in ids if pk in by_id]
