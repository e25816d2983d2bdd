"""Figures for Prometheus at /metrics, added up over all processes of the web server.

`imr_archive.gunicorn` names the folder through which the processes share them (PROMETHEUS_MULTIPROC_DIR); without it,
as under runserver and in tests, they are those of the one process.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from django.http import HttpRequest

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""A request with one of these came through a proxy: its address is not who asks."""

REFUSED = (
    "Figures are given out to this machine only, unless METRICS_TOKEN is set: "
    "then to whoever sends it as `Authorization: Bearer ...`.\n"
)

requests_answered = Counter("imr_requests", "Requests answered.", ["method", "view", "status"])
request_seconds = Histogram("imr_request_seconds", "Time to an answer's beginning.", ["view"], buckets=SECONDS)


def count_request(method: str, view: str, status: int, seconds: float) -> None:
    """Add a request; names that a client could make up are counted under one."""
    requests_answered.labels(method if method in METHODS else "other", view, status).inc()
    request_seconds.labels(view).observe(seconds)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything counted, in Prometheus' text form; 403 to those whom it does not concern."""
    if not _may_read(request):
        return HttpResponse(REFUSED, status=403, content_type="text/plain")
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if settings.BEHIND_PROXY or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket file has no address
        return False


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
