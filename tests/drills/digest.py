"""All that an archive holds, finds and says of its files, as a few figures and hashes that two runs can compare."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from decisions.models import Case, DisputedItem, SourceFile
from decisions.search.indexing import get_engine
from decisions.search.query import FACETS, SearchQuery, Sort
from ingest.models import Batch, BatchFile
from ingest.originals import original_path

if TYPE_CHECKING:
    from tests.drills.letters import Drilled

WORDS = ("", "functional deficit", '"medically necessary"', "MRI", "physical therapy")
RECORD = {
    "cases": """
        SELECT public_id, to_jsonb(c) - '{id,reviewer_id,loaded_at,revision,indexed_revision}'::text[],
            to_jsonb(r) - 'id'
        FROM decisions_case c JOIN decisions_reviewer r ON r.id = c.reviewer_id ORDER BY public_id COLLATE "C"
    """,
    "items": """
        SELECT public_id, to_jsonb(i) - '{id,case_id,treatment_id}'::text[], t.slug, ARRAY(
            SELECT other.slug FROM decisions_disputeditem_treatments m JOIN decisions_treatment other
            ON other.id = m.treatment_id WHERE m.disputeditem_id = i.id ORDER BY other.slug COLLATE "C"
        )
        FROM decisions_disputeditem i JOIN decisions_case c ON c.id = i.case_id
        LEFT JOIN decisions_treatment t ON t.id = i.treatment_id ORDER BY public_id COLLATE "C", position
    """,
    "citations": """
        SELECT public_id, i.position, to_jsonb(g) - '{id,item_id,guideline_id}'::text[], known.slug
        FROM decisions_guidelinecitation g JOIN decisions_disputeditem i ON i.id = g.item_id
        JOIN decisions_case c ON c.id = i.case_id LEFT JOIN decisions_guideline known ON known.id = g.guideline_id
        ORDER BY public_id COLLATE "C", i.position, g.cited_by, g.position
    """,
    "originals": """
        SELECT f.sha256, f.state, f.reason, c.public_id FROM decisions_sourcefile f
        LEFT JOIN decisions_case c ON c.id = f.case_id ORDER BY f.sha256
    """,
}
"""What the record says, without numbers and times that differ from run to run."""


def digest_of(batch: Batch) -> dict[str, Any]:
    """The whole archive, and the batch's files."""
    rows = batch.files.order_by("upload__name", "position")
    return {
        "files": _hash(list(rows.values_list("name", "state", "reason", "public_id", "sha256"))),
        "states": dict(sorted(count_states(batch).items())),
        "deadlocks": _deadlocks(),
        "record": {name: _hash_rows(sql) for name, sql in RECORD.items()},
        "searches": {words: _found(words) for words in WORDS},
    }


def count_states(batch: Batch) -> dict[str, int]:
    """State to number of files."""
    counts: dict[str, int] = {}
    for state in batch.files.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def check(batch: Batch, drilled: Drilled) -> None:
    """Raises AssertionError where a file is lost or doubled, or search does not equal the database.

    Args:
        batch: published.
        drilled: what was uploaded.
    """
    names = list(batch.files.values_list("name", "state"))
    assert len(names) == drilled.count, f"{len(names)} rows of {drilled.count} files"
    assert {name for name, _ in names} == drilled.letters | drilled.bad
    assert {name for name, state in names if state in {"failed", "duplicate"}} == drilled.bad
    assert not BatchFile.objects.filter(state=BatchFile.State.WAITING).exists()
    assert Case.objects.count() == len(drilled.letters)
    current = SourceFile.objects.filter(state=SourceFile.State.CURRENT, case__isnull=False)
    assert current.values("case").distinct().count() == current.count() == len(drilled.letters)
    brought = BatchFile.objects.filter(state__in=("new", "needs_review")).count()
    assert brought == len(drilled.letters)
    _check_search()
    _check_originals(batch)


def _check_search() -> None:
    found = [hit.item_id for hit in get_engine().listing(SearchQuery(sort=Sort.CASE, per_page=1, facets=())).hits]
    recorded = list(DisputedItem.objects.filter(case__publication="public").values_list("pk", flat=True))
    assert sorted(found) == sorted(recorded), f"search finds {len(found)} items, the record holds {len(recorded)}"
    assert not Case.objects.exclude(revision=F("indexed_revision")).exists()


def _check_originals(batch: Batch) -> None:
    for digest in batch.files.exclude(sha256="").values_list("sha256", flat=True):
        content = original_path(settings.ORIGINALS_DIR, digest).read_bytes()
        assert sha256(content).hexdigest() == digest
    left = [path for path in Path(settings.UPLOADS_DIR).iterdir() if not path.name.startswith("incoming-")]
    assert left == []  # what a killed web server was receiving goes a day later


def _found(words: str) -> list[Any]:
    """Totals and facets; the number of cases only where it is counted and not estimated."""
    result = get_engine().search(SearchQuery(text=words, per_page=1))
    facets = [[(one.value, one.count) for one in result.facets.get(name, ())] for name in FACETS]
    return [result.total_items, result.total_cases if result.cases_exact else None, _hash(sorted(map(sorted, facets)))]


def _hash_rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return [len(rows), _hash(rows)]


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
