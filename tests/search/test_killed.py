"""`kill -9` at any moment: no decision lost, none doubled, nothing to repair by hand."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.models import F

from decisions.models import Case, DisputedItem
from decisions.search.indexing import get_engine, index_stale, rebuild_index
from decisions.search.query import SearchQuery
from tests.builders import Item, make_case
from tests.ingest.processes import finish, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index_dir")]

KILLS = 20
LONGEST = 0.4
"""Seconds that a process lives at most: some indexing runs end before it, most do not."""


def indexed_items() -> list[int]:
    hits = get_engine().search(SearchQuery(per_page=10_000)).hits
    return sorted(hit.item_id for hit in hits)


def recorded_items() -> list[int]:
    return sorted(DisputedItem.objects.values_list("pk", flat=True))


def kill_while(work: Callable[[], object], number: int) -> None:
    """Have a process do the work and kill it at a moment that differs with `number`."""
    connection.close()  # the child makes its own
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(timeout=Random(number).uniform(0.01, LONGEST))
    process.kill()
    process.join()


def index_in_small_steps() -> None:
    connection.close()
    index_stale(batch=2)


def rebuild_again_and_again() -> None:
    connection.close()
    while True:
        rebuild_index()


def test_indexing_killed_at_any_moment_loses_and_doubles_nothing() -> None:
    for number in range(40):
        make_case(f"CM15-{number:07d}", items=[Item(), Item()])
    for number in range(KILLS):
        kill_while(index_in_small_steps, number)
        change(f"CM15-{number:07d}")
    index_stale()
    assert indexed_items() == recorded_items()
    assert not Case.objects.exclude(revision=F("indexed_revision")).exists()


def test_a_rebuild_killed_at_any_moment_leaves_an_index_that_holds_everything(index_dir: Path) -> None:
    for number in range(20):
        make_case(f"CM15-{number:07d}", items=[Item(), Item()])
    rebuild_index()
    for number in range(KILLS):
        kill_while(rebuild_again_and_again, number)
        assert indexed_items() == recorded_items()
    rebuild_index()
    assert len([path for path in index_dir.iterdir() if path.is_dir()]) == 1
    assert index_stale() == 0


def test_what_a_killed_commit_left_does_not_stop_the_next(index_dir: Path, tmp_path: Path) -> None:
    make_case("CM15-0000001", items=[Item(), Item()])
    make_case("CM15-0000002", items=[Item()])
    rebuild_index()
    before = shutil.copytree(index_dir, tmp_path / "before")
    change("CM15-0000001")
    index_stale()
    left = [path.relative_to(index_dir) for path in index_dir.glob("*/*.del")]
    assert left
    for name in left:  # as a process killed before its commit was whole leaves it: deletions written, nobody told of
        shutil.copy(index_dir / name, before / name)
        shutil.copy(index_dir / name.parent / ".managed.json", before / name.parent)
    shutil.rmtree(index_dir)
    shutil.copytree(before, index_dir)
    change("CM15-0000001")
    index_stale()
    assert indexed_items() == recorded_items()


def change(public_id: str) -> None:
    Case.objects.filter(public_id=public_id).update(revision=F("revision") + 1)


def test_what_a_killed_rebuild_left_is_gone_with_the_next_and_so_is_what_a_failed_one_made(index_dir: Path) -> None:
    make_case(items=[Item()])
    rebuild_index()
    (index_dir / "20200101T000000-left").mkdir()
    current = get_engine().search(SearchQuery()).hits

    def fail_on_the_way(*_: object) -> None:
        assert not (index_dir / "20200101T000000-left").exists()
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        rebuild_index(fail_on_the_way)
    assert len([path for path in index_dir.iterdir() if path.is_dir()]) == 1
    assert get_engine().search(SearchQuery()).hits == current


def test_a_disk_that_takes_no_more_is_told_in_a_line_and_the_index_stays(index_dir: Path) -> None:
    make_case(items=[Item()])
    rebuild_index()
    current = get_engine().search(SearchQuery()).hits
    limited = (
        f"import resource, os; resource.setrlimit(resource.RLIMIT_FSIZE, (99, 99)); os.execv({sys.executable!r}, %r)"
    )
    code, _, error = finish(start("-c", limited % [sys.executable, "manage.py", "reindex"]))
    assert code == 1
    assert error.startswith(
        "CommandError: Nothing is changed, and search goes on as before: The search index cannot be"
    )
    assert error.count("\n") == 1
    assert len([path for path in index_dir.iterdir() if path.is_dir()]) == 1
    assert get_engine().search(SearchQuery()).hits == current
