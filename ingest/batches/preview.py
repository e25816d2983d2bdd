"""What publishing a batch would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from decisions.models import Case, DisputedItem, Publication
from ingest.batches.publishing import BROUGHT, LOADED
from ingest.models import BatchFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ingest.models import Batch

State = BatchFile.State


@dataclass(frozen=True, slots=True)
class Preview:
    """Numbers of what becomes public with a batch.

    Args:
        new: cases that nobody but staff sees yet.
        changed: published cases that a letter of the batch changes.
        again: cases that were withdrawn and would be shown again.
        reviews: letters among them that need review.
        failed: files that stay out.
        waiting: files that are not loaded yet; nothing can be published while there are any.
    """

    new: int
    changed: int
    again: int
    reviews: int
    failed: int
    waiting: int

    @property
    def anything(self) -> bool:
        """Whether publishing would change anything."""
        return bool(self.new or self.changed or self.again)


def preview_of(batch: Batch) -> Preview:
    """What publishing the batch would do."""
    loaded = batch.files.filter(state__in=LOADED, case__isnull=False)
    cases = Case.objects.filter(pk__in=loaded.order_by().values("case"))
    return Preview(
        new=cases.filter(publication=Publication.PREVIEW).count(),
        changed=loaded.filter(held=True).count(),
        again=cases.filter(publication=Publication.WITHDRAWN).count(),
        reviews=loaded.filter(state=State.NEEDS_REVIEW).count(),
        failed=batch.files.filter(state=State.FAILED).count(),
        waiting=batch.files.filter(state=State.WAITING).count(),
    )


def previewed_files(batch: Batch) -> QuerySet[BatchFile]:
    """The files that bring or change cases, each with its case and what it decides."""
    files = batch.files.filter(state__in=BROUGHT, case__isnull=False).select_related("case")
    items = DisputedItem.objects.only("case", "position", "request", "outcome").order_by("position")
    return files.prefetch_related(Prefetch("case__items", items)).order_by("pk")
