"""The archive of a test, used by other processes; and all that it holds, in words that survive a reload."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.forms.models import model_to_dict

from decisions.models import Case, SourceFile
from decisions.search.indexing import get_engine
from decisions.search.query import FACETS, SearchQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.ingest.running import Archive

ROOT = Path(__file__).parents[2]
_NOT_WORDS = {"id", "case", "item", "reviewer", "treatment", "treatments", "guideline", "indexed_revision"}


def environment() -> dict[str, str]:
    """Variables with which a process works on this test's database, originals and index."""
    connection.ensure_connection()
    database = connection.settings_dict
    address = {"PGHOST": database["HOST"], "PGPORT": str(database["PORT"]), "PGUSER": database["USER"]}
    return {
        **os.environ,
        **{name: value for name, value in address.items() if value},
        "PGPASSWORD": database["PASSWORD"] or "",
        "DATABASE_URL": f"postgres:///{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "imr_archive.settings",
        "IMR_VAR": str(Path(settings.INDEX_DIR).parent),
        "PYTHONPATH": str(ROOT),
    }


def start(*command: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """A Python process; on this test's archive unless told otherwise."""
    return subprocess.Popen(
        [sys.executable, *command],
        env=env or environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, negative for a signal, and what it printed."""
    out, err = process.communicate()
    return process.returncode, out, err


def contents(archive: Archive) -> dict[str, Any]:
    """Everything that the archive holds and finds, without database ids and times."""
    result = get_engine().search(SearchQuery(per_page=1000))
    return {
        "cases": {case.public_id: _case(case) for case in Case.objects.select_related("reviewer")},
        "files": sorted(
            (file.sha256, file.name, file.state, file.reason, file.case.public_id if file.case else "")
            for file in SourceFile.objects.select_related("case")
        ),
        "found": archive.found(),
        "functional": archive.found("functional deficit"),
        "facets": {name: result.facets.get(name) for name in FACETS},
        "stale": Case.objects.exclude(revision__in=Case.objects.values("indexed_revision")).count(),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        **_words(case),
        "reviewer": str(case.reviewer),
        "items": [
            {
                **_words(item),
                "treatments": sorted(treatment.slug for treatment in item.treatments.all()),
                "citations": [
                    {**_words(citation), "guideline": citation.guideline and citation.guideline.slug}
                    for citation in item.citations.all()
                ],
            }
            for item in case.items.order_by("position")
        ],
    }


def _words(row: Any) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name not in _NOT_WORDS}
