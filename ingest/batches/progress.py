"""How far a batch is: counts, rate and time left, from the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min
from django.utils import timezone

from decisions.models import Case
from decisions.search.indexing import stale_cases
from ingest.batches.publishing import LOADED
from ingest.batches.turns import living_workers
from ingest.models import Batch, BatchFile

if TYPE_CHECKING:
    from collections.abc import Mapping

State, Stage = BatchFile.State, Batch.Stage
LATELY = timedelta(minutes=1)
"""Over which the rate is measured."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A batch at one moment.

    Args:
        batch: itself.
        counts: files by state; every state has its place.
        unpacking: uploads are still being unpacked, so that the total grows.
        held: letters that will change published cases.
        rate: files a second, None where nothing was done lately.
        workers: processes at work on batches.
        unsearched: cases of the batch of which the search index does not know yet what they are.
    """

    batch: Batch
    counts: Mapping[BatchFile.State, int]
    unpacking: bool
    held: int
    rate: float | None
    workers: int
    unsearched: int = 0

    @property
    def total(self) -> int:
        """All files known so far."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Files not yet in a final state."""
        return self.counts[State.WAITING]

    @property
    def failed(self) -> int:
        """Files that failed."""
        return self.counts[State.FAILED]

    @property
    def done(self) -> int:
        """Files in a final state."""
        return self.total - self.waiting

    @property
    def publishable(self) -> int:
        """Files whose cases can be shown."""
        return sum(self.counts[state] for state in LOADED)

    @property
    def finished(self) -> bool:
        """Whether every file is in its final state."""
        return not self.waiting and not self.unpacking

    @property
    def live(self) -> bool:
        """Whether the page is worth looking at again in a moment."""
        going = not self.finished or self.batch.stage == Stage.PUBLISHING or self.batch.publish_when_done
        return (going and not self.batch.stopped) or bool(self.shown_soon)

    @property
    def shown_soon(self) -> int:
        """Published cases that search shows in a moment."""
        return self.unsearched if self.batch.stage == Stage.PUBLISHED else 0

    @property
    def percent(self) -> int:
        """Of the files known; 100 only when all are done."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def time_left(self) -> str:
        """In words; empty where it cannot be said.

        One minute is the smallest thing said of long work: a guess is no stop watch.
        """
        if not self.rate or not self.waiting or self.batch.stopped:
            return ""
        seconds = self.waiting / self.rate
        if seconds < 60:
            return "less than a minute"
        minutes = ceil(seconds / 60)
        return f"about {minutes} minutes" if minutes < 120 else f"about {ceil(minutes / 60)} hours"

    @property
    def speed(self) -> str:
        """The rate in words; empty while nothing is done."""
        if not self.rate or self.batch.stopped:
            return ""
        if self.rate >= 1:
            return f"{self.rate:,.0f} files a second"
        return f"{max(1, round(self.rate * 60))} files a minute"

    @property
    def states(self) -> list[tuple[BatchFile.State, int]]:
        """Each state with its number of files, in the order in which they are defined."""
        return [(state, self.counts[state]) for state in State]


def progress_of(batch: Batch) -> Progress:
    """The progress of a batch, in six queries."""
    counted = dict(batch.files.order_by().values_list("state").annotate(Count("pk")))
    return Progress(
        batch=batch,
        counts={state: counted.get(state.value, 0) for state in State},
        unpacking=batch.uploads.filter(unpacked=False).exists(),
        held=batch.files.filter(held=True).count(),
        rate=_rate(batch),
        workers=len(living_workers()),
        unsearched=Case.objects.filter(stale_cases(), batch_files__batch=batch).distinct().count(),
    )


def _rate(batch: Batch) -> float | None:
    lately = batch.files.filter(finished_at__gt=timezone.now() - LATELY)
    seen = lately.aggregate(first=Min("finished_at"), last=Max("finished_at"), files=Count("pk"))
    if not seen["files"]:
        return None
    return float(seen["files"] / max((timezone.now() - seen["first"]).total_seconds(), 1.0))
