"""Figures of the record that take long to count, kept for as long as the index stands as it was counted."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Answer = TypeVar("Answer")

SECONDS_KEPT = 24 * 3600


def remembered(name: str, of: Hashable, count: Callable[[], Answer]) -> Answer:
    """What `count` gives, which is never None, asked for once.

    Args:
        name: of the figures.
        of: what they are of, the state of the index among it; its `repr` tells it from all else.
        count: counts them.
    """
    key = f"{name}.{sha256(repr(of).encode()).hexdigest()}"
    known: Answer | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, SECONDS_KEPT)
    return known
