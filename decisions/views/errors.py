"""Pages for when something is missing or broken."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader

if TYPE_CHECKING:
    from django.http import HttpRequest

    from decisions.search.engine import IndexUnavailableError

logger = logging.getLogger("django.archive")
"""Below "django", so that its handler prints it."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the reason where there is one to tell."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500; touches neither database nor index, either of which may be what is broken."""
    words = {"request_id": getattr(request, "id", None)}
    return HttpResponseServerError(loader.get_template("500.html").render(words))


def search_unavailable(request: HttpRequest, error: IndexUnavailableError) -> HttpResponse:
    """503: the index cannot answer; the cases themselves still can. Where the index lies only the log tells."""
    logger.error("Search is not available: %s", error)
    if request.path.endswith(".json"):
        return JsonResponse({"error": error.public}, status=503)
    return render(request, "decisions/search_unavailable.html", {"error": error.public}, status=503)
