"""For machines: is the process alive, can it answer, what may robots read."""

from __future__ import annotations

import logging
from subprocess import SubprocessError
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery
from decisions.views.site import site_of

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("django.archive")
"""Below "django", so that its handler prints it."""

OK = "ok"
NO_DATABASE = (DatabaseError, OSError, SubprocessError)
"""It does not answer; or it is the archive's own, which could not be started."""
CLOSED_TO_ROBOTS = (
    "/admin/",
    "/staff/",
    "/decisions/",
    "/decisions.",
    "/packet",
    "/bookmarks/",
    "/statistics/?",
    "/statistics.csv",
)
"""Searches and packets are endless pages of the same letters."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 where database and index answer, else 503; each says why not."""
    checks = {"database": _database(), "index": _index()}
    ready = all(state == OK for state in checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps robots out of searches, and out of the letters unless the archive's owner opens them."""
    closed = CLOSED_TO_ROBOTS if settings.LETTERS_IN_WEB_SEARCH else (*CLOSED_TO_ROBOTS, "/cases/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {site_of(request)}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except NO_DATABASE as error:
        return f"does not answer ({type(error).__name__})"
    return OK


def _index() -> str:
    try:
        get_engine().search(SearchQuery(per_page=1, facets=()))
    except IndexUnavailableError as error:
        logger.error("The index is not ready: %s", error)  # noqa: TRY400 - the message says all
        return error.public
    except NO_DATABASE:
        return "cannot be told without the database"
    return OK
