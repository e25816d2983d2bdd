"""One archive of the search benchmark in a process of its own: `python -m tests.bench.search_archive ITEMS FILE`.

Its folder is IMR_VAR, which the settings read when Django starts: hence the process.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.bench.report import Measure

PIECE = 1 << 24
"""Bytes read at once."""


def main(items: int, file: Path) -> None:
    """Make the archive or take the one there is, measure, write the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    django.setup()
    file.write_text(json.dumps([asdict(measure) for measure in measure_all(items)]))


def measure_all(items: int) -> list[Measure]:
    """All figures of one archive."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up

    from tests.bench.report import Measure  # noqa: PLC0415
    from tests.bench.search_load import make_archive  # noqa: PLC0415
    from tests.bench.search_pages import measure_fuzzed, measure_pages, measure_serving  # noqa: PLC0415
    from tests.bench.search_rivals import measure_rivals  # noqa: PLC0415

    measures = make_archive(items)
    size = sum(file.stat().st_size for file in settings.INDEX_DIR.rglob("*") if file.is_file()) / 1e6
    measures.append(Measure("search", "bare", items, "size", megabytes=size))
    if os.environ.get("BENCH_COLD", "no") == "no":
        read_once(Path(os.environ["IMR_VAR"]))
    measures += [*measure_pages(items), *measure_serving(items), measure_fuzzed(items)]
    if os.environ.get("BENCH_RIVALS", "yes") != "no":
        measures += measure_rivals(items)
    return measures


def read_once(folder: Path) -> None:
    """Have the machine hold an archive's files in memory, as it does those of a site in use."""
    for path in (*folder.glob("index/*/*"), *folder.glob("postgres/base/*/*")):
        with suppress(FileNotFoundError), path.open("rb") as file:  # one that PostgreSQL removed meanwhile
            while file.read(PIECE):
                pass


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
