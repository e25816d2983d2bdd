"""One batch: how far it is, what became of each file, and what may be done with it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ingest.batches.progress import progress_of
from ingest.batches.steering import ACTIONS, NotNowError, retry_file
from ingest.loading.report import REPORT_COLUMNS, cell
from ingest.models import Batch
from ingest.staff.access import CHANGE, REVIEW, SEE, may, staff_only
from ingest.staff.audit import actions_on, note_action
from ingest.staff.file_list import list_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

LATEST_ACTIONS = 10


@staff_only(SEE)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch's page."""
    one = _batch(pk)
    context = {
        "batch": one,
        "progress": progress_of(one),
        "files": list_files(one, request.GET),
        "actions": actions_on(one)[:LATEST_ACTIONS],
        "may_change": may(request.user, CHANGE),
        "may_review": may(request.user, REVIEW),
    }
    return render(request, "ingest/batch.html", context)


@staff_only(SEE)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the part of the page that changes while the batch is worked on."""
    one = _batch(pk)
    context = {"batch": one, "progress": progress_of(one), "may_change": may(request.user, CHANGE)}
    return render(request, "ingest/_progress.html", context)


@staff_only(CHANGE)
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One of the buttons."""
    if action not in ACTIONS:
        raise Http404
    return _do(request, _batch(pk), ACTIONS[action])


@staff_only(CHANGE)
@require_POST
def retry(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Try one failed file again."""
    return _do(request, _batch(pk), lambda one: retry_file(one, file))


@staff_only(SEE)
@require_safe
def report(request: HttpRequest, pk: int) -> StreamingHttpResponse:  # noqa: ARG001
    """Every file with its state and reason, as CSV."""
    response = StreamingHttpResponse(_lines(_batch(pk)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="batch-{pk}.csv"'
    return response


def _batch(pk: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("created_by"), pk=pk)


def _do(request: HttpRequest, one: Batch, action: Callable[[Batch], str]) -> HttpResponse:
    """Do it, say and note what was done; or say why it cannot be done."""
    try:
        done = action(one)
    except NotNowError as error:
        messages.error(request, str(error))
    else:
        note_action(request, one, done)
        messages.success(request, done)
    return redirect(one)


class _Echo:
    """What csv.writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _lines(one: Batch) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(REPORT_COLUMNS)
    rows = one.files.order_by("pk").values_list("name", "state", "reason", "public_id", "items", "warnings", "sha256")
    for row in rows.iterator(chunk_size=2_000):
        yield writer.writerow([cell(value) for value in row])
