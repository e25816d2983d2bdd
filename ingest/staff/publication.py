"""A batch before it is published or withdrawn, and what a file of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.pages.paging import page_asked, paging
from ingest.batches.preview import fields_changed, preview_of, previewed_files
from ingest.batches.publishing import shown_by
from ingest.models import Batch, BatchFile
from ingest.staff.access import CHANGE, SEE, may, staff_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@staff_only(SEE)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be published: numbers, then case by case."""
    batch = get_object_or_404(Batch, pk=pk)
    files = previewed_files(batch)
    total = files.count()
    number = page_asked(request.GET.get("page", ""), total, PER_PAGE)
    context = {
        "batch": batch,
        "preview": preview_of(batch),
        "fields": fields_changed(batch),
        "files": files[(number - 1) * PER_PAGE : number * PER_PAGE],
        "paging": paging(number, PER_PAGE, total, lambda page: f"?page={page}"),
        "may_change": may(request.user, CHANGE),
    }
    return render(request, "ingest/preview.html", context)


@staff_only(CHANGE)
@require_safe
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a batch is withdrawn."""
    batch = get_object_or_404(Batch, pk=pk)
    return render(request, "ingest/withdrawal.html", {"batch": batch, "count": shown_by(batch).count()})


@staff_only(SEE)
@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One file: its state, and field by field what it changes."""
    one = get_object_or_404(BatchFile.objects.select_related("batch"), pk=file, batch=pk)
    return render(request, "ingest/file.html", {"file": one, "batch": one.batch})
