"""All batches, and the form that makes a new one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from decisions.pages.paging import page_asked, paging
from ingest.batches.receiving import receive_batch
from ingest.batches.rereading import RereadingError, reread_letters
from ingest.batches.turns import living_workers
from ingest.models import Batch, BatchFile
from ingest.staff.access import CHANGE, SEE, may, staff_only
from ingest.staff.audit import note_action
from ingest.staff.forms import UploadForm
from ingest.staff.uploads import BatchUploads, KeptFile, clear_left_over

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

PER_PAGE = 25
NOT_KEPT = (
    "The server could not keep the files, its disk is full perhaps. Nothing was received: "
    "tell whoever runs this archive, and upload them again."
)

State = BatchFile.State
logger = logging.getLogger("django.archive")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of the list."""

    batch: Batch
    total: int
    waiting: int
    failed: int
    needs_review: int

    @property
    def done(self) -> int:
        """Files in a final state."""
        return self.total - self.waiting


@csrf_exempt  # the protected view below is called when the place for the files is settled
@staff_only(SEE)
def batches(request: HttpRequest) -> HttpResponseBase:
    """The list with the form; a POST is an upload, received only from those who may."""
    if request.method in {"GET", "HEAD"}:
        return _list(request, UploadForm())
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return _receive(request)


@staff_only(CHANGE)
def _receive(request: HttpRequest) -> HttpResponseBase:
    clear_left_over()
    uploads = BatchUploads(request)
    request.upload_handlers = [uploads]
    try:
        return _upload(request, uploads)
    except UnreadablePostError:  # the browser went away
        raise
    except OSError:
        logger.exception("An upload could not be kept")
        form = UploadForm(request.POST)
        form.add_error(None, NOT_KEPT)
        return _list(request, form, status=503)
    finally:
        uploads.clear()


@csrf_protect
def _upload(request: HttpRequest, uploads: BatchUploads) -> HttpResponse:
    form = UploadForm(request.POST)
    files = [file.given for file in request.FILES.getlist("files") if isinstance(file, KeptFile)]
    if uploads.refusal:
        form.add_error(None, uploads.refusal)
    elif not files:
        form.add_error(None, "Choose the letters to load: PDF, DOCX or text files, or zips of them.")
    if not form.is_valid():
        return _list(request, form, status=400)
    batch = receive_batch(
        files,
        name=form.cleaned_data["name"] or _name_of([file.name for file in files]),
        by=request.user,  # type: ignore[arg-type] # staff only: nobody anonymous
        publish_when_done=form.cleaned_data["publish_when_done"],
    )
    note_action(request, batch, f"Uploaded {len(files):,} file{'s' if len(files) > 1 else ''}.")
    messages.success(request, "Received. The letters are loaded in the background; this page may be closed.")
    return redirect(batch)


@staff_only(CHANGE)
@require_POST
def reread(request: HttpRequest) -> HttpResponse:
    """A batch of letters that are read anew."""
    try:
        batch = reread_letters(stale=request.POST.get("which") != "all", by=request.user)  # type: ignore[arg-type]
    except RereadingError as error:
        messages.info(request, str(error))
        return redirect("batches")
    note_action(request, batch, "Asked for it.")
    messages.success(request, "Read in the background. Nothing changes until you have seen what would.")
    return redirect(batch)


def _name_of(names: list[str]) -> str:
    """A batch is called after its first file where nobody names it.

    >>> _name_of(["week 7.zip", "b.pdf", "c.pdf"])
    'week 7.zip and 2 more'
    """
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return names[0][: 200 - len(more)] + more


def _list(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    total = Batch.objects.count()
    number = page_asked(request.GET.get("page", ""), total, PER_PAGE)
    shown = Batch.objects.select_related("created_by")[(number - 1) * PER_PAGE : number * PER_PAGE]
    context = {
        "rows": _rows(list(shown)),
        "form": form,
        "may_change": may(request.user, CHANGE),
        "workers": len(living_workers()),
        "paging": paging(number, PER_PAGE, total, lambda page: f"{reverse('batches')}?page={page}"),
        "review_count": BatchFile.objects.filter(state=State.NEEDS_REVIEW).count(),
    }
    return render(request, "ingest/batches.html", context, status=status)


def _rows(shown: list[Batch]) -> list[BatchRow]:
    """The batches with their files counted, in one query."""
    counted: dict[int, dict[str, int]] = {batch.pk: {} for batch in shown}
    files = BatchFile.objects.filter(batch__in=shown).order_by().values_list("batch_id", "state")
    for batch, state, count in files.annotate(Count("pk")):
        counted[batch][state] = count
    return [
        BatchRow(
            batch,
            sum(counts.values()),
            counts.get(State.WAITING, 0),
            counts.get(State.FAILED, 0),
            counts.get(State.NEEDS_REVIEW, 0),
        )
        for batch, counts in zip(shown, counted.values(), strict=True)
    ]
