"""`manage.py work`: works on the batches that staff upload, until it is stopped."""

from __future__ import annotations

import os
import signal
from threading import Event
from typing import TYPE_CHECKING, Any

import psutil
from django.db import InterfaceError, OperationalError, connection

from decisions.management.archive_command import ArchiveCommand
from ingest.batches.courtesy import Courtesy
from ingest.batches.worker import CHUNK_SECONDS, Worker
from ingest.workers import Workers, default_workers, workers_argument

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

PAUSE = 1.0
"""Seconds between two looks for something to do."""

PAUSE_AFTER_FAULT = 3.0
"""Seconds until the database is asked again after it did not answer."""


class Command(ArchiveCommand):
    help = (
        "Works on batches: unpacks, loads, publishes, and keeps the index up. Start as many as you like, on "
        "machines that share the folder of originals; ending one at any moment loses nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--workers",
            type=workers_argument,
            default=max(1, default_workers() - 1),
            help="processes that read and parse (default: a core is left to the site)",
        )
        parser.add_argument(
            "--nice",
            type=int,
            choices=range(20),
            default=19,
            metavar="N",
            help=(
                "how far the site's own processes go before it, from 0 (not at all; then it does not rest either while "
                "the machine is busy) to 19 (default: %(default)s)"
            ),
        )
        parser.add_argument("--once", action="store_true", help="end when there is nothing left to do")
        parser.add_argument("--while", dest="leader", type=int, metavar="PID", help="end when that process has ended")

    def handle(self, *, workers: int, nice: int, once: bool, leader: int | None, **_: Any) -> None:
        os.nice(nice)  # a reader waits for a page, nobody for a batch; kept by the processes that read and parse
        ended = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        self.stdout.write("Waiting for batches.")
        while not ended.is_set() and is_alive(leader):
            try:
                if self._work(workers, ended, leader, once=once, nice=nice):
                    return
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"The database does not answer, trying again: {str(error).partition(chr(10))[0]}")
                connection.close()
                ended.wait(PAUSE_AFTER_FAULT)
            except OSError as error:  # a full disk, say: what is loaded is loaded
                self.stderr.write(f"Trying again: {error}")
                ended.wait(PAUSE_AFTER_FAULT)

    def _work(self, workers: int, ended: Event, leader: int | None, *, once: bool, nice: int) -> bool:
        """Work until told to end; True where all is done and that is enough."""
        pool = Workers(workers, seconds=CHUNK_SECONDS, isolated=True)
        worker = Worker(pool)
        courtesy = Courtesy(ended.wait)
        try:
            while not ended.is_set() and is_alive(leader):
                courtesy.begin()
                if worker.step():
                    if nice:
                        courtesy.rest()
                else:
                    if once:
                        return True
                    pool.rest()  # idle ones hold memory
                    ended.wait(PAUSE)
        finally:
            worker.close()
            pool.rest()
        return False


def is_alive(pid: int | None) -> bool:
    """Whether the process is there; without one, always."""
    return pid is None or (psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
