"""Pages for when something is missing or broken."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader

if TYPE_CHECKING:
    from django.http import HttpRequest

    from decisions.search.engine import IndexUnavailableError

logger = logging.getLogger("django.archive")
"""Below "django", so that its handler prints it."""

DATABASE_FAULTS = (OperationalError, InterfaceError)
"""The database does not answer, or broke off."""
TRY_AGAIN_IN = "10"
"""Seconds, for programs."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the reason where there is one to tell."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500; touches neither database nor index, either of which may be what is broken. 503 where the database is."""
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_FAULTS):
        return database_unavailable(request, error)
    words = {"request_id": getattr(request, "id", None)}
    return HttpResponseServerError(loader.get_template("500.html").render(words))


def search_unavailable(request: HttpRequest, error: IndexUnavailableError) -> HttpResponse:
    """503: the index cannot answer; the cases themselves still can. Where the index lies only the log tells."""
    logger.error("Search is not available: %s", error)
    if request.path.endswith(".json"):
        return JsonResponse({"error": error.public}, status=503)
    return render(request, "decisions/search_unavailable.html", {"error": error.public}, status=503)


def database_unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """503: the database does not answer. How it fails, and where it is, only the log tells."""
    logger.error("The database does not answer: %s", " ".join(str(error).split()))
    words = {"request_id": getattr(request, "id", None)}
    if request.path.endswith(".json"):
        told = {"error": "The archive's database does not answer just now. Try again in a moment."}
        return JsonResponse(told, status=503, headers={"Retry-After": TRY_AGAIN_IN})
    page = loader.get_template("503.html").render(words)
    return HttpResponse(page, status=503, headers={"Retry-After": TRY_AGAIN_IN})
