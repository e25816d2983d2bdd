"""Worker processes, and several commands at once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from decisions.models import Case, SourceFile
from ingest.sources import SourceFile as FoundFile
from ingest.workers import IN_THIS_PROCESS, Workers, WorkersFailedError
from tests.ingest.letters import Item, numbered, write_files
from tests.ingest.processes import contents, finish, start
from tests.ingest.tasks import (
    ask_for_all_memory,
    crashed,
    die,
    die_at_13,
    go_in_circles_at_13,
    names_of,
    processes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ingest.running import Archive

FILES = [FoundFile(f"{number}.txt", Path(f"{number}.txt")) for number in range(40)]


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(2) as pool:
        yield pool


def test_results_come_in_the_order_of_the_files(workers: Workers) -> None:
    assert list(workers.map(names_of, FILES, crashed=crashed)) == [file.name for file in FILES]


def test_a_crash_costs_one_file(workers: Workers) -> None:
    results = list(workers.map(die_at_13, FILES, crashed=crashed))
    assert results == ["13.txt crashed" if file.name == "13.txt" else file.name for file in FILES]
    assert list(workers.map(names_of, FILES[:5], crashed=crashed)) == [file.name for file in FILES[:5]]


def test_a_file_that_never_ends_costs_itself_alone() -> None:
    with Workers(2, seconds=2) as pool:
        results = list(pool.map(go_in_circles_at_13, FILES, crashed=crashed))
    assert results == ["13.txt crashed" if file.name == "13.txt" else file.name for file in FILES]


def test_a_worker_gets_no_more_memory_than_letters_need(workers: Workers) -> None:
    assert set(workers.map(ask_for_all_memory, FILES, crashed=crashed)) == {"too much"}


def test_few_files_start_no_process(workers: Workers) -> None:
    few = FILES[:IN_THIS_PROCESS]
    assert set(workers.map(processes_of, few, crashed=crashed)) == {str(os.getpid())}
    assert str(os.getpid()) not in set(workers.map(processes_of, FILES, crashed=crashed))


def test_workers_that_always_die_end_the_run_instead_of_blaming_every_file(workers: Workers) -> None:
    with pytest.raises(WorkersFailedError, match="give --workers 1"):
        list(workers.map(die, FILES, crashed=crashed))


def many_letters() -> dict[str, bytes]:
    return {
        f"{number:02}.txt": numbered(number // 2, decision_date=f"01/{1 + number % 2:02}/2017").bytes()
        for number in range(60)
    }


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_load_no_letter_twice(archive: Archive) -> None:
    folder = str(write_files(archive.folder, many_letters()))
    command = ("manage.py", "ingest", folder, "--workers", "1")
    runs = [finish(process) for process in [start(*command), start(*command), start(*command)]]
    assert [(code, err) for code, _, err in runs] == [(0, "")] * 3
    assert (Case.objects.count(), SourceFile.objects.count()) == (30, 60)
    assert len(archive.found()) == 30
    together = contents(archive)
    archive.ingest()
    assert contents(archive) == together


@pytest.mark.django_db(transaction=True)
def test_workers_load_what_one_process_loads(archive: Archive) -> None:
    write_files(archive.folder, many_letters() | {"bad.txt": b"", "a.pdf": numbered(99).pdf()})
    ran = archive.ingest(workers=2)
    assert ran.out.startswith("62 files = 31 new + 30 updated + 0 unchanged + 0 superseded + 1 failed")
    assert archive.ingest(workers=2).out.startswith("62 files = 0 new + 0 updated + 61 unchanged")


def test_parse_needs_no_database_and_keeps_the_order(tmp_path: Path) -> None:
    two_items = numbered(7, items=(Item(), Item(outcome="Overturned"))).bytes()
    folder = write_files(tmp_path / "letters", many_letters() | {"x.txt": two_items})
    nowhere = {
        **os.environ,
        "IMR_VAR": str(tmp_path / "var"),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    code, out, err = finish(start("manage.py", "parse", str(folder), "--workers", "2", env=nowhere))
    letters = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [letter["file"] for letter in letters] == [*many_letters(), "x.txt"]
    assert [item["outcome"] for item in letters[-1]["items"]] == ["upheld", "overturned"]
