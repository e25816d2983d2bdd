"""A whole run: paths in, one result a file out, the search index kept up along the way."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings

from decisions.originals import original_path
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, index_stale
from ingest.errors import IngestError
from ingest.letters import Letter, read_letters
from ingest.loading.loader import Loader, known_files
from ingest.loading.manner import Manner
from ingest.loading.results import LoadResult, LoadState
from ingest.loading.vocabulary import sync_vocabulary
from ingest.sources import SourceFailure, SourceFile, SourceSkipped, iter_sources, sha256_of
from ingest.workers import CRASHED, WINDOW, Workers, batched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ingest.sources import Source

INDEX_EVERY = 200
"""Results between two updates of the index; the workers read on meanwhile."""


def ingest_paths(
    paths: Iterable[Path], *, workers: int, dry_run: bool = False, is_sample: bool = False
) -> Iterator[LoadResult | SourceSkipped]:
    """Load all letters in the paths; `iter_sources` says what is found, `Loader` what is stored.

    Args:
        paths: files, folders and zips that exist.
        workers: processes that read and parse.
        dry_run: say what would happen; nothing is stored.
        is_sample: the letters are fictional ones shipped with the archive.

    Yields:
        One result a file, and what was skipped.

    Raises:
        OperationalError, OSError: the database or the disk does not answer.
        IndexUnavailableError: all is loaded so far, and the index has to be rebuilt.
    """
    if not dry_run:
        sync_vocabulary()
    loader = Loader(Manner(is_sample=is_sample), dry_run=dry_run)
    index = _IndexUpdates(wanted=not dry_run)
    with Workers(workers) as pool, index.tending():
        for window in batched(iter_sources(paths), WINDOW):
            for number, result in enumerate(_ingest_window(window, loader, pool), start=1):
                yield result
                if number % INDEX_EVERY == 0:
                    index.update()
            index.update()
        index.finish()


class _IndexUpdates:
    """Keeps the search index up; where it cannot, loading goes on and the reason is raised at the end."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.broken: IndexUnavailableError | None = None

    def tending(self) -> AbstractContextManager[None]:
        """While it is at it, a worker leaves new letters to it."""
        return get_engine().tending() if self.wanted else nullcontext()

    def update(self) -> None:
        """Index what has changed."""
        if not self.wanted or self.broken:
            return
        try:
            index_stale()
        except IndexUnavailableError as error:
            self.broken = error

    def finish(self) -> None:
        """Index what is left, also by an earlier run."""
        self.update()
        if self.broken:
            raise self.broken


def _ingest_window(window: list[Source], loader: Loader, pool: Workers) -> Iterator[LoadResult | SourceSkipped]:
    files: list[SourceFile] = []
    for source in window:
        if isinstance(source, SourceFile):
            files.append(source)
        elif isinstance(source, SourceFailure):
            yield LoadResult(source.name, LoadState.FAILED, str(source.error))
        else:
            yield source
    known = find_known(files)
    yield from known.values()
    originals = None if loader.dry_run else settings.ORIGINALS_DIR
    task = partial(read_letters, originals=originals)
    yield from loader.load(pool.map(task, [file for file in files if file not in known], crashed=crashed_letter))


def find_known(files: list[SourceFile]) -> dict[SourceFile, LoadResult]:
    """Those of the files that are in the archive as this parser reads them, with their originals."""
    digests = {}
    for file in files:
        try:
            digests[file] = sha256_of(file.read())
        except IngestError:
            continue  # the worker meets the same and tells it
    cases = known_files(digests.values())
    return {
        file: LoadResult(file.name, LoadState.UNCHANGED, sha256=sha256, case=cases[sha256])
        for file, sha256 in digests.items()
        if sha256 in cases and original_path(settings.ORIGINALS_DIR, sha256).exists()
    }


def crashed_letter(source: SourceFile) -> Letter:
    """What is said of a file at which a worker process died."""
    return Letter(source.name, reason=CRASHED)
