"""Corrections and deletions reach the index while a rebuild or an ingest is at work, and stay there."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.models import F

from decisions.models import ArchiveIdentity, Case, RemovedCase
from decisions.search import indexing, tantivy_engine, tantivy_merging, tantivy_updating
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import Generations, is_held
from decisions.search.indexing import get_engine, index_batch, index_corrections, index_now, index_stale, rebuild_index
from decisions.search.query import SearchQuery
from decisions.search.tantivy_engine import TantivyEngine
from decisions.search.tantivy_merging import MERGED_TOGETHER, merge_is_due, segment_sizes
from decisions.search.tantivy_schema import VERSION
from ingest.loading import run
from ingest.management.commands.load_samples import SAMPLES
from tests.batches.people import work
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


@pytest.fixture
def new_letter(archive: list[Case]) -> Case:
    """The first of the archive's cases, as if the index had never held it."""
    Case.objects.filter(pk=archive[0].pk).update(indexed_revision=0)
    correct(archive[0], "Hydrotherapy")
    return archive[0]


def test_corrections_and_deletions_go_before_new_letters(archive: list[Case], new_letter: Case) -> None:
    correct(archive[1], "MRI")
    remove(archive[2])
    assert index_batch(get_engine()) == 2
    assert cases_found("mri") == [archive[1].public_id]
    assert cases_found("norco") == [archive[0].public_id, archive[3].public_id]
    assert cases_found("hydrotherapy") == []
    assert index_batch(get_engine()) == 1
    assert cases_found("hydrotherapy") == [new_letter.public_id]


@pytest.mark.parametrize("number", [0, 1], ids=["new", "corrected"])
def test_who_waits_for_a_case_waits_for_no_other(archive: list[Case], new_letter: Case, number: int) -> None:
    correct(archive[1], "MRI")
    index_now([archive[number].pk])
    assert [new_letter.public_id in cases_found("hydrotherapy"), cases_found("mri") != []] == [number == 0, number == 1]
    index_now([archive[number].pk])
    assert index_stale() == 1


