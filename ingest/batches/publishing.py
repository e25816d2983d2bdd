"""A batch as a whole: shown to the public, and taken from it again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from decisions.models import Case, Publication, SourceFile
from ingest.batches.loading import read_originals
from ingest.batches.turns import publishing_alone
from ingest.loading.loader import Loader
from ingest.loading.manner import Manner
from ingest.loading.turns import wait_for_turn
from ingest.models import Batch, BatchFile, Upload

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ingest.loading.results import LoadResult
    from ingest.workers import Workers

State, Stage = BatchFile.State, Batch.Stage

CHANGED_AT_ONCE = 100
"""Held letters that are read and stored between two looks at the batch."""

LOADED = (State.NEW, State.UPDATED, State.UNCHANGED, State.NEEDS_REVIEW)


def unfinished() -> Q:
    """The condition for batches of which something is still to be unpacked or loaded."""
    waiting = BatchFile.objects.filter(batch=OuterRef("pk"), state=State.WAITING)
    packed = Upload.objects.filter(batch=OuterRef("pk"), unpacked=False)
    return Q(Exists(waiting)) | Q(Exists(packed))


def begin_due_publications() -> bool:
    """Let those batches be published that shall be as soon as they are done; returns whether there were any.

    Nobody has looked at them: letters that need review stay behind.
    """
    due = Batch.objects.filter(publish_when_done=True, stage=Stage.PREVIEW).exclude(unfinished())
    return due.update(stage=Stage.PUBLISHING, publish_when_done=False, without_reviews=True) > 0


def publish_next(pool: Workers) -> bool:
    """Do a piece of the oldest publication under way; False where there is none."""
    for batch in Batch.objects.filter(stage=Stage.PUBLISHING, stopped=False, fault="").exclude(unfinished()):
        with publishing_alone(batch.pk) as alone:
            if alone:
                _publish_some(batch, pool)
                return True
    return False


def _publish_some(batch: Batch, pool: Workers) -> None:
    """Store the next held letters; when none is left, show all of the batch's cases at once."""
    held = list(_wanted(batch).filter(held=True).order_by("pk")[:CHANGED_AT_ONCE])
    if held:
        loader = Loader(Manner(reads_anew=True, takes_undecided=True), on_stored=partial(_note_stored, batch))
        for _ in loader.load(read_originals(held, pool)):
            pass
        return
    with transaction.atomic():
        wait_for_turn()
        if Batch.objects.filter(pk=batch.pk, stage=Stage.PUBLISHING).update(stage=Stage.PUBLISHED):
            show = Case.objects.filter(pk__in=_wanted(batch).order_by().values("case")).exclude(
                publication=Publication.PUBLIC
            )
            show.update(publication=Publication.PUBLIC, revision=F("revision") + 1)


def _note_stored(batch: Batch, results: list[LoadResult]) -> None:
    BatchFile.objects.filter(batch=batch, sha256__in=[one.sha256 for one in results]).update(held=False)


def _wanted(batch: Batch) -> QuerySet[BatchFile]:
    """The batch's files whose cases shall be public."""
    files = BatchFile.objects.filter(batch=batch, state__in=LOADED, case__isnull=False)
    return files.exclude(state=State.NEEDS_REVIEW) if batch.without_reviews else files


def withdraw(batch: Batch) -> int:
    """Take from the public every case whose letter came with this batch; returns how many it were.

    They answer 410 when this returns; the index lets go of them when it is next brought up to date.
    """
    with transaction.atomic():
        wait_for_turn()
        Batch.objects.filter(pk=batch.pk).update(stage=Stage.WITHDRAWN, publish_when_done=False)
        ours = BatchFile.objects.filter(batch=batch, state__in=(State.NEW, State.UPDATED, State.NEEDS_REVIEW))
        current = SourceFile.objects.filter(state=SourceFile.State.CURRENT, sha256__in=ours.values("sha256"))
        shown = Case.objects.public().filter(pk__in=current.values("case"))
        return shown.update(publication=Publication.WITHDRAWN, revision=F("revision") + 1)
