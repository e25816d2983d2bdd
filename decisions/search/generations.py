"""Where the index lies: generations of it side by side, a small file that says which one holds, one lock.

    INDEX_DIR/current            {"generation": "...", "schema": 1, "database": "..."}
    INDEX_DIR/<generation>/      the engine's files, and `position`: the note of the journal up to which it holds all
    INDEX_DIR/lock               held by the one writer
    INDEX_DIR/waiting            held by who is next to get the lock: so that all get it in turn
    INDEX_DIR/tended             held by all that index new letters and merge for long, so that others need not
    INDEX_DIR/rebuilding         held by the one that builds a generation
    INDEX_DIR/changed            ids of the cases whose documents changed in the current one meanwhile

`current` is replaced in one rename, so that a reader sees the old index or the new one, never a mixture.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from decisions.search.engine import IndexUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

Stamp = tuple[int, int, int]
"""Changes whenever a file is replaced."""

POINTER = "current"
"""Name of the file that says which generation holds."""
REPAIR = "Run `python manage.py reindex`: it builds the search index anew from the database."


@dataclass(slots=True)
class Generations:
    """The index folder of one archive.

    Args:
        root: the folder; made on the first write.
        schema: version of the index fields that this code reads and writes.
        database: gives the identity of the database that the index must have been built from.
    """

    root: Path
    schema: int
    database: Callable[[], str]
    _held: threading.RLock = field(default_factory=threading.RLock)
    _depth: int = 0

    def exists(self) -> bool:
        """Whether an index was ever made here."""
        return self._pointer.exists()

    def current(self) -> Path:
        """Folder of the generation that holds; raises IndexUnavailableError."""
        pointer = self._read()
        if pointer.get("schema") != self.schema:
            raise IndexUnavailableError(f"The search index is of an older schema. {REPAIR}", self.root)
        if pointer.get("database") != self.database():
            raise IndexUnavailableError(f"The search index is of another database. {REPAIR}", self.root)
        folder = self.root / str(pointer.get("generation"))
        if not folder.is_dir():
            raise IndexUnavailableError(f"The search index is missing. {REPAIR}", folder)
        return folder

    def stamp(self) -> Stamp:
        """Of the pointer: another one means another generation; raises IndexUnavailableError."""
        try:
            return stamp_of(self.root, POINTER)
        except FileNotFoundError:
            raise IndexUnavailableError(f"There is no search index. {REPAIR}", self.root) from None

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[bool]:
        """Be the one writer, of all threads and processes; gives whether one is. May be taken again while held.

        Who gave it up and wants it again stands behind those that wait. Who does not wait has it only if it is free.
        """
        if not self._held.acquire(blocking=wait):
            yield False
            return
        try:
            with self._alone_of_processes(wait=wait) as alone:
                yield alone
        finally:
            self._held.release()

    @contextmanager
    def _alone_of_processes(self, *, wait: bool) -> Iterator[bool]:
        if self._depth:
            yield True
            return
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as handle:
            if not (self._queue_for(handle) if wait else take(handle, wait=False)):
                yield False
                return
            self._depth += 1
            try:
                yield True
            finally:
                self._depth -= 1

    def _queue_for(self, handle: TextIO) -> bool:
        with (self.root / "waiting").open("w") as queue:
            return take(queue, wait=True) and take(handle, wait=True)

    @contextmanager
    def tending(self) -> Iterator[None]:
        """Be one that indexes new letters and merges for long."""
        self.root.mkdir(parents=True, exist_ok=True)
        with self._tended.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield

    def is_tended(self) -> bool:
        """Whether anyone is that."""
        return is_held(self._tended)

    @contextmanager
    def rebuilding(self) -> Iterator[Changes]:
        """Be the one that builds a generation, waiting for it; gives the changes that others make meanwhile.

        Others go on writing to the current generation. Do not wait for this while holding the lock: who
        holds this takes the lock in the end.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._rebuilding.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            changes = Changes(self.root / "changed")
            with self.lock():
                changes.forget()
            yield changes

    def is_rebuilding(self) -> bool:
        """Whether anyone builds a generation now."""
        return is_held(self._rebuilding)

    def note_changes(self, case_ids: Iterable[int]) -> None:
        """Have these cases' documents written anew to the generation that is being built, if one is.

        Call it under the lock, and before the change counts as indexed.
        """
        if self.is_rebuilding():
            Changes(self.root / "changed").add(case_ids)

    def begin(self) -> Path:
        """An empty folder for a new generation."""
        folder = self.root / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
        folder.mkdir(parents=True)
        return folder

    def swap(self, folder: Path) -> None:
        """Make a finished generation the current one; under the lock."""
        pointer = {"generation": folder.name, "schema": self.schema, "database": self.database()}
        fresh = self.root / "current.new"
        with fresh.open("w") as handle:
            json.dump(pointer, handle)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(self._pointer)
        sync_folder(self.root)

    def sweep(self) -> None:
        """Free the disk of all generations but the current one; for who rebuilds, lest it sweep away another's work.

        Readers that still have one open keep its files.
        """
        try:
            kept = self._read().get("generation")
        except IndexUnavailableError:  # nothing that could be used
            kept = None
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)

    @property
    def _tended(self) -> Path:
        return self.root / "tended"

    @property
    def _rebuilding(self) -> Path:
        return self.root / "rebuilding"

    @property
    def _pointer(self) -> Path:
        return self.root / POINTER

    def _read(self) -> dict[str, object]:
        try:
            pointer = json.loads(self._pointer.read_text())
        except FileNotFoundError:
            raise IndexUnavailableError(f"There is no search index. {REPAIR}", self.root) from None
        except (OSError, ValueError) as error:
            raise IndexUnavailableError(
                f"The search index cannot be read. {REPAIR}", f"{self._pointer}: {error}"
            ) from error
        if not isinstance(pointer, dict):
            raise IndexUnavailableError(f"The search index is damaged. {REPAIR}", self._pointer)
        return pointer


