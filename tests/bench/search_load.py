"""A made-up archive, straight into PostgreSQL and from there into the index; kept for the next run.

Parts of it are loaded by several processes, each part in one transaction: what an interrupted run loaded stays.
"""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.bench.corpus import Corpus, reviewers
from tests.bench.report import Measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PART = 25_000
"""Disputed items loaded in one transaction."""
MADE_BY = 2
"""Version of the corpus and of its rows: archives of another one are made anew."""


def make_archive(items: int) -> list[Measure]:
    """An archive of so many disputed items under settings.VAR_DIR; how fast it was made, also if long ago."""
    from decisions.search.indexing import rebuild_index  # noqa: PLC0415 - Django must be set up

    kept = Kept()
    call_command("migrate", verbosity=0)
    if kept.get("made_by") != MADE_BY:
        begin()
        kept.forget(made_by=MADE_BY, indexes=drop_indexes())
    if kept.get("rows") is None:
        parts = [start for start in range(0, items, PART) if not is_loaded(start)]
        loaded = sum(min(PART, items - start) for start in parts)
        kept.note(rows=loaded / seconds(lambda: load(items, parts, kept.get("indexes"))))
    if not index_holds(items):
        kept.note(index=items / seconds(rebuild_index))
    return [
        Measure("search", "load", items, "rows into PostgreSQL, items", per_second=kept.get("rows"), n=1),
        Measure("search", "load", items, "reindex, items", per_second=kept.get("index"), n=1),
    ]


class Kept:
    """What is known of an archive from one run to the next: a file beside it."""

    @property
    def path(self) -> Path:
        """Of the file."""
        return settings.VAR_DIR / "made.json"

    def get(self, name: str) -> Any:
        """What was noted; None where nothing was."""
        return (json.loads(self.path.read_text()) if self.path.exists() else {}).get(name)

    def note(self, **values: Any) -> None:
        """Keep these too."""
        self.forget(**(json.loads(self.path.read_text()) | values))

    def forget(self, **values: Any) -> None:
        """Keep only these."""
        self.path.write_text(json.dumps(values))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def index_holds(items: int) -> bool:
    """Whether there is an index of today's schema with so many items."""
    from decisions.search.engine import IndexUnavailableError  # noqa: PLC0415
    from decisions.search.indexing import get_engine  # noqa: PLC0415
    from decisions.search.query import SearchQuery  # noqa: PLC0415

    try:
        return get_engine().search(SearchQuery(per_page=1, facets=())).total_items == items
    except IndexUnavailableError:
        return False


def begin() -> None:
    """An archive without cases, its vocabulary and reviewers known."""
    from decisions.models import Reviewer  # noqa: PLC0415
    from ingest.loading.copying import copy_rows  # noqa: PLC0415
    from ingest.loading.vocabulary import sync_vocabulary  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE decisions_case, decisions_reviewer CASCADE")
        cursor.execute("DROP TABLE IF EXISTS bench_item")
    sync_vocabulary()
    profiles = [{"id": pk, "specialties": names, "states": states} for pk, (names, states) in enumerate(reviewers(), 1)]
    with transaction.atomic():
        copy_rows(Reviewer, profiles)


def drop_indexes() -> list[str]:
    """Drop the indexes that are no constraints; returns the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename LIKE 'decisions%' AND indexname NOT IN (SELECT conname FROM pg_constraint)
            """
        )
        found = dict(cursor.fetchall())
        for name in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement.replace("INDEX", "INDEX IF NOT EXISTS", 1) for statement in found.values()]


def is_loaded(start: int) -> bool:
    """Whether the part that begins at this item is there."""
    from decisions.models import DisputedItem  # noqa: PLC0415

    return DisputedItem.objects.filter(pk=start + 1).exists()


def load(items: int, parts: list[int], indexes: list[str]) -> None:
    """These parts of the rows, and then the indexes."""
    connection.close()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=django.setup) as processes:
        list(processes.map(load_part, [items] * len(parts), parts))
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for statement in indexes:
            cursor.execute(statement)
        for table in ("reviewer", "case", "disputeditem", "disputeditem_treatments", "guidelinecitation"):
            name = f"decisions_{table}"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
        cursor.execute("VACUUM ANALYZE")


def load_part(items: int, start: int) -> None:
    """The rows of one part, in a process that has done nothing else or other parts."""
    from tests.bench.search_rows import copy_cases  # noqa: PLC0415

    copy_cases(corpus(items).cases(start, min(start + PART, items)), start)


@lru_cache(maxsize=1)
def corpus(items: int) -> Corpus:
    """The corpus, made once a process."""
    return Corpus(items)
