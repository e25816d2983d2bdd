"""Where pages are: `reverse`, remembered. A page of results asks for a hundred addresses, mostly the same."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def path_to(name: str, *args: str | int) -> str:
    """The path of the page of this name, as `django.urls.reverse` gives it; raises NoReverseMatch."""
    return reverse(name, args=args)


def path_to_item(public_id: str, position: int) -> str:
    """Where an item stands on the page of its case."""
    return f"{path_to('case', public_id)}#item-{position}"


def item_key(public_id: str, position: int) -> str:
    """What names a decision among bookmarks and in the address of a packet: "CM15-0013811-2"."""
    return f"{public_id}-{position}"
