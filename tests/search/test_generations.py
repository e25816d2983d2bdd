"""Whatever happens to the index folder, a search answers rightly or says what to do, and never wrongly."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import threading
import time
from typing import TYPE_CHECKING

import pytest

from decisions.search import generations
from decisions.search.engine import IndexUnavailableError
from decisions.search.generations import Generations
from decisions.search.query import SearchQuery
from decisions.search.tantivy_engine import TantivyEngine
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def delete_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def delete_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def delete_generation(folder: Path) -> None:
    shutil.rmtree(generation(folder))


def delete_segment(folder: Path) -> None:
    next(generation(folder).glob("*.idx")).unlink()


def cut_segment(folder: Path) -> None:
    time.sleep(0.2)  # what was just opened, tantivy reads again on a thread of its own: a cut then ends the process
    file = next(generation(folder).glob("*.term"))
    os.truncate(file, file.stat().st_size // 2)


def cut_meta(folder: Path) -> None:
    os.truncate(generation(folder) / "meta.json", 20)


def cut_pointer(folder: Path) -> None:
    os.truncate(folder / "current", 5)


def spoil_pointer(folder: Path) -> None:
    (folder / "current").write_text("[]")


def age_schema(folder: Path) -> None:
    rewrite(folder, schema=0)


def swap_database(folder: Path) -> None:
    rewrite(folder, database="another")


def rewrite(folder: Path, **fields: object) -> None:
    pointer = json.loads((folder / "current").read_text())
    (folder / "current.new").write_text(json.dumps({**pointer, **fields}))
    (folder / "current.new").replace(folder / "current")


def generation(folder: Path) -> Path:
    return folder / json.loads((folder / "current").read_text())["generation"]


DAMAGES = [
    delete_folder,
    delete_pointer,
    delete_generation,
    delete_segment,
    cut_segment,
    cut_meta,
    cut_pointer,
    spoil_pointer,
    age_schema,
    swap_database,
]


def open_engine(folder: Path) -> TantivyEngine:
    return TantivyEngine(folder, lambda: "test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_engine(tmp_path / "index").rebuild([make_document(1, description="mri"), make_document(2)])
    return tmp_path / "index"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("opened", [False, True], ids=["fresh process", "running process"])
def test_damage_is_said_and_repaired_by_a_rebuild(
    folder: Path, damage: Callable[[Path], None], *, opened: bool
) -> None:
    engine = open_engine(folder)
    if opened:
        assert found(engine, "mri") == [1]
    damage(folder)
    for _ in range(2):
        with pytest.raises(IndexUnavailableError, match=r"manage\.py reindex"):
            engine.search(SearchQuery("mri"))
    open_engine(folder).rebuild([make_document(3, description="mri")])
    assert found(engine, "mri") == [3]


@pytest.mark.parametrize("damage", [one for one in DAMAGES if one is not delete_segment])
def test_a_damaged_index_is_not_updated(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    with pytest.raises(IndexUnavailableError, match=r"manage\.py reindex"):
        open_engine(folder).update([make_document(3)], [])


def test_a_running_reader_sees_commits_and_new_generations(folder: Path) -> None:
    reader = open_engine(folder)
    assert set(found(reader)) == {1, 2}
    open_engine(folder).update([make_document(3)], [1])
    assert set(found(reader)) == {2, 3}
    open_engine(folder).rebuild([make_document(4)])
    assert found(reader) == [4]


def test_the_disk_of_an_old_generation_is_freed_while_its_reader_finishes(folder: Path) -> None:
    reader = open_engine(folder)._keeper.current()  # noqa: SLF001
    old = generation(folder)
    open_engine(folder).rebuild([make_document(4)])
    assert not old.exists()
    assert [path for path in folder.iterdir() if path.is_dir()] == [generation(folder)]
    assert reader.searcher.num_docs == 2


def test_what_an_interrupted_rebuild_left_is_swept_by_the_next(folder: Path) -> None:
    def documents():  # noqa: ANN202
        yield make_document(9)
        raise KeyboardInterrupt

    engine = open_engine(folder)
    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(documents())
    assert set(found(engine)) == {1, 2}
    engine.rebuild([make_document(4)])
    assert [path for path in folder.iterdir() if path.is_dir()] == [generation(folder)]


def test_two_processes_may_write_one_after_the_other(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_some, args=(folder, start)) for start in (100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert open_engine(folder).search(SearchQuery()).total_items == 2 + 2 * 5


def write_some(folder: Path, start: int) -> None:
    for number in range(start, start + 5):
        open_engine(folder).update([make_document(number)], [])


def test_the_lock_may_be_taken_again_by_who_holds_it(tmp_path: Path) -> None:
    place = Generations(tmp_path / "index", 1, lambda: "test")
    with place.lock(), place.lock():
        assert place.exists() is False
    with place.lock():
        pass


def test_who_does_not_wait_for_the_lock_has_it_if_it_is_free(tmp_path: Path) -> None:
    holder, other = (Generations(tmp_path / "index", 1, lambda: "test") for _ in range(2))
    with other.lock(wait=False) as had, other.lock(wait=False) as had_again:
        assert (had, had_again) == (True, True)
    with holder.lock(), other.lock(wait=False) as had:
        assert had is False
    had_by_thread: list[bool] = []

    def take() -> None:
        with holder.lock(wait=False) as had:
            had_by_thread.append(had)

    with holder.lock():
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
    assert had_by_thread == [False]
    with other.lock(wait=False) as had:
        assert had is True


def test_a_failed_update_leaves_the_index_as_it_was(folder: Path) -> None:
    def documents():  # noqa: ANN202
        yield make_document(9)
        raise KeyboardInterrupt

    engine = open_engine(folder)
    with pytest.raises(KeyboardInterrupt):
        engine.update(documents(), [1])
    assert set(found(engine)) == {1, 2}
    engine.update([make_document(3)], [])
    assert set(found(engine)) == {1, 2, 3}


def test_a_message_names_the_repair() -> None:
    assert "manage.py reindex" in generations.REPAIR
