"""What is done around every request: an id, a log line, figures; probes answered before hosts are looked at."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.urls import Resolver404, resolve

from imr_archive.logs import REQUESTS, request_id
from imr_archive.metrics import count_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(REQUESTS)

GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""Ids of others that are taken over: a proxy's, so that its log and ours can be read together."""

PROBES = ("/healthz", "/readyz", "/metrics")
NO_VIEW = "none"


class RequestMiddleware:
    """Gives each request an id, taken from X-Request-ID where it has one, and tells and counts how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with its id; a streamed one is timed to its beginning."""
        given = request.headers.get("X-Request-ID", "")
        asked = given if GIVEN_ID.fullmatch(given) else uuid4().hex
        request_id.set(asked)
        request.id = asked  # type: ignore[attr-defined] # for the page of a fault
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        response["X-Request-ID"] = asked
        if request.path not in PROBES:
            view = request.resolver_match.view_name if request.resolver_match else NO_VIEW
            count_request(request.method or "", view, response.status_code, seconds)
            _log(request, view, response, seconds)
        return response


class ProbeMiddleware:
    """Answers probes at any host name and without HTTPS: balancers and scrapers ask by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The probe's own answer, else whatever the site answers."""
        if request.path not in PROBES:
            return self.get_response(request)
        try:
            match = resolve(request.path)
        except Resolver404:
            return self.get_response(request)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response


def _log(request: HttpRequest, view: str, response: HttpResponse, seconds: float) -> None:
    fields = {
        "method": request.method,
        "view": view,
        # What leads nowhere may hold anything that somebody typed.
        "path": request.path if request.resolver_match else None,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    if settings.LOG_QUERIES:
        fields["query"] = request.META.get("QUERY_STRING", "")
    logger.info("request", extra={"fields": fields})
