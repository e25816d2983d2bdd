"""Batches while everything is killed: `python -m tests.drills.batches`, in a folder of its own under IMR_VAR.

DRILL_LETTERS  files to upload, 1 % of them bad, a third of the rest PDF (20000)
DRILL_KILLS    how often worker, web server and database are killed in turn (10)
DRILL_SEED     for when they are (1)
DRILL_RUNS     which of the four below, by commas; undisturbed must be one (all)

Four archives get the same files: one undisturbed; one while all is killed; one with two workers; one with two workers
into which two people upload the same batch at once. All must hold, find and say the same.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]


class Run(NamedTuple):
    """How one of the archives is loaded: by how many workers, killed or not, the same files how often."""

    workers: int = 1
    is_killed: bool = False
    uploads: int = 1


RUNS = {
    "undisturbed": Run(),
    "killed": Run(is_killed=True),
    "two workers": Run(workers=2),
    "uploaded twice": Run(workers=2, uploads=2),
}


def main() -> None:
    """Run all four, print a table, write the figures; exit 1 where they differ."""
    letters, kills = int(os.environ.get("DRILL_LETTERS", "20000")), int(os.environ.get("DRILL_KILLS", "10"))
    wanted = os.environ.get("DRILL_RUNS", ",".join(RUNS)).split(",")
    var = Path(os.environ.get("IMR_VAR") or ROOT / "var").resolve() / "drill"
    shutil.rmtree(var, ignore_errors=True)
    found = {}
    for name in wanted:
        one = RUNS[name]
        numbers = (letters, one.workers, kills if one.is_killed else 0, one.uploads)
        found[name] = _run_in(var / name.replace(" ", "-"), var / "letters", numbers)
        print(f"{name}: {found[name]['seconds']:.0f} s, {found[name]['states']}", flush=True)  # noqa: T201
    (var.parent / "drill.json").write_text(json.dumps(found, indent=1))
    _print(found, letters)
    differing = [name for name, one in found.items() if _compared(one, name) != _compared(found["undisturbed"], name)]
    if differing:
        sys.exit(f"Otherwise than undisturbed: {', '.join(differing)}. The archives are kept in {var}.")
    shutil.rmtree(var)


def _run_in(folder: Path, letters: Path, numbers: tuple[int, ...]) -> Any:
    """A run in a process of its own; see there for the numbers."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.drills.run", str(letters), *map(str, numbers)]
    environment = os.environ | {"IMR_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "imr_archive.settings"}
    environment.pop("DATABASE_URL", None)
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return json.loads((folder / "run.json").read_text())


def _compared(run: dict[str, Any], name: str) -> list[Any]:
    """What must be the same; of a batch that came twice each file's state depends on which was first."""
    both = [run["record"], run["searches"], run["deadlocks"]]
    return both if name == "uploaded twice" else [*both, run["files"], run["states"]]


def _print(found: dict[str, Any], letters: int) -> None:
    table = Table(title=f"{letters:,} files uploaded, loaded, published", title_justify="left")
    for heading in ("run", "seconds", "kills", "files by state", "cases", "items found", "deadlocks"):
        table.add_column(heading)
    for name, one in found.items():
        states = ", ".join(f"{count:,} {state}" for state, count in one["states"].items())
        numbers = (one["kills"], states, one["record"]["cases"][0], one["searches"][""][0], one["deadlocks"])
        table.add_row(name, f"{one['seconds']:.0f}", *map(str, numbers))
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
