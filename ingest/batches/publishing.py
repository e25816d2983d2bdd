"""A batch as a whole: shown to the public, and taken from it again."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from decisions.models import Case, Publication, SourceFile
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import index_now
from ingest.batches.loading import read_originals
from ingest.loading.loader import Loader
from ingest.loading.manner import Manner
from ingest.loading.results import LoadState
from ingest.loading.review import in_words
from ingest.loading.turns import wait_for_turn
from ingest.models import Batch, BatchFile, Upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ingest.loading.results import LoadResult
    from ingest.workers import Workers

logger = logging.getLogger("django.archive")

State, Stage = BatchFile.State, Batch.Stage

CHANGED_AT_ONCE = 100
"""Held letters that are read and stored between two looks at the batch."""

BROUGHT = (State.NEW, State.UPDATED, State.NEEDS_REVIEW)
"""States of files that gave their case its letter."""

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


def being_published() -> QuerySet[Batch]:
    """The batches to publish, the oldest first."""
    under_way = Batch.objects.filter(stage=Stage.PUBLISHING, stopped=False, fault="").exclude(unfinished())
    return under_way.order_by("pk")


def publish_some(batch: Batch, pool: Workers) -> None:
    """Store the next held letters; when none is left, show all of the batch's cases at once."""
    held = list(wanted_files(batch).filter(held=True).order_by("pk")[:CHANGED_AT_ONCE])
    if held:
        loader = Loader(Manner(reads_anew=True, takes_undecided=True), on_stored=partial(_note_stored, batch))
        for _ in loader.load(read_originals(held, pool)):
            pass
        return
    with transaction.atomic():
        wait_for_turn()
        if Batch.objects.filter(pk=batch.pk, stage=Stage.PUBLISHING).update(stage=Stage.PUBLISHED):
            hidden_cases(batch, wanted_files(batch)).update(publication=Publication.PUBLIC, revision=F("revision") + 1)


def _note_stored(batch: Batch, results: list[LoadResult]) -> None:
    """Held letters are held no more: they changed their case, or it is told why not."""
    for one in results:
        row = BatchFile.objects.filter(batch=batch, sha256=one.sha256, held=True)
        if one.state == LoadState.FAILED:
            row.update(held=False, state=State.FAILED, reason=one.reason)
        elif one.state == LoadState.SUPERSEDED:
            row.update(held=False, state=State.UNCHANGED, reason=one.reason)
        else:
            row.update(held=False, reason=in_words(one.review))


def wanted_files(batch: Batch) -> QuerySet[BatchFile]:
    """The batch's files whose cases shall be public."""
    files = BatchFile.objects.filter(batch=batch, state__in=LOADED, case__isnull=False)
    return files.exclude(state=State.NEEDS_REVIEW) if batch.without_reviews else files


def hidden_cases(batch: Batch, files: QuerySet[BatchFile]) -> QuerySet[Case]:
    """The cases that publishing these files of the batch shows.

    A letter that is only read anew leaves its case as public as it was; one that could be read for the
    first time brings it.
    """
    if batch.kind == Batch.Kind.REPARSE:
        files = files.filter(Q(state=State.NEW) | Q(loaded_as=State.NEW))
    return Case.objects.hidden().filter(pk__in=files.order_by().values("case"))


def withdraw(batch: Batch) -> int:
    """Take from the public every case whose letter came with this batch; returns how many it were.

    They answer 410 and are in no list when this returns, and the index has let go of them, unless it is broken or
    others have it: then a worker sees to that.
    """
    with transaction.atomic():
        wait_for_turn()
        Batch.objects.filter(pk=batch.pk).update(stage=Stage.WITHDRAWN, publish_when_done=False)
        shown = list(shown_by(batch).values_list("pk", flat=True))
        Case.objects.filter(pk__in=shown).update(publication=Publication.WITHDRAWN, revision=F("revision") + 1)
    tell_index(shown)
    return len(shown)


def shown_by(batch: Batch) -> QuerySet[Case]:
    """The public cases whose current letter came with this batch."""
    ours = BatchFile.objects.filter(batch=batch, held=False, state__in=BROUGHT)
    current = SourceFile.objects.filter(state=SourceFile.State.CURRENT, sha256__in=ours.values("sha256"))
    return Case.objects.public().filter(pk__in=current.values("case"))


def tell_index(case_ids: Sequence[int]) -> None:
    """Returns when search shows these cases as they are now, unless the index is broken or others have it for long."""
    try:
        if not index_now(case_ids):
            logger.warning("Others have the index, and it hears later of what staff changed; pages of cases do now")
    except IndexUnavailableError:
        logger.exception("The index does not hear of what staff changed; pages of cases do")
