"""What staff do with a batch while and after it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ingest.batches.publishing import unfinished, withdraw
from ingest.models import Batch, BatchFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

State, Stage = BatchFile.State, Batch.Stage


class NotNowError(Exception):
    """What was asked for cannot be done with the batch as it is; the message says why."""


def stop(batch: Batch) -> str:
    """No file is begun any more; those in hand are finished or go back."""
    Batch.objects.filter(pk=batch.pk).update(stopped=True)
    return "Stopped. Files in hand are finished in a moment; the others wait."


def resume(batch: Batch) -> str:
    """Go on."""
    Batch.objects.filter(pk=batch.pk).update(stopped=False, fault="")
    return "Resumed."


def retry_failed(batch: Batch) -> str:
    """Every failed file whose bytes are kept waits anew."""
    return _retry(batch, batch.files.filter(state=State.FAILED).values_list("pk", flat=True))


def retry_file(batch: Batch, file: int) -> str:
    """One failed file waits anew."""
    return _retry(batch, [file])


def _retry(batch: Batch, files: Iterable[int]) -> str:
    failed = batch.files.filter(pk__in=files, state=State.FAILED).exclude(sha256="")
    count = failed.update(state=State.WAITING, reason="", finished_at=None, claimed_by=None)
    if not count:
        raise NotNowError("There is no failed file whose bytes are kept; upload such files again.")
    return f"{count:,} file{'s' if count > 1 else ''} will be tried again."


def publish(batch: Batch, *, without_reviews: bool = False) -> str:
    """Show the batch's cases to the public, held changes included; a worker does it."""
    with transaction.atomic():
        ready = Batch.objects.select_for_update().filter(pk=batch.pk).exclude(stage=Stage.PUBLISHING)
        if not ready.exists():
            raise NotNowError("It is being published already.")
        if Batch.objects.filter(unfinished(), pk=batch.pk).exists():
            raise NotNowError("Some files are still waiting; publish when all are done.")
        Batch.objects.filter(pk=batch.pk).update(
            stage=Stage.PUBLISHING, without_reviews=without_reviews, stopped=False, fault=""
        )
    return "Being published."


def withdraw_batch(batch: Batch) -> str:
    """Take its cases from the public at once."""
    if batch.kind == Batch.Kind.REPARSE:
        raise NotNowError("Letters read anew are not withdrawn; withdraw the batch that brought them.")
    count = withdraw(batch)
    return f"Withdrawn: {count:,} case{'' if count == 1 else 's'} no longer public."


ACTIONS: dict[str, Callable[[Batch], str]] = {
    "stop": stop,
    "resume": resume,
    "retry": retry_failed,
    "publish": publish,
    "publish-without-reviews": lambda batch: publish(batch, without_reviews=True),
    "withdraw": withdraw_batch,
}
"""What the buttons of a batch's page do; each says what it did or raises NotNowError."""
