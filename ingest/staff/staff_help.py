"""How letters come into the archive: the staff's help page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ingest.loading.review import REASONS
from ingest.reading import size_in_words
from ingest.staff.access import SEE, staff_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WHAT_TO_DO = {
    "layout-unknown": "Compare all fields with the letter; publish without it where it is no determination.",
    "no-items": "Add each disputed item with its outcome, or settle it: the letter decides nothing.",
    "case-number-missing": "Type it where the letter or its name has it; else settle it: the case keeps its address.",
    "outcome-missing": "Choose it where the letter says so; else settle it.",
    "leak": "Confirm a name or number, and it stays hidden; clear a false alarm, and the public sees it.",
    "treatment-unknown": "Pick the treatment from the list; where none fits, settle it.",
    "guideline-unknown": "Pick the guideline from the list; where none fits, settle it.",
    "cut-off": "Look at the original: where it is whole, type the rest; else settle it.",
}
"""For each reason of a review."""


@staff_only(SEE)
@require_safe
def staff_help(request: HttpRequest) -> HttpResponse:
    """What the states mean, what to do with each reason, what publishing does."""
    context = {
        "reasons": [(words, WHAT_TO_DO[name]) for name, words in REASONS.items()],
        "most_bytes": size_in_words(settings.UPLOAD_MAX_BYTES),
        "most_files": settings.UPLOAD_MAX_FILES,
    }
    return render(request, "ingest/help.html", context)
