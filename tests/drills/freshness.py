"""Corrections and deletions while an ingest runs: `python -m tests.drills.freshness`, in a folder of IMR_VAR.

DRILL_LETTERS  made-up letters that are loaded meanwhile (100000)
DRILL_EVERY    seconds between two changes (1)

Cases are corrected, withdrawn and deleted in turn. Of some this process has the index hear at once, as staff's pages
do; the others are left to who keeps the index up: the ingest, and a worker beside it. Measured is the time from the
commit until a search finds the case as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import django
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.models import Case

ROOT = Path(__file__).parents[2]
BAR = 2.0
"""Seconds."""
LOOK = 0.02
"""Seconds between two searches for the same case."""
TOLD = 60
"""Changes between two lines that say how far it is."""
GIVEN_UP = 60.0
"""Seconds after which a change counts as lost."""


class Kind(NamedTuple):
    """What was done to a case, and by whom the index heard of it: "at once" by who did it, or by "others"."""

    change: str
    heard: str


KINDS = (
    Kind("corrected", "at once"),
    Kind("withdrawn", "at once"),
    Kind("corrected", "others"),
    Kind("deleted", "others"),
)


def main() -> None:
    """Load, change, search; print a table, write the figures."""
    letters = int(os.environ.get("DRILL_LETTERS", "100000"))
    every = float(os.environ.get("DRILL_EVERY", "1"))
    var = Path(os.environ.get("IMR_VAR") or ROOT / "var").resolve()
    folder = var / "drill-freshness"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ |= {"IMR_VAR": str(folder / "archive"), "DJANGO_SETTINGS_MODULE": "imr_archive.settings"}
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    print(f"Making {letters:,} letters ...", flush=True)  # noqa: T201
    manage("make_letters", "--seed", "freshness", str(letters), str(folder / "letters")).wait()
    manage("migrate", "--verbosity", "0").wait()
    print("Loading them, and changing cases meanwhile ...", flush=True)  # noqa: T201
    started = time.monotonic()
    with at_work(folder) as ingest:
        lags = change_cases(ingest, every)
    figures = {
        "letters": letters,
        "ingest seconds": time.monotonic() - started,
        "lags": {", ".join(kind): times for kind, times in lags.items()},
    }
    (var / "drill-freshness.json").write_text(json.dumps(figures, indent=1))
    print_lags(lags, f"{letters:,} letters loaded in {figures['ingest seconds']:,.0f} s")
    shutil.rmtree(folder)


def manage(*arguments: str, log: Path | None = None) -> subprocess.Popen[bytes]:
    """A command of the archive, begun."""
    out = log.open("wb") if log else subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)


@contextmanager
def at_work(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An ingest of the folder's letters, with a worker beside it."""
    worker = manage("work", log=folder / "work.log")
    ingest = manage("ingest", str(folder / "letters"), log=folder / "ingest.log")
    try:
        yield ingest
        assert ingest.returncode == 0, (folder / "ingest.log").read_text()[-2_000:]
    finally:
        ingest.kill()
        worker.terminate()
        worker.wait(timeout=60)


def change_cases(ingest: subprocess.Popen[bytes], every: float) -> dict[Kind, list[float]]:
    """Change one case after another until the ingest is over; the seconds until each was found so."""
    chance = Random(1)
    lags: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    for number in count():
        time.sleep(every)
        if ingest.poll() is not None:
            return lags
        kind = KINDS[number % len(KINDS)]
        if case := any_indexed(chance):
            lags[kind].append(change_one(case, kind, number))
        if number % TOLD == TOLD - 1:
            slowest = max((lag for times in lags.values() for lag in times), default=0)
            print(f"{number + 1} changes, the slowest found after {slowest:.2f} s", flush=True)  # noqa: T201
    raise AssertionError("count() does not end")


def any_indexed(chance: Random) -> Case | None:
    """A public case that the index holds as it is, loaded at any time."""
    from decisions.models import Case  # noqa: PLC0415 - Django must be set up
    from decisions.search.indexing import stale_cases  # noqa: PLC0415

    cases = Case.objects.public().exclude(stale_cases())
    last = cases.order_by("-pk").values_list("pk", flat=True).first() or 0
    return cases.filter(pk__gte=chance.randint(0, last)).order_by("pk").first()


def change_one(case: Case, kind: Kind, number: int) -> float:
    """Seconds from the commit of a change until a search shows it."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up

    from decisions.search.indexing import get_engine, index_now  # noqa: PLC0415
    from decisions.search.query import SearchQuery  # noqa: PLC0415

    word = f"zzyzx{number}correction"
    query = SearchQuery(word if kind.change == "corrected" else f"case:{case.public_id}", facets=())

    def is_found() -> bool:
        return get_engine().search(query).total_items > 0

    before = is_found()
    case_id = case.pk
    change(case, kind.change, word)
    committed = time.monotonic()

    def tell() -> None:
        index_now([case_id])
        connection.close()

    told = Thread(target=tell)
    if kind.heard == "at once":
        told.start()  # it may go on and merge when searches find the case already
    while is_found() is before:
        assert time.monotonic() - committed < GIVEN_UP, f"{case.public_id}, {kind}"
        time.sleep(LOOK)
    lag = time.monotonic() - committed
    if told.is_alive():
        told.join()
    return lag


def change(case: Case, what: str, word: str) -> None:
    """Change a case in one transaction, as the archive does; a correction says the word."""
    from django.db import transaction  # noqa: PLC0415 - Django must be set up
    from django.db.models import F  # noqa: PLC0415

    from decisions.models import Case, Publication, RemovedCase  # noqa: PLC0415

    row = Case.objects.filter(pk=case.pk)
    with transaction.atomic():
        if what == "deleted":
            RemovedCase.objects.create(case_id=case.pk)
            case.delete()
        elif what == "withdrawn":
            row.update(publication=Publication.WITHDRAWN, revision=F("revision") + 1)
        else:
            case.items.update(description=word)
            row.update(revision=F("revision") + 1)


def print_lags(lags: dict[Kind, list[float]], title: str) -> None:
    """One table, and the bar in words."""
    table = Table(title=title, title_justify="left")
    for column in ("cases", "the index hears", "n", "median s", "p95 s", "slowest s"):
        table.add_column(column)
    for kind, times in lags.items():
        ordered = sorted(times) or [0.0]
        figures = [ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]]
        table.add_row(*kind, f"{len(times)}", *(f"{figure:.2f}" for figure in figures))
    Console(width=120).print(table)
    every = [lag for times in lags.values() for lag in times]
    print(f"{sum(lag > BAR for lag in every)} of {len(every)} took longer than {BAR:.0f} s.")  # noqa: T201


if __name__ == "__main__":
    main()
