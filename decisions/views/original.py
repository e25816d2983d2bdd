"""The letter's file as it came, to be saved: never shown by the browser as a page of this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from decisions.models import Case
from decisions.pages.original import is_held_back, original_for_all
from decisions.views.case import check_shown, listed, says_when_withdrawn

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HELD_BACK = "The original of this letter is held back: it may name people. Its words, masked, are on the case’s page."
NOT_KEPT = "The original of this letter is not kept here."


@require_safe
@says_when_withdrawn
def case_original(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file, for whoever sees the case; 404 where it holds words that are masked in the archive."""
    one = get_object_or_404(Case.objects.only("public_id", "publication", "leaks"), public_id=public_id)
    check_shown(request, one)
    original = original_for_all(one)
    if original is None:
        raise Http404(HELD_BACK if is_held_back(one) else NOT_KEPT)
    response = FileResponse(
        original.path.open("rb"),
        as_attachment=True,
        filename=f"{one.public_id}{original.kind.ending}",
        content_type=original.media_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return listed(response)
