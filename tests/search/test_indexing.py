"""The index follows the rows, whatever is interrupted."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db.models import F

from decisions.models import Case, Publication, RemovedCase
from decisions.search import indexing
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, index_stale, rebuild_index
from decisions.search.query import SearchQuery
from decisions.search.tantivy_writing import CaseWriter
from tests.builders import Item, make_case, make_item

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index_dir")]


def cases_found(text: str = "") -> list[str]:
    hits = get_engine().search(SearchQuery(text)).hits
    names = dict(Case.objects.values_list("pk", "public_id"))
    return sorted(names.get(hit.case_id, "gone") for hit in hits)


def change(case: Case, **fields: object) -> None:
    Case.objects.filter(pk=case.pk).update(revision=F("revision") + 1, **fields)


def stale() -> int:
    return Case.objects.exclude(revision=F("indexed_revision")).count()


def test_an_archive_without_cases_finds_nothing() -> None:
    result = get_engine().search(SearchQuery("mri"))
    assert (result.total_items, result.total_cases, result.hits) == (0, 0, ())
    assert index_stale() == 0


def test_new_cases_are_indexed_once() -> None:
    make_case("CM15-0000001", items=[Item(description="MRI")])
    make_case("CM15-0000002", items=[Item(description="Norco"), Item(description="MRI")])
    assert index_stale(batch=1) == 2
    assert cases_found() == ["CM15-0000001", "CM15-0000002", "CM15-0000002"]
    assert cases_found("mri") == ["CM15-0000001", "CM15-0000002"]
    assert (index_stale(), stale()) == (0, 0)


def test_cases_that_wait_to_be_published_leave_the_index_in_its_state() -> None:
    make_case("CM15-0000001", items=[Item(description="MRI")])
    index_stale()
    state = get_engine().state()
    case = make_case("CM15-0000002", items=[Item(description="MRI")], publication=Publication.PREVIEW)
    assert (index_stale(), stale(), get_engine().state()) == (1, 0, state)
    change(case, publication=Publication.PUBLIC)
    assert (index_stale(), cases_found("mri")) == (1, ["CM15-0000001", "CM15-0000002"])
    change(case, publication=Publication.WITHDRAWN)
    assert (index_stale(), cases_found("mri")) == (1, ["CM15-0000001"])
    assert get_engine().state() != state


def test_a_changed_case_is_indexed_again() -> None:
    case = make_case(items=[Item(description="MRI")])
    index_stale()
    case.items.update(description="Norco")
    change(case)
    assert index_stale() == 1
    assert (cases_found("mri"), cases_found("norco")) == ([], [case.public_id])


def test_a_case_that_lost_its_items_leaves_the_index() -> None:
    case = make_case(items=[Item()])
    index_stale()
    case.items.all().delete()
    change(case)
    assert (index_stale(), cases_found(), stale()) == (1, [], 0)


def test_a_removed_case_leaves_the_index() -> None:
    case = make_case(items=[Item()])
    make_case("CM15-0000002", items=[Item()])
    index_stale()
    RemovedCase.objects.create(case_id=case.pk)
    case.delete()
    assert index_stale() == 1
    assert cases_found() == ["CM15-0000002"]
    assert not RemovedCase.objects.exists()


def test_a_crash_between_commit_and_marking_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(items=[Item(), Item()])
    with monkeypatch.context() as crash:
        crash.setattr(indexing, "mark_indexed", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index_stale()
    assert stale() == 1
    assert index_stale() == 1
    assert (len(cases_found()), stale()) == (2, 0)


def test_a_crash_before_the_commit_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(items=[Item(), Item()])
    with monkeypatch.context() as crash:
        crash.setattr(CaseWriter, "commit", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index_stale()
    assert stale() == 1
    assert index_stale() == 1
    assert len(cases_found()) == 2


def interrupt(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_a_case_that_changes_while_it_is_indexed_stays_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(items=[Item(description="MRI")])
    read = indexing.documents_of

    def read_then_change(ids: list[int]) -> list[object]:
        documents = list(read(ids))
        make_item(case, description="Norco")
        change(case)
        return documents

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(indexing, "documents_of", read_then_change)
        indexing.index_batch(get_engine_of_new_archive())
    assert (cases_found("norco"), stale()) == ([], 1)
    index_stale()
    assert (cases_found("norco"), stale()) == ([case.public_id], 0)


def get_engine_of_new_archive() -> indexing.Engine:
    """The engine before anything was indexed."""
    return indexing._engine(indexing.settings.INDEX_DIR)  # noqa: SLF001


def test_a_lost_index_is_an_error_until_it_is_rebuilt(index_dir: Path) -> None:
    case = make_case(items=[Item()])
    index_stale()
    shutil.rmtree(index_dir)
    with pytest.raises(IndexUnavailableError, match="reindex"):
        cases_found()
    change(case)
    with pytest.raises(IndexUnavailableError, match="reindex"):
        index_stale()
    call_command("reindex", verbosity=0)
    assert (cases_found(), stale()) == ([case.public_id], 0)


def test_a_rebuild_holds_what_the_rows_hold() -> None:
    kept = make_case("CM15-0000001", items=[Item(), Item()])
    gone = make_case("CM15-0000002", items=[Item()])
    make_case("CM15-0000003")
    index_stale()
    RemovedCase.objects.create(case_id=gone.pk)
    gone.delete()
    change(kept)
    seen: list[tuple[int, int]] = []
    assert rebuild_index(lambda done, total: seen.append((done, total))) == 2
    assert seen == [(2, 2)]
    assert cases_found() == ["CM15-0000001", "CM15-0000001"]
    assert (stale(), RemovedCase.objects.count()) == (0, 0)


def test_what_is_needed_is_rebuilt_and_nothing_else(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(items=[Item()])
    index_stale()
    call_command("reindex", if_needed=True)
    assert not capsys.readouterr().out
    shutil.rmtree(index_dir)
    call_command("reindex", if_needed=True)
    assert "Indexed 1 disputed items" in capsys.readouterr().out
    assert len(cases_found()) == 1


def test_a_new_archive_with_cases_can_be_reindexed_first(capsys: pytest.CaptureFixture[str]) -> None:
    make_case(items=[Item()])
    with pytest.raises(IndexUnavailableError):
        cases_found()
    call_command("reindex")
    assert "Indexed 1 disputed items" in capsys.readouterr().out
    assert (index_stale(), len(cases_found())) == (0, 1)