@dataclass(slots=True)
class Changes:
    """Ids of cases, noted in a file by those that change their documents, read by the one that rebuilds."""

    path: Path
    _read: int = 0

    def forget(self) -> None:
        """Begin anew."""
        self.path.write_bytes(b"")
        self._read = 0

    def add(self, case_ids: Iterable[int]) -> None:
        """Note these."""
        with self.path.open("a") as handle:
            handle.writelines(f"{case_id}\n" for case_id in case_ids)

    def take(self) -> list[int]:
        """What was noted since the last time, each case once, in order; a line half written is left for the next."""
        with self.path.open("rb") as handle:
            handle.seek(self._read)
            written = handle.read()
        whole = written[: written.rfind(b"\n") + 1]
        self._read += len(whole)
        return sorted(set(map(int, whole.split())))


def read_position(folder: Path) -> int:
    """The position kept with a generation; 0 where there is none, so that everything noted is taken in again."""
    try:
        return int((folder / "position").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def write_position(folder: Path, position: int) -> None:
    """Keep a position with a generation."""
    write_whole(folder / "position", f"{position}")


def write_whole(path: Path, text: str) -> None:
    """Have a file hold this, or what it held before, whatever happens meanwhile."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def take(handle: TextIO, *, wait: bool) -> bool:
    """Lock an open file until it is closed; returns whether it is, which is certain for who waits for it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether anyone has locked this file."""
    try:
        with path.open("w") as handle:
            return not take(handle, wait=False)
    except FileNotFoundError:
        return False  # the folder is gone, and with it whoever worked in it


def stamp_of(folder: Path, name: str) -> Stamp:
    """Modification time, inode and size of a file in a folder; raises FileNotFoundError."""
    status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - a fifth of the time, twice for each search
    return status.st_mtime_ns, status.st_ino, status.st_size


def sync_folder(folder: Path) -> None:
    """Have a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
