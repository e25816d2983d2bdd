"""Figures of the record that take long to count, kept for as long as the index stands as it was counted.

They lie in a folder beside the index: what one process counted, none on this machine counts again.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import caches

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

Answer = TypeVar("Answer")

SECONDS_KEPT = 24 * 3600

logger = logging.getLogger("django.archive")


def remembered(name: str, of: Hashable, count: Callable[[], Answer]) -> Answer:
    """What `count` gives, which is never None, asked for once.

    Args:
        name: of the figures.
        of: what they are of, the state of the index among it; its `repr` tells it from all else.
        count: counts them.
    """
    key = f"{name}.{sha256(repr(of).encode()).hexdigest()}"
    known: Answer | None = None
    with _doing_without():
        known = caches["figures"].get(key)
    if known is None:
        known = count()
        with _doing_without():
            caches["figures"].set(key, known, SECONDS_KEPT)
    return known


@contextmanager
def _doing_without() -> Iterator[None]:
    """Where the disk is full, or not to be written: the page has its figures all the same, late."""
    try:
        yield
    except OSError:
        logger.exception("Figures are not remembered: they are counted again for each page")
