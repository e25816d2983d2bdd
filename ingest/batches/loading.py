"""The files that a worker has in hand: read and stored as `manage.py ingest` does it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from decisions.models import Publication
from decisions.originals import original_path
from ingest.batches.claims import is_stopped, note_results
from ingest.letters import Letter, read_letters
from ingest.loading.loader import Loader, known_files
from ingest.loading.manner import Hold, Manner
from ingest.loading.results import LoadResult, LoadState
from ingest.models import Batch
from ingest.sources import SourceFile
from ingest.workers import CRASHED, batched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.models import BatchFile
    from ingest.workers import Workers

LOST = "Its original is no longer what was uploaded; upload it again."


def manner_of(batch: Batch) -> Manner:
    """How the letters of a batch are stored before it is published: nothing that is public changes."""
    if batch.kind == Batch.Kind.REPARSE:
        return Manner(publication=Publication.PREVIEW, hold=Hold.EVERY, reads_anew=True, takes_undecided=True)
    if batch.stage in {Batch.Stage.PUBLISHING, Batch.Stage.PUBLISHED}:
        return Manner(publication=Publication.PUBLIC, takes_undecided=True)  # a failed file, tried again
    return Manner(publication=Publication.PREVIEW, hold=Hold.PUBLIC, takes_undecided=True)


def load_files(batch: Batch, files: Sequence[BatchFile], worker: int, pool: Workers) -> None:
    """Load the files, unless the batch is stopped meanwhile; what becomes of each is noted with its letter.

    Raises:
        ClaimLostError: another worker has them in hand.
        OperationalError, OSError: the database or the disk does not answer.
    """
    note = partial(note_results, files=files, worker=worker)
    manner = manner_of(batch)
    unread = list(files) if manner.reads_anew else _without_known(files, note)
    loader = Loader(manner, on_stored=note)
    for number, _ in enumerate(loader.load(read_originals(unread, pool)), start=1):
        if number % 50 == 0 and is_stopped(batch):
            return


def _without_known(files: Sequence[BatchFile], note: partial[None]) -> list[BatchFile]:
    """The files that have to be read; those that the archive holds as they are, are noted as unchanged."""
    cases = known_files(file.sha256 for file in files)
    known = [
        LoadResult(file.name, LoadState.UNCHANGED, sha256=file.sha256, case=cases[file.sha256])
        for file in files
        if file.sha256 in cases
    ]
    for some in batched(known, 100):
        with transaction.atomic():
            note(some)
    return [file for file in files if file.sha256 not in cases]


def read_originals(files: Sequence[BatchFile], pool: Workers) -> Iterator[Letter]:
    """What the files' originals say, in the order of the files; each read where it can harm nothing."""
    sources = [SourceFile(file.name, original_path(settings.ORIGINALS_DIR, file.sha256)) for file in files]
    letters = pool.map(read_letters, sources, crashed=_crashed)
    for file, letter in zip(files, letters, strict=True):
        yield letter if letter.sha256 == file.sha256 else _without_content(file, letter)


def _crashed(source: SourceFile) -> Letter:
    return Letter(source.name, reason=CRASHED)


def _without_content(file: BatchFile, letter: Letter) -> Letter:
    """A letter under its file's SHA-256 where reading it gave none, or another."""
    reason = LOST if letter.sha256 or not letter.reason else letter.reason
    return replace(Letter(file.name, reason=reason), sha256=file.sha256, size=file.size)