def test_who_waits_for_a_case_need_not_index_it_itself(archive: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the lock, for a merge say, takes changes in."""
    refused, asked = threading.Event(), []
    engine = get_engine()
    lock = engine.lock

    @contextmanager
    def watched_lock(*, wait: bool = True) -> Iterator[bool]:
        with lock(wait=wait) as ours:
            if not ours:
                refused.set()
            yield ours

    def ask() -> None:
        asked.append((index_now([archive[0].pk]), cases_found("mri")))
        connection.close()

    correct(archive[0], "MRI")
    waiting = threading.Thread(target=ask)
    with engine.lock(), engine.writing() as index:
        monkeypatch.setattr(engine, "lock", watched_lock)
        waiting.start()
        assert refused.wait(PATIENCE)
        assert not asked
        assert indexing.index_changed(index) == 1
        waiting.join(PATIENCE)
        assert asked == [(True, [archive[0].public_id])]


def test_who_waits_for_a_case_does_not_wait_for_ever(
    archive: list[Case], settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "LONGEST", 0.1)
    correct(archive[0], "MRI")
    with Generations(settings.INDEX_DIR, VERSION, ArchiveIdentity.current).lock():
        assert not index_now([archive[0].pk])
    assert index_now([archive[0].pk])
    assert cases_found("mri") == [archive[0].public_id]


def test_a_long_merge_is_left_to_others_for_a_while(archive: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_engine, "SOON_MERGED", -1)
    monkeypatch.setattr(indexing, "PATIENCE", 0.3)
    correct(archive[0], "MRI")
    asked = time.monotonic()
    index_now([archive[0].pk])
    assert time.monotonic() - asked >= indexing.PATIENCE
    assert cases_found("mri") == [archive[0].public_id]


def test_who_waits_for_a_case_that_another_transaction_holds_goes_on(archive: list[Case]) -> None:
    correct(archive[0], "MRI")
    with held_by_another_transaction(archive[0]):
        index_now([archive[0].pk])
    assert index_stale() == 1


def test_a_case_that_another_transaction_holds_is_not_indexed_again_and_again(
    archive: list[Case], indexed: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_merging, "MERGED_TOGETHER", 1)  # a merge is always due; tantivy does not think so
    for case in archive[:2]:
        correct(case, "MRI")
    indexed.clear()
    with held_by_another_transaction(archive[0]):
        assert index_now([archive[0].pk, archive[1].pk])
    assert indexed == [[archive[1].pk]]


def test_corrections_alone_wait_for_nobody(archive: list[Case], new_letter: Case, settings: SettingsWrapper) -> None:
    correct(archive[1], "MRI")
    engine = get_engine()
    other = Generations(settings.INDEX_DIR, VERSION, ArchiveIdentity.current)
    with other.lock():
        assert index_corrections(engine) == 0
    assert (index_corrections(engine), index_corrections(engine)) == (1, 0)
    assert cases_found("mri") == [archive[1].public_id]
    assert cases_found("hydrotherapy") == []
    assert new_letter in Case.objects.filter(indexing.stale_cases())


def test_new_letters_are_left_to_who_tends_the_index_but_not_for_ever(
    archive: list[Case], new_letter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = get_engine()
    correct(archive[1], "MRI")
    assert not indexing.is_left_to_another(engine)
    with engine.tending():
        work()
        assert (cases_found("mri"), cases_found("hydrotherapy")) == ([archive[1].public_id], [])
        monkeypatch.setattr(indexing, "LONG", timedelta(0))
        work()
        assert cases_found("hydrotherapy") == [new_letter.public_id]
    assert not engine.is_tended()


def test_the_index_is_tended_while_anyone_tends_it(tmp_path: Path) -> None:
    first, second = (Generations(tmp_path / "index", 1, lambda: "test") for _ in range(2))
    with first.tending():
        with second.tending():
            assert second.is_tended()
        assert second.is_tended()
    assert not second.is_tended()


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
        while not is_held(tmp_path / "index" / "waiting"):
            assert waiting.is_alive()
    with first.lock():
        order.append("who had it before")
    waiting.join()
    assert order == ["who waited", "who had it before"]


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    """An index that has one update to go until a merge is due; the first documents of each are 1, 1,001, 2,001 ..."""
    engine = TantivyEngine(tmp_path / "index", lambda: "test")
    assert not engine.is_merge_due()
    engine.create()
    for part in range(MERGED_TOGETHER - 1):
        engine.update([make_document(1_000 * part + number) for number in range(1, 101)], [])
    return engine


def test_many_small_updates_are_merged(engine: TantivyEngine, tmp_path: Path) -> None:
    assert len(segment_sizes(generation(tmp_path / "index"))) == MERGED_TOGETHER - 1
    engine.update([make_document(900_000)], [])
    assert len(segment_sizes(generation(tmp_path / "index"))) == 1
    assert engine.search(SearchQuery()).total_items == (MERGED_TOGETHER - 1) * 100 + 1


def test_updates_during_a_merge_are_held(engine: TantivyEngine) -> None:
    numbers = iter(range(1, 101))

    def meanwhile() -> int:
        if not (number := next(numbers, 0)):
            return 0
        index.update([make_document(800_000 + number)], [number])
        return 1

    with engine.writing() as index:
        index.update([make_document(900_000)], [])
        done = index.merge(meanwhile)
    assert done > 0
    result = engine.search(SearchQuery())
    assert result.total_items == (MERGED_TOGETHER - 1) * 100 + 1
    assert not engine.is_merge_due()


class IndexingFailedError(Exception):
    """Of who indexes."""


def test_an_error_during_a_merge_loses_nothing(engine: TantivyEngine) -> None:
    with pytest.raises(IndexingFailedError):
        index_and_fail_in_the_merge(engine)
    total = (MERGED_TOGETHER - 1) * 100 + 1
    assert engine.search(SearchQuery()).total_items == total
    engine.update([make_document(900_001)], [])
    assert engine.search(SearchQuery()).total_items == total + 1
    assert not engine.is_merge_due()


def index_and_fail_in_the_merge(engine: TantivyEngine) -> None:
    with engine.writing() as index:
        index.update([make_document(900_000)], [])
        raise IndexingFailedError


def test_a_merge_all_of_whose_documents_are_deleted_meanwhile_holds_nobody_up(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_merging, "STALLED", 10 * PATIENCE)

    def index_and_delete() -> None:
        for number in range(900_000, 900_000 + 2 * MERGED_TOGETHER):
            with engine.writing() as index:
                index.update([make_document(number)], [])
                index.update([], [number])

    in_another_process(index_and_delete)
    assert engine.search(SearchQuery()).total_items == (MERGED_TOGETHER - 1) * 100


def test_a_merge_that_begins_late_is_waited_for(engine: TantivyEngine) -> None:
    updates = iter(range(900_000, 900_000 + MERGED_TOGETHER - 1))

    def meanwhile() -> int:
        numbers = list(updates)
        for number in numbers:
            time.sleep(tantivy_merging.STARTING / 2)
            index.update([make_document(number)], [])
        return len(numbers)

    with engine.writing() as index:
        index.update([make_document(800_000)], [])
        index.merge(meanwhile)
    assert not merge_is_due(segment_sizes(index.folder))


def test_files_that_another_left_are_no_merge(engine: TantivyEngine, tmp_path: Path) -> None:
    (generation(tmp_path / "index") / f"{'f' * 32}.store").write_bytes(b"left")
    in_another_process(lambda: engine.update([make_document(900_000)], []))
    assert len(segment_sizes(generation(tmp_path / "index"))) == 1


def test_one_writer_takes_out_what_it_put_in(engine: TantivyEngine) -> None:
    with engine.writing() as index:
        index.update([make_document(900_000)], [])
        index.update([make_document(900_001)], [900_000])
    assert engine.search(SearchQuery()).total_items == (MERGED_TOGETHER - 1) * 100 + 1


def test_a_merge_that_comes_to_nothing_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_merging, "MERGED_TOGETHER", 2)  # tantivy does not think so
    first, second = (TantivyEngine(tmp_path / "index", lambda: "test") for _ in range(2))
    first.create()
    for number in (1, 2):
        first.update([make_document(number)], [])
    assert (first.is_merge_due(), second.is_merge_due()) == (False, True)
    with second.writing() as index:
        index.merge(meanwhile=lambda: 0)
    assert second.is_merge_due() is False


def test_the_worker_merges_what_a_killed_process_left(archive: list[Case]) -> None:
    in_another_process(index_until_killed_in_a_merge)
    assert get_engine().is_merge_due()
    work()
    assert not get_engine().is_merge_due()
    assert (len(cases_found("mri")), len(cases_found("norco"))) == (MERGED_TOGETHER - 1, len(archive))


def index_until_killed_in_a_merge() -> None:
    """One case after the other; the process ends as soon as a merge has begun."""

    def die(folder: Path, *_: object) -> int:
        if merge_is_due(segment_sizes(folder)):
            os._exit(0)
        return 0

    tantivy_updating.wait_for_merges = die
    for number in range(10, 10 + MERGED_TOGETHER):
        index_now([make_case(f"CM15-00000{number}", items=[Item(description="MRI")]).pk])
    raise AssertionError("No merge was due.")


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
