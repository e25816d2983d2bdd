"""A made-up archive, straight into PostgreSQL and from there into the index; kept for the next run."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from decisions.models import Case, DisputedItem, Guideline, GuidelineCitation, Outcome, Reviewer, Treatment
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, rebuild_index
from decisions.search.query import SearchQuery
from ingest.loading.copying import copy_rows
from ingest.loading.vocabulary import sync_vocabulary
from tests.bench.corpus import CaseRow, Corpus, ItemRow, reviewers
from tests.bench.report import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 5_000
"""Cases that are copied together."""

Rows = dict[Any, list[dict[str, Any]]]


def make_archive(items: int) -> list[Measure]:
    """An archive of so many disputed items under settings.VAR_DIR; how fast it was made, also if long ago."""
    kept = settings.VAR_DIR / "made.json"
    made: dict[str, float] = json.loads(kept.read_text()) if kept.exists() else {}
    if "rows" not in made:
        call_command("migrate", verbosity=0)
        made["rows"] = seconds(lambda: load(items))
        kept.write_text(json.dumps(made))
    if not index_holds(items):
        made["index"] = seconds(rebuild_index)
        kept.write_text(json.dumps(made))
    return [
        Measure("search", "load", items, "rows into PostgreSQL, items", per_second=items / made["rows"], n=1),
        Measure("search", "load", items, "reindex, items", per_second=items / made["index"], n=1),
    ]


def seconds(work: Any) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def index_holds(items: int) -> bool:
    """Whether there is an index of today's schema with so many items."""
    try:
        return get_engine().search(SearchQuery(per_page=1, facets=())).total_items == items
    except IndexUnavailableError:
        return False


def load(items: int) -> None:
    """All rows, from nothing."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE decisions_case, decisions_reviewer CASCADE")
        cursor.execute("SET synchronous_commit = off")
    sync_vocabulary()
    profiles = [{"id": pk, "specialties": names, "states": states} for pk, (names, states) in enumerate(reviewers(), 1)]
    with transaction.atomic():
        copy_rows(Reviewer, profiles)
    cases, loader = Corpus(items).cases(), Loader()
    while chunk := list(islice(cases, TOGETHER)):
        loader.copy(chunk)
    with connection.cursor() as cursor:
        for model in (Reviewer, Case, DisputedItem, GuidelineCitation):
            table = model._meta.db_table  # noqa: SLF001
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        cursor.execute("ANALYZE")


class Loader:
    """Gives ids to rows and copies them."""

    def __init__(self) -> None:
        self._cases = self._items = self._links = self._citations = 0
        self._treatments = dict(Treatment.objects.values_list("slug", "pk"))
        self._guidelines = {one.slug: one for one in Guideline.objects.all()}

    def copy(self, cases: list[CaseRow]) -> None:
        """Add the rows of these cases."""
        rows: Rows = defaultdict(list)
        for case in cases:
            self._add(rows, case)
        with transaction.atomic():
            for model in (Case, DisputedItem, DisputedItem.treatments.through, GuidelineCitation):
                copy_rows(model, rows[model])

    def _add(self, rows: Rows, case: CaseRow) -> None:
        self._cases += 1
        outcomes = {item.outcome for item in case.items}
        rows[Case].append(
            {
                "id": self._cases,
                "public_id": case.public_id,
                "case_number": case.public_id,
                "layout": "expert_reviewer_2014",
                "parser_version": "bench",
                "decision_date": case.decision_date,
                "date_of_injury": case.decision_date.replace(day=1, year=case.decision_date.year - self._cases % 9),
                "priority": "Standard",
                "age": 20 + self._cases % 50,
                "sex": ("female", "male")[self._cases % 2],
                "reviewer_id": case.reviewer + 1,
                "outcome": Outcome.PARTIALLY_OVERTURNED if len(outcomes) > 1 else outcomes.pop(),
                "clinical_case_summary": case.summary,
                "text": f"Case Number: {case.public_id}",
            }
        )
        for position, item in enumerate(case.items, 1):
            self._add_item(rows, position, item)

    def _add_item(self, rows: Rows, position: int, item: ItemRow) -> None:
        self._items += 1
        treatments = [self._treatments[slug] for slug in item.treatments]
        rows[DisputedItem].append(
            {
                "id": self._items,
                "case_id": self._cases,
                "position": position,
                "description": item.request,
                "request": item.request,
                "outcome": item.outcome,
                "treatment_id": treatments[0],
                "body_parts": item.body_parts,
                "rationale": item.rationale,
            }
        )
        for treatment in treatments:
            self._links += 1
            link = {"id": self._links, "disputeditem_id": self._items, "treatment_id": treatment}
            rows[DisputedItem.treatments.through].append(link)
        rows[GuidelineCitation] += self._citation_rows(item)

    def _citation_rows(self, item: ItemRow) -> Iterator[dict[str, Any]]:
        for position, (cited_by, slug, section, pages) in enumerate(item.citations, 1):
            self._citations += 1
            guideline = self._guidelines[slug]
            yield {
                "id": self._citations,
                "item_id": self._items,
                "cited_by": cited_by,
                "position": position,
                "authority": guideline.authority,
                "guideline_id": guideline.pk,
                "name": guideline.name,
                "section": section,
                "section_key": section.lower().replace(" ", "-") if section else None,
                "pages": pages,
                "text": guideline.name,
            }
