"""The rows of made-up cases as lines of PostgreSQL's COPY: nothing is written faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

from decisions.models import Case, DisputedItem, Guideline, GuidelineCitation, Outcome, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.bench.corpus import CaseRow, ItemRow

TABLES: dict[type[models.Model], tuple[str, ...]] = {
    Case: (
        *("id", "public_id", "case_number", "layout", "parser_version", "decision_date", "date_of_injury"),
        *("priority", "age", "sex", "reviewer_id", "outcome", "clinical_case_summary", "text"),
    ),
    DisputedItem: (
        *("id", "case_id", "position", "description", "request", "outcome", "treatment_id", "body_parts"),
        *("rationale", "rationale_cut_off", "depends_on"),
    ),
    DisputedItem.treatments.through: ("id", "disputeditem_id", "treatment_id"),
    GuidelineCitation: (
        *("id", "item_id", "cited_by", "position", "authority", "guideline_id", "name", "section"),
        *("section_key", "pages", "text"),
    ),
}
"""Tables, in the order they are filled, with the columns that differ from row to row."""

CITATIONS = 4
"""At most, of an item; of treatments it has two."""


def copy_cases(cases: Iterable[CaseRow], start: int) -> None:
    """Add the rows of these cases in one transaction; `start` is the number of items before them."""
    rows = Rows(start)
    for case in cases:
        rows.add(case)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign key is looked up
        for model, names in TABLES.items():
            fixed = fixed_values(model, names)
            table, columns = model._meta.db_table, ", ".join([*names, *fixed])  # noqa: SLF001
            end = "".join(f"\t{value}" for value in fixed.values()) + "\n"
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write("".join([line + end for line in rows.lines[model]]))


def fixed_values(model: type[models.Model], names: tuple[str, ...]) -> dict[str, str]:
    """The columns that are the same in each row; those that PostgreSQL computes are left to it."""
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if field.attname not in names and not field.generated
    ]
    return {field.attname: default_of(field) for field in fields}


def default_of(field: models.Field[Any, Any]) -> str:
    """A column's default as COPY reads it."""
    value = field.get_default()
    if getattr(field, "auto_now", False):
        return timezone.now().isoformat()
    if isinstance(field, ArrayField):
        return "{}"
    if isinstance(field, models.JSONField) and value is not None:
        return str(value)  # an empty list or object
    return copied(value)


def copied(value: object) -> str:
    """A value as COPY reads it: a text holds no line breaks and tabs."""
    return r"\N" if value is None else str(value).replace("\\", "\\\\")


class Rows:
    """Gives ids to rows and writes them; parts that are made apart share none."""

    def __init__(self, start: int) -> None:
        self.lines: dict[type[models.Model], list[str]] = {model: [] for model in TABLES}
        self._case = self._item = start
        self._link, self._citation = start * 2, start * CITATIONS
        self._treatments = dict(Treatment.objects.values_list("slug", "pk"))
        self._guidelines = {one.slug: one for one in Guideline.objects.all()}

    def add(self, case: CaseRow) -> None:
        """The rows of a case."""
        self._case += 1
        number, day = self._case, case.decision_date
        outcomes = {item.outcome for item in case.items}
        outcome = Outcome.PARTIALLY_OVERTURNED.value if len(outcomes) > 1 else outcomes.pop()
        injured = f"{day.year - number % 9}-{day.month:02d}-01"
        sex = ("female", "male")[number % 2]
        self.lines[Case].append(
            f"{number}\t{case.public_id}\t{case.public_id}\texpert_reviewer_2014\tbench\t{day}\t{injured}"
            f"\tStandard\t{20 + number % 50}\t{sex}\t{case.reviewer + 1}\t{outcome}"
            f"\t{copied(case.summary)}\tCase Number: {case.public_id}"
        )
        for position, item in enumerate(case.items, 1):
            self._add_item(position, item)

    def _add_item(self, position: int, item: ItemRow) -> None:
        self._item += 1
        number = self._item
        treatments = [self._treatments[slug] for slug in item.treatments]
        request = copied(item.request)
        depends = 1 if position > 1 and number % 20 == 0 else None
        self.lines[DisputedItem].append(
            f"{number}\t{self._case}\t{position}\t{request}\t{request}\t{item.outcome}\t{treatments[0]}"
            f"\t{{{','.join(map(quoted, item.body_parts))}}}\t{copied(item.rationale)}"
            f"\t{number % 50 == 0}\t{copied(depends)}"
        )
        for treatment in treatments:
            self._link += 1
            self.lines[DisputedItem.treatments.through].append(f"{self._link}\t{number}\t{treatment}")
        self.lines[GuidelineCitation] += self._citation_lines(item)

    def _citation_lines(self, item: ItemRow) -> Iterator[str]:
        for position, (cited_by, slug, section, pages) in enumerate(item.citations, 1):
            self._citation += 1
            known = self._guidelines[slug]
            name = copied(known.name)
            key = section.lower().replace(" ", "-") if section else None
            yield (
                f"{self._citation}\t{self._item}\t{cited_by}\t{position}\t{known.authority}\t{known.pk}\t{name}"
                f"\t{copied(section)}\t{copied(key)}\t{{{','.join(map(str, pages))}}}\t{name}"
            )


def quoted(name: str) -> str:
    """An element of an array."""
    return f'"{name}"'
