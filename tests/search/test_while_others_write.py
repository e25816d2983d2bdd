"""Corrections and deletions reach the index while a rebuild or an ingest is at work, and stay there."""

from __future__ import annotations

import json
import multiprocessing
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.models import F

from decisions.models import Case, RemovedCase
from decisions.search import indexing, tantivy_engine
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import Generations
from decisions.search.indexing import get_engine, index_batch, index_stale, rebuild_index
from decisions.search.query import SearchQuery
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_merging import MERGED_TOGETHER, segment_sizes
from ingest.loading import run
from ingest.management.commands.load_samples import SAMPLES
from tests.builders import Item, make_case
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index_dir")]

PATIENCE = 60
"""Seconds after which another process counts as waiting for this one."""
COMMITS = 100
"""While a reader reads: before, one in some dozens made a search say that the index is damaged."""


def cases_found(text: str) -> list[str]:
    hits = get_engine().search(SearchQuery(text)).hits
    names = dict(Case.objects.values_list("pk", "public_id"))
    return sorted(names.get(hit.case_id, "gone") for hit in hits)


def correct(case: Case, description: str) -> None:
    case.items.update(description=description)
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1)


def remove(case: Case) -> None:
    RemovedCase.objects.create(case_id=case.pk)
    case.delete()


def in_another_process(work: Callable[[], object]) -> None:
    """Have it done while this process goes no further."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(timeout=PATIENCE)
    waits = process.is_alive()
    process.kill()
    process.join()
    assert not waits, "It waits for this process."
    assert process.exitcode == 0


@pytest.fixture
def archive() -> list[Case]:
    cases = [make_case(f"CM15-000000{number}", items=[Item(description="Norco")]) for number in range(1, 5)]
    index_stale()
    return cases


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "READ_TOGETHER", 2)


@pytest.fixture(params=[0, 500], ids=["caught up in steps", "caught up at the end"])
def _catching_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_engine, "LEFT_FOR_THE_END", request.param)


def rebuild_and(change: Callable[[], None]) -> None:
    """Rebuild; when some of the cases are read, change something."""
    steps: list[int] = []

    def progress(done: int, _total: int) -> None:
        if not steps:
            change()
        steps.append(done)

    rebuild_index(progress)
    assert steps


@pytest.mark.usefixtures("_catching_up")
def test_what_changes_during_a_rebuild_is_found_at_once_and_afterwards(archive: list[Case]) -> None:
    read, removed, unread, unread_removed = archive

    def change() -> None:
        correct(read, "MRI of the knee")
        correct(unread, "MRI of the spine")
        remove(removed)
        remove(unread_removed)
        make_case("CM15-0000009", items=[Item(description="MRI of the hip")])
        in_another_process(index_stale)
        assert_changed()

    def assert_changed() -> None:
        assert cases_found("mri") == [read.public_id, unread.public_id, "CM15-0000009"]
        assert cases_found("norco") == []

    rebuild_and(change)
    assert_changed()
    assert (index_stale(), RemovedCase.objects.count()) == (0, 0)


def test_what_nobody_indexed_during_a_rebuild_is_indexed_at_its_end(archive: list[Case]) -> None:
    def change() -> None:
        correct(archive[0], "MRI of the knee")
        remove(archive[1])

    rebuild_and(change)
    assert cases_found("mri") == [archive[0].public_id]
    assert "gone" not in cases_found("norco")


def test_loading_goes_on_while_an_unusable_index_is_rebuilt(archive: list[Case], index_dir: Path) -> None:
    pointer = json.loads((index_dir / "current").read_text())
    (index_dir / "current").write_text(json.dumps({**pointer, "schema": 0}))
    with pytest.raises(IndexUnavailableError, match="reindex"):
        index_again(archive[0])

    rebuild_and(lambda: index_again(archive[1]))
    assert cases_found("mri") == [archive[0].public_id, archive[1].public_id]


def index_again(case: Case) -> None:
    correct(case, "MRI of the knee")
    index_stale()


def test_an_archive_gets_its_first_index_while_it_is_rebuilt() -> None:
    old = make_case("CM15-0000001", items=[Item(description="Norco")])

    def load() -> None:
        make_case("CM15-0000002", items=[Item(description="Norco")])
        in_another_process(index_stale)

    rebuild_and(load)
    assert cases_found("norco") == [old.public_id, "CM15-0000002"]


def test_corrections_go_before_new_letters() -> None:
    new = make_case("CM15-0000001", items=[Item(description="Norco")])
    old = make_case("CM15-0000002", items=[Item(description="Norco")])
    index_stale()
    Case.objects.filter(pk=new.pk).update(indexed_revision=0)
    correct(old, "MRI")
    index_batch(get_engine(), batch=1)
    assert cases_found("mri") == [old.public_id]


def test_a_correction_is_found_while_an_ingest_is_at_work(
    archive: list[Case], settings: SettingsWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ORIGINALS_DIR = tmp_path / "originals"
    monkeypatch.setattr(run, "INDEX_EVERY", 5)
    letters = run.ingest_paths([SAMPLES], workers=1)
    for _ in range(12):
        next(letters)
    correct(archive[0], "Zzyzx therapy")
    remove(archive[1])
    in_another_process(index_stale)
    assert cases_found("zzyzx") == [archive[0].public_id]
    assert "gone" not in cases_found("norco")
    assert list(letters), "The ingest was over before."
    assert index_stale() == 0


def test_a_case_that_another_transaction_holds_stops_nobody(archive: list[Case]) -> None:
    held, free = archive[:2]
    correct(held, "MRI of the knee")
    correct(free, "MRI of the spine")
    with held_by_another_transaction(held):
        index_stale()
    assert Case.objects.exclude(revision=F("indexed_revision")).get() == held
    assert index_stale() == 1
    assert cases_found("mri") == [held.public_id, free.public_id]


@contextmanager
def held_by_another_transaction(case: Case) -> Iterator[None]:
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            free.wait(PATIENCE)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(PATIENCE)
    try:
        yield
    finally:
        free.set()
        holder.join()


def test_the_lock_is_had_in_turn(tmp_path: Path) -> None:
    first, second = (Generations(tmp_path / "index", 1, lambda: "test") for _ in range(2))
    order = []

    def take() -> None:
        with second.lock():
            order.append("who waited")

    waiting = threading.Thread(target=take)
    with first.lock():
        waiting.start()
        while not first.wanted():
            assert waiting.is_alive()
    with first.lock():
        order.append("who had it before")
    waiting.join()
    assert order == ["who waited", "who had it before"]


def test_a_thread_of_the_same_process_wants_the_lock_too(tmp_path: Path) -> None:
    place = Generations(tmp_path / "index", 1, lambda: "test")

    def take() -> None:
        with place.lock():
            pass

    waiting = threading.Thread(target=take)
    with place.lock():
        waiting.start()
        while not place.wanted():
            assert waiting.is_alive()
    waiting.join()
    assert not place.wanted()


def test_many_small_updates_are_merged(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "index", lambda: "test")
    engine.create()
    for number in range(1, 2 * MERGED_TOGETHER + 1):
        engine.update([make_document(number)], [])
    assert len(segment_sizes(generation(tmp_path / "index"))) < MERGED_TOGETHER
    assert len(found(engine)) == 2 * MERGED_TOGETHER


def test_who_searches_while_another_commits_is_answered(tmp_path: Path) -> None:
    """A commit deletes files of the one before: whoever was just reading these reads again, and tells of no damage."""
    engine = TantivyEngine(tmp_path / "index", lambda: "test")
    engine.create()
    engine.update(map(make_document, range(1, 30)), [])

    def write() -> None:
        for number in range(COMMITS):
            TantivyEngine(tmp_path / "index", lambda: "test").update([make_document(1 + number % 29)], [])

    writer = multiprocessing.get_context("fork").Process(target=write)
    writer.start()
    states = set()
    while writer.is_alive():
        assert len(found(engine, per_page=50)) == 29
        assert len(found(TantivyEngine(tmp_path / "index", lambda: "test"), per_page=50)) == 29
        states.add(engine.state())
    assert writer.exitcode == 0
    assert len(states) > COMMITS // 10, "The two hardly met."


def generation(folder: Path) -> Path:
    return folder / json.loads((folder / "current").read_text())["generation"]


def test_who_rebuilds_without_reading_changes_is_told_so(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "index", lambda: "test")
    engine.create()

    def documents() -> Iterator[object]:
        engine.update([make_document(2)], [])
        yield make_document(1)

    with pytest.raises(ValueError, match="changed"):
        engine.rebuild(documents())
    assert found(engine) == [2]
