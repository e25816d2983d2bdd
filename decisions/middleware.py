"""What holds for every answer: what a page may load and use, and a plain word where index or database fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.search.engine import IndexUnavailableError
from decisions.views.errors import DATABASE_FAULTS, database_unavailable, search_unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the admin's own style sheet holds data: images
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{name} {sources}" for name, sources in DIRECTIVES.items())


UNUSED = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED.split())


class ArchiveMiddleware:
    """Adds the policies; answers 503 for whatever needs the index or the database while it is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with its policy, and without a body where only its head was asked for."""
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # else the web server logs a warning each time; Content-Length stays
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a missing index or database; other errors go their way."""
        if isinstance(exception, IndexUnavailableError):
            return search_unavailable(request, exception)
        if isinstance(exception, DATABASE_FAULTS):
            return database_unavailable(request, exception)
        return None
