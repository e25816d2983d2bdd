"""The site under load while a batch loads: no error, pages within twice their idle time, memory that does not grow.

LOAD_MINUTES  how long the batch loads under load (10); before it half of that without a batch, a minute at least
LOAD_PAGES    pages asked for in a minute (1000)
LOAD_ITEMS    disputed items in the archive (100000)
LOAD_LETTERS  letters in the batch, a third of them PDF (25 for each second)
BENCH_VAR     where the archive is kept; each run adds its batch to it
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from tests.bench.report import Measure
from tests.bench.search import run_in

if TYPE_CHECKING:
    from pathlib import Path

MINUTES = float(os.environ.get("LOAD_MINUTES", "10"))
PAGES = int(os.environ.get("LOAD_PAGES", "1000"))
ITEMS = int(os.environ.get("LOAD_ITEMS", "100000"))
LETTERS = int(os.environ.get("LOAD_LETTERS", str(round(MINUTES * 60 * 25))))
BAR = 2
"""Times the idle p95 that p95 may be while a batch loads."""


def run(var: Path) -> list[Measure]:
    """Measure, print one table, return the figures."""
    folder = var / f"load-{ITEMS}"
    figures = folder / "load.json"
    run_in(folder, "tests.bench.load_site", *map(str, (ITEMS, MINUTES, PAGES, LETTERS, figures)))
    seen = json.loads(figures.read_text())
    print_phases(seen)
    return [
        Measure(
            *("load", "gunicorn", ITEMS, phase),
            p50_ms=one["p50 ms"],
            p95_ms=one["p95 ms"],
            per_second=one["pages a minute"] / 60,
            n=one["pages"],
            megabytes=one["web process at the end, MB"],
        )
        for phase, one in seen.items()
    ]


def print_phases(seen: dict[str, dict[str, float]]) -> None:
    """One table, a column a phase, and the bar in words."""
    title = f"{PAGES:,} pages a minute of {ITEMS:,} disputed items, while {LETTERS:,} letters load"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for phase in seen:
        table.add_column(phase, justify="right")
    for name in next(iter(seen.values())):
        table.add_row(name, *(f"{one[name]:,.1f}".removesuffix(".0") for one in seen.values()))
    Console(width=120).print(table)
    idle, loading = seen.values()
    if min(one["pages a minute"] for one in seen.values()) < 0.97 * PAGES:
        print("The machine did not keep up with what was asked: p50 to slowest say how far it fell behind.")  # noqa: T201
    times = loading["p95 ms"] / idle["p95 ms"]
    print(f"p95 while a batch loads is {times:.1f} times that of idle (bar: {BAR}).")  # noqa: T201
