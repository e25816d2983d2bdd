"""Several machines on one database, each with an index of its own: what one takes in, the others take in too."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from decisions.models import Case, IndexedCases, Publication, RemovedCase
from decisions.search import indexing, tantivy_merging
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, index_batch, index_stale, rebuild_index, work_left, write_and_merge
from decisions.search.journal import KEPT, last_note
from decisions.search.query import SearchQuery
from decisions.search.tantivy_merging import MERGED_TOGETHER
from tests.builders import Item, make_case
from tests.ingest.processes import finish, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first")]


POSITION = "index/*/position"
"""Where an index says what note it holds all up to."""


class Machine:
    """One of the machines: `with machine:` is work on it."""

    def __init__(self, settings: SettingsWrapper, folder: Path) -> None:
        self.settings, self.folder = settings, folder

    def __enter__(self) -> None:
        self.before = self.settings.INDEX_DIR
        self.settings.INDEX_DIR = self.folder / "index"

    @property
    def position(self) -> Path:
        (path,) = self.folder.glob(POSITION)
        return path

    def __exit__(self, *_: object) -> None:
        self.settings.INDEX_DIR = self.before

    def finds(self, text: str = "") -> list[str]:
        """The cases that its index finds, once it has taken in what there is."""
        with self:
            index_stale()
            hits = get_engine().search(SearchQuery(text)).hits
            assert (work_left(), index_stale()) == (False, 0)
        names = dict(Case.objects.values_list("pk", "public_id"))
        return sorted({names.get(hit.case_id, "gone") for hit in hits})


@pytest.fixture
def first(settings: SettingsWrapper, tmp_path: Path) -> Machine:
    return Machine(settings, tmp_path / "first")


@pytest.fixture
def second(settings: SettingsWrapper, tmp_path: Path) -> Machine:
    """One whose index was built, and is then left behind."""
    machine = Machine(settings, tmp_path / "second")
    with machine:
        rebuild_index()
    return machine


def change(case: Case, description: str) -> None:
    case.items.update(description=description)
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1)


def test_what_one_indexes_the_other_finds(first: Machine, second: Machine) -> None:
    make_case("CM15-0000001", items=[Item(description="MRI")])
    make_case("CM15-0000002", items=[Item(description="Norco")])
    assert first.finds() == second.finds() == ["CM15-0000001", "CM15-0000002"]
    assert second.finds("mri") == ["CM15-0000001"]


def test_corrections_reach_the_other_from_either(first: Machine, second: Machine) -> None:
    case = make_case(items=[Item(description="MRI")])
    assert first.finds("mri") == second.finds("mri") == [case.public_id]
    for here, there, words in ((first, second, "Norco"), (second, first, "Acupuncture")):
        change(case, words)
        assert here.finds(words) == there.finds(words) == [case.public_id]
        assert there.finds("mri") == []


def test_what_was_removed_leaves_both(first: Machine, second: Machine) -> None:
    case = make_case(items=[Item()])
    assert first.finds() == second.finds() == [case.public_id]
    RemovedCase.objects.create(case_id=case.pk)
    case.delete()
    assert first.finds() == second.finds() == []


def test_what_is_withdrawn_leaves_both_and_comes_back_to_both(first: Machine, second: Machine) -> None:
    case = make_case(items=[Item()])
    assert first.finds() == second.finds() == [case.public_id]
    for publication, found in ((Publication.WITHDRAWN, []), (Publication.PUBLIC, [case.public_id])):
        Case.objects.filter(pk=case.pk).update(publication=publication, revision=F("revision") + 1)
        assert second.finds() == first.finds() == found


def test_what_lost_its_items_leaves_both(first: Machine, second: Machine) -> None:
    case = make_case(items=[Item()])
    assert first.finds() == second.finds() == [case.public_id]
    case.items.all().delete()
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1)
    assert first.finds() == second.finds() == []


def test_what_is_new_to_a_rebuild_reaches_the_other(first: Machine, second: Machine) -> None:
    make_case(items=[Item()])
    with first:
        rebuild_index()
    assert second.finds() == ["CM15-0000001"]


def test_an_index_built_now_takes_in_nothing_twice(first: Machine, second: Machine) -> None:
    make_case(items=[Item()])
    first.finds()
    with second:
        rebuild_index()
        assert not work_left()


def test_an_index_copied_from_another_machine_goes_on_from_there(first: Machine, second: Machine) -> None:
    make_case("CM15-0000001", items=[Item()])
    first.finds()
    shutil.rmtree(second.folder)
    shutil.copytree(first.folder, second.folder)
    make_case("CM15-0000002", items=[Item()])
    assert first.finds() == second.finds() == ["CM15-0000001", "CM15-0000002"]


def test_many_notes_are_taken_in_one_after_the_other(first: Machine, second: Machine) -> None:
    for number in range(1, 6):
        make_case(f"CM15-000000{number}", items=[Item()])
        with first:
            index_stale()
    assert IndexedCases.objects.count() == 5
    assert len(second.finds()) == 5


def test_an_index_of_before_there_were_notes_is_current(first: Machine) -> None:
    make_case(items=[Item()])
    first.finds()
    IndexedCases.objects.all().delete()
    first.position.unlink()
    with first:
        assert not work_left()


def test_the_machine_that_indexed_has_nothing_left_to_take_in(first: Machine) -> None:
    make_case(items=[Item()])
    with first:
        assert (index_batch(get_engine()), work_left()) == (1, False)


def test_what_another_does_during_a_merge_is_taken_in_meanwhile(
    first: Machine, second: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(items=[Item(description="MRI")])
    assert first.finds() == second.finds() == [case.public_id]
    found = []

    def index_next(_: object) -> int:
        found.append(len(get_engine().search(SearchQuery("acupuncture")).hits))
        if len(found) == 2:
            change(case, "Acupuncture")
            with monkeypatch.context() as as_ever, first:
                as_ever.setattr(tantivy_merging, "MERGED_TOGETHER", MERGED_TOGETHER)
                index_stale()
        return 0

    monkeypatch.setattr(tantivy_merging, "MERGED_TOGETHER", 1)  # a merge is always due; tantivy does not think so
    with second:
        engine = get_engine()
        with engine.lock():
            write_and_merge(engine, index_next)
    assert found[:3] == [0, 0, 1]


def test_what_is_changed_goes_before_what_another_did(
    first: Machine, second: Machine, indexed: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [make_case(f"CM15-000000{number}", items=[Item()]) for number in range(1, 4)]
    assert first.finds() == second.finds()
    noted, late = cases[:2], cases[2]
    for case in noted:
        change(case, "MRI")
    first.finds()
    change(late, "Norco")
    indexed.clear()
    monkeypatch.setattr(indexing, "BATCH", 1)
    with second:
        index_batch(get_engine())
    assert indexed == [[late.pk], *([case.pk] for case in noted)]


@pytest.mark.parametrize("step", ["indexing.mark_indexed", "tantivy_updating.GenerationWriter.keep_position"])
@pytest.mark.parametrize("machine", ["first", "second"])
def test_a_crash_anywhere_is_made_good_by_the_next_run(
    first: Machine, second: Machine, machine: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_case("CM15-0000001", items=[Item(), Item()])
    first.finds()
    make_case("CM15-0000002", items=[Item(), Item()])
    with monkeypatch.context() as crash, {"first": first, "second": second}[machine]:
        crash.setattr(f"decisions.search.{step}", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index_stale()
    for each in (first, second):
        assert each.finds() == ["CM15-0000001", "CM15-0000002"]
        with each:
            assert get_engine().search(SearchQuery()).total_items == 4


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_old_notes_are_let_go_of_and_an_index_that_missed_them_is_built_anew(first: Machine, second: Machine) -> None:
    for number in range(1, 4):
        make_case(f"CM15-000000{number}", items=[Item()])
        with first:
            index_stale()
    IndexedCases.objects.update(indexed_at=timezone.now() - KEPT - timedelta(days=1))
    make_case("CM15-0000004", items=[Item()])
    four = [f"CM15-000000{number}" for number in range(1, 5)]
    assert first.finds() == four
    assert [len(note.case_ids) for note in IndexedCases.objects.order_by("pk")] == [0, 1]
    with second:
        with pytest.raises(IndexUnavailableError, match=r"too long to catch up\. Run .*reindex"):
            index_stale()
        call_command("reindex", if_needed=True, verbosity=0)
    assert second.finds() == first.finds() == four


def test_an_index_that_holds_the_last_of_the_old_notes_goes_on(first: Machine, second: Machine) -> None:
    for number in range(1, 4):
        make_case(f"CM15-000000{number}", items=[Item()])
        assert len(first.finds()) == len(second.finds()) == number
    IndexedCases.objects.update(indexed_at=timezone.now() - KEPT - timedelta(days=1))
    for number in range(4, 6):
        make_case(f"CM15-000000{number}", items=[Item()])
        assert len(second.finds()) == len(first.finds()) == number


def test_an_index_newer_than_a_restored_database_is_built_anew(
    first: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    make_case(items=[Item()])
    first.finds()
    IndexedCases.objects.all().delete()
    with first:
        with pytest.raises(IndexUnavailableError, match=r"newer than the database\. Run .*reindex"):
            index_stale()
        call_command("reindex", if_needed=True)
        assert "Indexed 1 disputed items" in capsys.readouterr().out
    assert first.finds() == ["CM15-0000001"]


@pytest.mark.django_db(transaction=True)
def test_a_process_keeps_the_index_up_until_it_is_told_to_end(first: Machine, second: Machine) -> None:
    with second:
        shutil.rmtree(second.folder)
        follower = start("manage.py", "reindex", "--if-needed", "--follow")
    try:
        assert follower.stdout
        assert follower.stdout.readline() == "Following the database.\n"
        make_case(items=[Item()])
        with first:
            index_stale()  # the other may have been faster, and noted it a moment later
        end = time.monotonic() + 60
        while not (last := last_note()) or all(at.read_text() != f"{last}" for at in second.folder.glob(POSITION)):
            assert follower.poll() is None
            assert time.monotonic() < end, "it does not keep its index up"
            time.sleep(0.05)
        follower.send_signal(signal.SIGTERM)
        assert finish(follower)[0] == 0
    finally:
        follower.kill()
        sys.stderr.write(finish(follower)[2] if follower.stderr and not follower.stderr.closed else "")
    connection.ensure_connection()
    assert second.finds() == ["CM15-0000001"]
