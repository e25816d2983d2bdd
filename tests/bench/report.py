"""What the benchmarks print and write: one table, and var/bench.json for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """One figure; None where it does not apply.

    Args:
        bench: what is measured: "ingest", "search", ...
        engine: by what: "parsing", "page", "bare", "postgres_fts", ...
        items: size of the corpus in disputed items.
        query_class: kind of query or of file.
        p50_ms, p95_ms: milliseconds at the median and the 95th percentile.
        per_second: how many a second.
        n: how often it was measured.
        megabytes: of memory or disk.
    """

    bench: str
    engine: str
    items: int | None = None
    query_class: str | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    per_second: float | None = None
    n: int | None = None
    megabytes: float | None = None


def print_table(title: str, measures: Iterable[Measure]) -> None:
    """A plain table of the measures on standard output."""
    table = Table(title=title, title_justify="left")
    for column in ("what", "kind", "items", "p50 ms", "p95 ms", "per second", "MB", "n"):
        table.add_column(column, justify="left" if column in {"what", "kind"} else "right")
    for m in measures:
        table.add_row(
            m.engine,
            m.query_class or "",
            "" if m.items is None else f"{m.items:,}",
            *("" if value is None else f"{value:,.1f}" for value in (m.p50_ms, m.p95_ms, m.per_second, m.megabytes)),
            "" if m.n is None else f"{m.n:,}",
        )
    Console(width=120).print(table)


def write_measures(path: Path, measures: list[Measure]) -> None:
    """Replace the measures of the same benches in a JSON file, and keep the others."""
    benches = {measure.bench for measure in measures}
    before = json.loads(path.read_text()) if path.exists() else []
    kept = [entry for entry in before if entry["bench"] not in benches]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([*kept, *map(asdict, measures)], indent=1) + "\n")
