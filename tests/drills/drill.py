"""A batch from upload to publication while the processes that carry it are killed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User

from decisions.models import Case
from decisions.search.indexing import stale_cases
from ingest.batches.publishing import unfinished
from ingest.models import Batch, BatchFile
from tests.drills.site import PIECE, Site, Visitor, persist

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.drills.letters import Drilled

VICTIMS = ("worker", "web", "database")
LOOKS = 0.05
"""Seconds between two looks at how far it is."""

PATIENCE = 7_200
"""Seconds after which a batch counts as stuck."""


def log_in(site: Site) -> Visitor:
    """An administrator."""
    user = User.objects.create_superuser("drill")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return Visitor(site, session.session_key)


class Drill:
    """One batch, or the same one uploaded several times at once.

    The first kill hits the web server in the middle of the upload, the last the database while the batch is published,
    the others each in turn, at random, while it is loaded.

    Args:
        site: to kill.
        visitor: who uploads and publishes.
        drilled: what.
        kills: none, or 2 and more.
        seed: of when they are.
    """

    def __init__(self, site: Site, visitor: Visitor, drilled: Drilled, kills: int, seed: str) -> None:
        chance = Random(seed)
        self.site, self.visitor, self.drilled = site, visitor, drilled
        self.kills, self.killed = kills, 0
        moments = sorted(chance.randrange(drilled.count) for _ in range(max(0, kills - 2)))
        self.moments = list(zip(moments, islice(cycle(VICTIMS), len(moments)), strict=True))
        self.piece = int(chance.random() * sum(path.stat().st_size for path in drilled.zips) / PIECE)

    def upload(self, times: int) -> list[Batch]:
        """Upload all files as one batch, so many times at once."""
        names = [f"Drill {number}" for number in range(times)]
        with ThreadPoolExecutor(times) as people:
            list(people.map(self._upload, names))
        return persist(lambda: list(Batch.objects.filter(name__in=names).order_by("pk")))

    def load(self, batches: list[Batch]) -> None:
        """Watch until every file is in its final state."""
        packed = Batch.objects.filter(unfinished(), pk__in=[batch.pk for batch in batches])
        self._watch(lambda: not packed.exists() and not self.moments, batches)

    def publish(self, batches: list[Batch]) -> None:
        """Publish one after another, and wait until search shows all."""
        for batch in batches:
            self.visitor.press(f"/staff/batches/{batch.pk}/publish/")
            if self.kills > self.killed:
                self._kill("database")
            shown = Batch.objects.filter(pk=batch.pk, stage=Batch.Stage.PUBLISHED)
            self._watch(lambda shown=shown: shown.exists() and not Case.objects.filter(stale_cases()).exists(), [batch])  # type: ignore[misc]

    def _upload(self, name: str) -> None:
        """Until there is such a batch: whose connection breaks looks, and uploads again."""
        pieces = iter(range(self.piece))

        def on_piece() -> None:
            if self.kills and not self.killed and next(pieces, None) is None:
                self._kill("web")

        def once() -> None:
            if name not in self.visitor.get("/staff/batches/"):
                self.visitor.upload(name, self.drilled.zips, on_piece)

        persist(once)

    def _watch(self, is_done: Callable[[], bool], batches: list[Batch]) -> None:
        until = time.monotonic() + PATIENCE
        while not persist(is_done):
            assert time.monotonic() < until, "The batch is stuck."
            for batch in batches:
                self.visitor.get(f"/staff/batches/{batch.pk}/progress/")
            done = persist(BatchFile.objects.exclude(state=BatchFile.State.WAITING).count)
            while self.moments and done >= self.moments[0][0]:
                self._kill(self.moments.pop(0)[1])
            time.sleep(LOOKS)

    def _kill(self, victim: str) -> None:
        self.site.kill(victim)
        self.killed += 1
