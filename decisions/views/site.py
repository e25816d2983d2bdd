"""Where the site is, as the reader's browser sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def site_of(request: HttpRequest) -> str:
    """Scheme and host, without a slash at the end: "https://archive.example.org"."""
    return f"{request.scheme}://{request.get_host()}"
