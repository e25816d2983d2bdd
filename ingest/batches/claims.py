"""Files that wait, taken in hand by one worker at a time; what a dead worker had in hand waits again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from decisions.models import Case
from ingest.batches.turns import living_workers
from ingest.loading.results import LoadState
from ingest.loading.review import in_words
from ingest.models import Batch, BatchFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.loading.results import LoadResult

CLAIM = 64
"""Files that a worker takes in hand at once: a second of work, between two rests that it takes for the site's sake."""

State = BatchFile.State


class ClaimLostError(Exception):
    """Files that this worker had in hand went to another: its connection to the database was gone for a while."""


def claim_files(worker: int, limit: int = CLAIM) -> tuple[Batch, list[BatchFile]] | None:
    """Files of the oldest batch that has some waiting, now this worker's; None where nothing is to do."""
    with transaction.atomic():
        free = BatchFile.objects.filter(state=State.WAITING).exclude(claimed_by__in=living_workers())
        free = free.filter(batch__stopped=False, batch__fault="").order_by("batch_id", "id")
        first = free.select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return None
        ours = free.filter(batch=first.batch_id).select_for_update(skip_locked=True, of=("self",))[:limit]
        files = list(ours)
        BatchFile.objects.filter(pk__in=[file.pk for file in files]).update(claimed_by=worker)
    return Batch.objects.get(pk=first.batch_id), files


def release_files(worker: int) -> None:
    """What the worker still has in hand waits again."""
    BatchFile.objects.filter(claimed_by=worker, state=State.WAITING).update(claimed_by=None)


def is_stopped(batch: Batch) -> bool:
    """Whether someone has stopped the batch meanwhile."""
    return Batch.objects.filter(pk=batch.pk, stopped=True).exists()


def note_results(results: Iterable[LoadResult], files: Sequence[BatchFile], worker: int) -> None:
    """Write what became of files; call it inside the transaction that stores their letters.

    Args:
        results: of different files.
        files: the worker's, those of the results among them.
        worker: its number.

    Raises:
        ClaimLostError: another worker has them in hand now.
    """
    by_sha256 = {result.sha256: result for result in results}
    wanted = [file.pk for file in files if file.sha256 in by_sha256]
    rows = list(BatchFile.objects.filter(pk__in=wanted, claimed_by=worker, state=State.WAITING).select_for_update())
    if len(rows) < len(wanted):
        raise ClaimLostError
    cases = dict(
        Case.objects.filter(public_id__in={one.case for one in by_sha256.values()}).values_list("public_id", "pk")
    )
    for row in rows:
        _fill(row, by_sha256[row.sha256], cases)
    BatchFile.objects.bulk_update(
        rows,
        fields=(
            *("state", "loaded_as", "reason", "case", "public_id", "items", "warnings", "held", "difference"),
            *("claimed_by", "finished_at"),
        ),
    )


_STATES = {
    LoadState.NEW: State.NEW,
    LoadState.UPDATED: State.UPDATED,
    LoadState.UNCHANGED: State.UNCHANGED,
    LoadState.SUPERSEDED: State.UNCHANGED,
    LoadState.FAILED: State.FAILED,
}


def _fill(row: BatchFile, result: LoadResult, cases: dict[str, int]) -> None:
    loaded_as = _STATES[result.state]
    needs_review = bool(result.review) and loaded_as in {State.NEW, State.UPDATED}
    row.state = State.NEEDS_REVIEW if needs_review else loaded_as
    row.loaded_as = loaded_as if needs_review else ""
    row.reason = "; ".join(filter(None, [in_words(result.review) if needs_review else "", result.reason]))
    row.reason = row.reason or ("Already in the archive." if loaded_as == State.UNCHANGED else "")
    row.case_id, row.public_id = cases.get(result.case), result.case
    row.items, row.warnings = result.items, result.warnings
    row.held, row.difference = result.held, list(result.difference)
    row.claimed_by, row.finished_at = None, timezone.now()
