"""Many files through worker processes, results in the order of the files; a crash costs one file."""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import resource
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from ingest.sources import SourceFile

Result = TypeVar("Result")
Thing = TypeVar("Thing")

CHUNK = 8
"""Files handed to a worker at once: sending costs more than a short letter's parsing."""

CHUNKS_AHEAD = 32
"""Chunks a worker that may be under way, or done and not yet taken.

Enough to keep it busy while the parent updates the index; 15 kB a letter bounds the memory.
"""

WINDOW = 2_000
"""Files that a run looks at together."""

IN_THIS_PROCESS = 3
"""So few files are read sooner than a worker process starts."""

CRASHED = "Reading it crashed the reader (a broken or hostile file); print it to a new PDF."

CHUNK_SECONDS = 120
"""Processor time for a chunk, after which its worker is ended: the longest text takes under ten a file."""

WORKER_BYTES = 3_000_000_000
"""Memory that a worker may ask for: letters need 0.1 GB, a few kB of hostile PDF unpack to all there is."""


CRASHES_IN_A_ROW = 5
"""So many cannot all be the files' fault."""


class WorkersFailedError(Exception):
    """Worker processes die whatever they are given."""


def default_workers() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_argument(text: str) -> int:
    """The number behind `--workers`; raises ArgumentTypeError for what is none."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in lists of that size, the last one shorter."""
    rest = iter(things)
    return iter(lambda: list(islice(rest, size)), [])


class Workers:
    """Worker processes, started when there is enough to do; use it in a `with` statement.

    Args:
        count: processes, 1 or more; with 1 all is done in this process.
        seconds: of processor time that a chunk may take in a worker.
        isolated: nothing is ever done in this process, for files that may come from anybody.
    """

    def __init__(self, count: int, *, seconds: float = CHUNK_SECONDS, isolated: bool = False) -> None:
        self.count = count
        self.seconds = seconds
        self.isolated = isolated
        self._pool: ProcessPoolExecutor | None = None
        self._crashes_in_a_row = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._end_pool()

    def map(
        self,
        task: Callable[[list[SourceFile]], list[Result]],
        sources: list[SourceFile],
        *,
        crashed: Callable[[SourceFile], Result],
    ) -> Iterator[Result]:
        """What `task` makes of every source, in order.

        Args:
            task: from a few files to as many results; importable and picklable; its exceptions end the whole.
            sources: the files.
            crashed: the result for a file at which a worker process died.

        Raises:
            WorkersFailedError: they die at every file.
        """
        few = self.count == 1 or (self._pool is None and len(sources) <= IN_THIS_PROCESS)
        if few and not self.isolated:
            for chunk in batched(sources, CHUNK):
                yield from task(chunk)
            return
        chunks = deque(batched(sources, CHUNK))
        while chunks:
            try:
                yield from self._run(task, chunks)
            except BrokenProcessPool:
                self._end_pool()
                for source in chunks.popleft():  # one of these, or of the next few chunks
                    yield self._alone(task, source, crashed)

    def _run(
        self, task: Callable[[list[SourceFile]], list[Result]], chunks: deque[list[SourceFile]]
    ) -> Iterator[Result]:
        """Takes each chunk off when its results are out; raises BrokenProcessPool when a worker died."""
        pool = self._pool = self._pool or _new_pool(self.count)
        ahead: deque[Future[list[Result]]] = deque()
        while chunks:
            for chunk in islice(chunks, len(ahead), self.count * CHUNKS_AHEAD):
                ahead.append(pool.submit(_run_limited, task, chunk, self.seconds))
            results = ahead.popleft().result()
            chunks.popleft()
            yield from results

    def _alone(
        self,
        task: Callable[[list[SourceFile]], list[Result]],
        source: SourceFile,
        crashed: Callable[[SourceFile], Result],
    ) -> Result:
        """One file in a worker of its own, so that only the one that kills it is lost."""
        with _new_pool(1) as pool:
            try:
                result = pool.submit(_run_limited, task, [source], self.seconds).result()[0]
            except BrokenProcessPool as error:
                self._crashes_in_a_row += 1
                if self._crashes_in_a_row % CRASHES_IN_A_ROW == 0 and not self._works_without_files(task):
                    raise WorkersFailedError(
                        "The processes that read letters die at once (too little memory?); give --workers 1."
                    ) from error
                return crashed(source)
        self._crashes_in_a_row = 0
        return result

    def _works_without_files(self, task: Callable[[list[SourceFile]], list[Result]]) -> bool:
        """Whether hostile files are to be expected, and a worker that is given none lives: then it is them."""
        if not self.isolated:
            return False
        with _new_pool(1) as pool:
            try:
                pool.submit(_run_limited, task, [], self.seconds).result()
            except BrokenProcessPool:
                return False
        return True

    def rest(self) -> None:
        """End the processes until there is something to do again: idle ones hold memory."""
        self._end_pool()

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _new_pool(workers: int) -> ProcessPoolExecutor:
    """Fresh interpreters, not forks: a fork would share the database connection and its locks."""
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    """Ctrl-C is the parent's to handle; a worker whose parent was killed ends instead of waiting forever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit, or has a lower one
        resource.setrlimit(resource.RLIMIT_AS, (WORKER_BYTES, resource.RLIM_INFINITY))
    Thread(target=_end_with_parent, daemon=True).start()


def _run_limited(
    task: Callable[[list[SourceFile]], list[Result]], chunk: list[SourceFile], seconds: float
) -> list[Result]:
    """What `task` makes of the chunk; ends this worker where it takes too long.

    Only the system can: a file that goes in circles holds the PDF library, which asks Python nothing.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return task(chunk)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
