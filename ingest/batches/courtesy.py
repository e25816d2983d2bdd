"""How a worker gives way to the site on its machine: the busier all others are, the longer it rests between pieces."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

UNNOTICED = 0.1
"""Share of the machine that others may use before a worker rests: PostgreSQL's work for it is among that."""
RESTS = 4.0
"""Times a piece's own time that a worker would rest if others used all of the machine."""
LONGEST = 5.0
"""Seconds that it rests at the most."""


class Courtesy:
    """Measures from one piece of work to the next.

    Args:
        wait: sleeps so many seconds, less where the worker is told to end.
    """

    def __init__(self, wait: Callable[[float], object]) -> None:
        self._wait = wait
        self._own, self._began = 0.0, 0.0

    def begin(self) -> None:
        """A piece begins now."""
        psutil.cpu_percent()  # since the last call
        self._own, self._began = own_seconds(), time.monotonic()

    def rest(self) -> None:
        """The piece is done: rest as long as others deserve it."""
        took = time.monotonic() - self._began
        whole = took * (psutil.cpu_count() or 1)
        others = psutil.cpu_percent() / 100 - (own_seconds() - self._own) / max(whole, 1e-6)
        self._wait(seconds_of_rest(took, others))


def seconds_of_rest(took: float, others: float) -> float:
    """How long to rest after a piece.

    Args:
        took: seconds that it took.
        others: share of the machine that all others used meanwhile, 0 to 1.

    >>> seconds_of_rest(1.0, 0.05), seconds_of_rest(1.0, 0.6)
    (0.0, 2.0)
    """
    return min(LONGEST, RESTS * max(0.0, others - UNNOTICED) * took)


def own_seconds() -> float:
    """Processor time of this process and of all below it, those that ended included."""
    total = 0.0
    for process in (own := psutil.Process(), *own.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total
