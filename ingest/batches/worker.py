"""What a worker does: unpack, load, publish, keep the index up, count ahead; one small piece after another."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError

from decisions.pages.ahead import CountingAhead
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, keep_up
from ingest.batches.claims import CLAIM, ClaimLostError, claim_files, release_files
from ingest.batches.loading import load_files
from ingest.batches.publishing import begin_due_publications, being_published, publish_some
from ingest.batches.turns import Presence, publishing_alone, unpacking_alone
from ingest.batches.unpacking import unpack
from ingest.loading.vocabulary import sync_vocabulary
from ingest.models import Batch, Upload
from ingest.workers import WorkersFailedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.workers import Workers

CHUNK_SECONDS = 30
"""Processor time for eight files, after which each is tried alone; a letter takes a few hundredths of a second."""

logger = logging.getLogger("django.archive")


class Worker:
    """One process that works on batches; any number of them may.

    Args:
        pool: processes that read and parse, isolated.
        claim: files taken in hand at once.
    """

    def __init__(self, pool: Workers, *, claim: int = CLAIM) -> None:
        self.presence = Presence()
        self.claim = claim
        self.pool = pool
        self._index_is_broken = False
        self._ahead = CountingAhead()
        sync_vocabulary()

    def close(self) -> None:
        """What it has in hand waits again."""
        with contextlib.suppress(OperationalError, InterfaceError):
            release_files(self.presence.number)
            self.presence.end()

    def step(self) -> bool:
        """Do one piece of work, what the public waits for first; False where there is none.

        Raises:
            OperationalError, OSError: the database or the disk does not answer.
        """
        return (
            begin_due_publications()
            or self._publish()
            or self._index()
            or self._unpack()
            or self._load()
            or self._count_ahead()
        )

    def _unpack(self) -> bool:
        waiting = Upload.objects.filter(unpacked=False, batch__stopped=False, batch__fault="")
        for upload in waiting.select_related("batch"):
            with unpacking_alone(upload.batch_id) as alone:
                if alone and Upload.objects.filter(pk=upload.pk, unpacked=False).exists():
                    return self._try(upload.batch, lambda upload=upload: unpack(upload))  # type: ignore[misc]
        return False

    def _load(self) -> bool:
        worker = self.presence.renew()
        claimed = claim_files(worker, self.claim)
        if claimed is None:
            return False
        batch, files = claimed
        try:
            return self._try(batch, lambda: load_files(batch, files, worker, self.pool))
        except ClaimLostError:
            return True
        finally:
            with contextlib.suppress(OperationalError, InterfaceError):  # then its number is gone, and that suffices
                release_files(worker)

    def _publish(self) -> bool:
        for batch in being_published():
            with publishing_alone(batch.pk) as alone:
                if alone:
                    return self._try(batch, lambda batch=batch: publish_some(batch, self.pool))  # type: ignore[misc]
        return False

    def _try(self, batch: Batch, work: Callable[[], None]) -> bool:
        """Do a piece of work; what is no file's fault stops its batch, with the reason told on its page."""
        try:
            work()
        except (WorkersFailedError, OSError) as error:
            if isinstance(error, OperationalError):
                raise
            logger.exception("Batch %s stopped", batch.pk)
            Batch.objects.filter(pk=batch.pk).update(fault=f"{error}", stopped=True)
        return True

    def _index(self) -> bool:
        """Let the index hear of some changes; a broken one is told once, and the letters go on being loaded."""
        try:
            handled = keep_up(get_engine())
        except IndexUnavailableError:
            if not self._index_is_broken:
                logger.exception("Batches are loaded, but search does not show them")
            self._index_is_broken = True
            return False
        self._index_is_broken = False
        return handled > 0

    def _count_ahead(self) -> bool:
        """Count one figure that the next reader would wait for; False where all are remembered."""
        try:
            return self._ahead.step()
        except IndexUnavailableError:  # who searches is told
            return False
