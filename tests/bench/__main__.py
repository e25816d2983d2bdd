"""`python -m tests.bench [ingest] [search]`: the benchmarks, printed as tables and written to var/bench.json."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django

BENCHES = ("ingest", "search")


def main(names: list[str]) -> None:
    """Run the benches named, all of them without a name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    django.setup()
    from tests.bench.report import write_measures  # noqa: PLC0415 - after Django is set up

    var = Path(os.environ.get("BENCH_VAR", "var/bench")).resolve()
    for name in names or BENCHES:
        measures = import_module(f"tests.bench.{name}").run(var)
        write_measures(Path(os.environ.get("BENCH_JSON", "var/bench.json")), measures)


if __name__ == "__main__":
    main(sys.argv[1:])
