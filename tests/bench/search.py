"""How fast decisions are found: whole pages, the engine alone, and what else could have been used.

BENCH_ITEMS   sizes of the archives in disputed items, comma separated (100000,1000000)
BENCH_FUZZED  how many texts that nobody means to type (300)
BENCH_RIVALS  "no" leaves out PostgreSQL full text and SQLite FTS5, which take long to load and to ask
BENCH_ROUNDS  how often each page, and the bare engine, is asked for each query: the median counts (15)
BENCH_COLD    "yes" takes index and database as they are, on the disk or in memory; else both are read once before
BENCH_VAR     where the archives are kept: the next run takes them as they are
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.report import Measure, print_table

ROOT = Path(__file__).parent.parent.parent
ENGINES = ("page", "bare", "postgres_fts", "sqlite_fts5")
BARS_MS = {1_000_000: 120, 4_000_000: 300}
"""Items of an archive to the milliseconds within which 95 of 100 pages must be."""


def run(var: Path) -> list[Measure]:
    """Measure archives of each size, print tables, return the figures."""
    sizes = [int(size) for size in os.environ.get("BENCH_ITEMS", "100000,1000000").split(",")]
    measures = [measure for size in sizes for measure in measure_archive(var / f"search-{size}", size)]
    for size in sizes:
        print_classes(measures, size)
    print_table("Search: rates and sizes", [one for one in measures if one.engine not in ENGINES or one.p50_ms is None])
    for line in conclusions(measures, sizes):
        print(line)  # noqa: T201
    run_in(var / "search-samples", "tests.bench.relevance")
    return measures


def measure_archive(folder: Path, items: int) -> list[Measure]:
    """The figures of one archive, measured by a process whose folder it is."""
    figures = folder / "measures.json"
    run_in(folder, "tests.bench.search_archive", str(items), str(figures))
    return [Measure(**figure) for figure in json.loads(figures.read_text())]


def run_in(folder: Path, module: str, *arguments: str) -> None:
    """A process whose archive is in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the embedded server runs as another user where this one is root
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"IMR_VAR": str(folder)})


def print_classes(measures: list[Measure], items: int) -> None:
    """A row a kind of query, a column an engine: median and 95th percentile."""
    columns = {engine: times(measures, engine, items) for engine in ENGINES}
    table = Table(title=f"Search, {items:,} disputed items: p50 / p95 of a page, ms", title_justify="left")
    table.add_column("kind of query")
    for engine in ENGINES:
        table.add_column(engine, justify="right")
    for kind in columns["page"]:
        cells = (columns[engine].get(kind) for engine in ENGINES)
        table.add_row(kind, *(f"{cell[0]:,.1f} / {cell[1]:,.1f}" if cell else "" for cell in cells))
    Console(width=120).print(table)


def conclusions(measures: list[Measure], sizes: list[int]) -> list[str]:
    """The bars of the design, and how times grow, in words."""
    lines = []
    for size in sizes:
        worst = max(times(measures, "page", size).items(), key=lambda one: one[1][1])
        bar = f" (bar: {BARS_MS[size]} ms)" if size in BARS_MS else ""
        lines.append(f"{size:,} items: the slowest kind of page is {worst[0]!r}, p95 {worst[1][1]:.0f} ms{bar}.")
        lines += [
            f"  page / {engine}, medians by kind: {ratios[0]:.2f} to {ratios[-1]:.2f}"
            for engine in ENGINES[1:]
            if (ratios := sorted(compared(measures, size, engine)))
        ]
    if len(sizes) > 1:
        small, large = (times(measures, "page", size) for size in (sizes[0], sizes[-1]))
        grown = ", ".join(f"{kind} {large[kind][0] / small[kind][0]:.1f} x" for kind in small)
        lines.append(f"From {sizes[0]:,} to {sizes[-1]:,} items the median page takes: {grown}.")
    return lines


def times(measures: list[Measure], engine: str, items: int) -> dict[str, tuple[float, float]]:
    """Kind of query to its p50 and p95."""
    return {
        str(one.query_class): (one.p50_ms, one.p95_ms)
        for one in measures
        if (one.engine, one.items) == (engine, items) and one.p50_ms is not None and one.p95_ms is not None
    }


def compared(measures: list[Measure], items: int, engine: str) -> list[float]:
    """Of each kind of query, a page's median as a multiple of the engine's."""
    others = times(measures, engine, items)
    return [p50 / others[kind][0] for kind, (p50, _) in times(measures, "page", items).items() if kind in others]
