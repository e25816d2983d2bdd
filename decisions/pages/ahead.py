"""What takes seconds to count in a large archive, counted before anybody asks."""

from __future__ import annotations

import fcntl
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from decisions.models import Guideline, GuidelineCitation
from decisions.pages.bridge import sections_of
from decisions.pages.citing import pages_of
from decisions.pages.letter_figures import OF_ALL
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.pages.remembering import Figures

AGAIN = 600
"""Seconds after which it is looked whether all is still remembered: the web server forgets it when it starts."""


class CountingAhead:
    """Counts one figure after the other, until all of the index as it stands are remembered."""

    def __init__(self) -> None:
        self._state, self._began = "", 0.0
        self._left: Iterator[Figures[Any]] = iter(())

    def step(self) -> bool:
        """Have one more figure counted and remembered; False where all are, or another process is at it.

        Raises IndexUnavailableError.
        """
        with alone_on_this_machine() as alone:
            return alone and self._step()

    def _step(self) -> bool:
        state = get_engine().state()
        if state != self._state or time.monotonic() - self._began > AGAIN:
            self._state, self._began, self._left = state, time.monotonic(), slow_figures()
        figures = next(self._left, None)
        if figures is None:
            return False
        figures.at(state)
        return True


@contextmanager
def alone_on_this_machine() -> Iterator[bool]:
    """Whether no other process counts ahead now: what two counted at once, one would have counted for nothing."""
    path = settings.FIGURES_DIR.with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def slow_figures() -> Iterator[Figures[Any]]:
    """Each of them; of treatments, specialties and single pages of guidelines nothing takes longer than a page may."""
    yield OF_ALL
    cited = GuidelineCitation.objects.filter(guideline=OuterRef("pk"))
    for guideline in Guideline.objects.filter(Exists(cited)).order_by("pk"):
        yield pages_of(guideline)
        yield sections_of(guideline)
