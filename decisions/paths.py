"""Where pages are: `reverse`, remembered. A page of results asks for a hundred addresses, mostly the same."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def path_to(name: str, *args: str | int) -> str:
    """The path of the page of this name, as `django.urls.reverse` gives it; raises NoReverseMatch."""
    return reverse(name, args=args)
