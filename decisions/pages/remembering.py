"""Figures of the record that take long to count, kept for as long as the index stands as it was counted.

They lie in a folder beside the index: what one process counted, none on this machine counts again.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, TypeVar

from django.core.cache import caches
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

Answer = TypeVar("Answer")

SECONDS_KEPT = 24 * 3600
SLOW = 0.25
"""Seconds of counting that no reader waits for while letters are being added."""
LATELY = timedelta(minutes=10)
"""How old figures may be that are slow to count; a page that shows such says so."""

logger = logging.getLogger("django.archive")


@dataclass(frozen=True, slots=True)
class Counted(Generic[Answer]):
    """Figures that were counted.

    Args:
        answer: the figures.
        state: of the index, which changes with the record.
        began: when counting them began.
        seconds: that it took.
    """

    answer: Answer
    state: str
    began: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures(Generic[Answer]):
    """Figures that can be counted.

    Args:
        name: what they are.
        of: what they are of; its `repr` tells it from all else.
        count: counts them as the record stands.
    """

    name: str
    of: Hashable
    count: Callable[[], Answer]

    def at(self, state: str) -> Answer:
        """As the record stood at this state of the index; counted once for it."""
        kept = self._kept()
        return (kept if kept and kept.state == state else self._count(state)).answer

    def lately(self, state: str) -> tuple[Answer, datetime | None]:
        """The same; but where counting is slow perhaps as they stood up to LATELY ago, and then since when.

        Else each batch that is being published would have readers wait again and again.
        """
        kept = self._kept()
        if kept and kept.state != state and kept.seconds > SLOW and timezone.now() - kept.began < LATELY:
            return kept.answer, kept.began
        return self.at(state), None

    @property
    def _key(self) -> str:
        return f"{self.name}.{sha256(repr(self.of).encode()).hexdigest()}"

    def _kept(self) -> Counted[Answer] | None:
        with _doing_without():
            kept: Counted[Answer] | None = caches["figures"].get(self._key)
            return kept
        return None

    def _count(self, state: str) -> Counted[Answer]:
        began, clock = timezone.now(), time.monotonic()
        counted = Counted(self.count(), state, began, time.monotonic() - clock)
        with _doing_without():
            caches["figures"].set(self._key, counted, SECONDS_KEPT)
        return counted


@contextmanager
def _doing_without() -> Iterator[None]:
    """Where the disk is full, or not to be written: the page has its figures all the same, late."""
    try:
        yield
    except OSError:
        logger.exception("Figures are not remembered: they are counted again for each page")
