"""What publishing a batch would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Prefetch, TextField

from decisions.models import DisputedItem, Publication
from ingest.batches.publishing import BROUGHT, LOADED, hidden_cases
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
    cases = hidden_cases(batch, loaded)
    return Preview(
        new=cases.filter(publication=Publication.PREVIEW).count(),
        changed=loaded.filter(held=True).count(),
        again=cases.filter(publication=Publication.WITHDRAWN).count(),
        reviews=loaded.filter(state=State.NEEDS_REVIEW).count(),
        failed=batch.files.filter(state=State.FAILED).count(),
        waiting=batch.files.filter(state=State.WAITING).count(),
    )


def fields_changed(batch: Batch) -> list[tuple[str, int]]:
    """Field, of items without their number, and how many held letters change it; the most changed first."""
    field = Func(
        F("difference"),
        template="regexp_replace(jsonb_array_elements(%(expressions)s)->>0, '[.][0-9]+', '', 'g')",
        output_field=TextField(),
    )
    held = batch.files.filter(held=True).order_by().annotate(field=field, letter=F("pk"))
    counted = held.values_list("field").annotate(letters=Count("letter", distinct=True))
    return sorted(counted, key=lambda one: (-one[1], one[0]))


def previewed_files(batch: Batch) -> QuerySet[BatchFile]:
    """The files that bring or change cases, each with its case and what it decides."""
    files = batch.files.filter(state__in=BROUGHT, case__isnull=False).select_related("case")
    items = DisputedItem.objects.only("case", "position", "request", "outcome").order_by("position")
    return files.prefetch_related(Prefetch("case__items", items)).order_by("pk")
