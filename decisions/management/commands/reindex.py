"""`manage.py reindex`: build the search index anew from the database, or keep it up with it."""

from __future__ import annotations

import signal
import time
from threading import Event
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import InterfaceError, OperationalError, connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from decisions.management.archive_command import ArchiveCommand
from decisions.pages.ahead import CountingAhead
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, keep_up, rebuild_index
from decisions.search.journal import check_position
from decisions.search.query import SearchQuery

PAUSE = 2.0
"""Seconds between two looks for what is new."""

PAUSE_AFTER_FAULT = 5.0


class Command(ArchiveCommand):
    help = (
        "Builds a fresh search index beside the present one and swaps it in. Searching, loading and "
        "correcting go on meanwhile: both indexes get what changes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only where the present one is missing, damaged, of an older version or newer than the database",
        )
        parser.add_argument(
            "--follow",
            action="store_true",
            help="then take in whatever is loaded or corrected, here or on another machine, until stopped",
        )

    def handle(self, *_args: Any, if_needed: bool, follow: bool, **_options: Any) -> None:
        try:
            if not (if_needed and answers()):
                self._rebuild()
        except OSError as error:
            raise CommandError(f"Nothing is changed, and search goes on as before: {error}") from error
        if follow:
            self._follow()

    def _follow(self) -> None:
        ended = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        self.stdout.write("Following the database.")
        ahead, pause = CountingAhead(), 0.0
        while not ended.wait(pause):
            pause = PAUSE
            try:
                if self._follow_once(ahead):
                    pause = 0.0
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"The database does not answer, trying again: {str(error).partition(chr(10))[0]}")
                connection.close()
                pause = PAUSE_AFTER_FAULT
            except OSError as error:
                self.stderr.write(f"Trying again: {error}")
                pause = PAUSE_AFTER_FAULT

    def _follow_once(self, ahead: CountingAhead) -> bool:
        """Do what is due next; False where nothing is, or the index had to be built anew."""
        try:
            return keep_up(get_engine()) > 0 or ahead.step()
        except IndexUnavailableError as error:
            if not get_engine().is_rebuilding():
                self.stderr.write(str(error))
                self._rebuild()
            return False

    def _rebuild(self) -> None:
        began = time.monotonic()
        with progress_bar() as bar:
            task = bar.add_task("Indexing cases", total=None)
            items = rebuild_index(lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(f"Indexed {items:,} disputed items in {time.monotonic() - began:.1f} s.")


def answers() -> bool:
    """Whether the present index can be searched and kept up; one newer than a restored database cannot."""
    try:
        engine = get_engine()
        engine.search(SearchQuery(per_page=1, facets=()))
        check_position(engine.position())
    except IndexUnavailableError:
        return False
    return True


def progress_bar() -> Progress:
    """A bar on the error stream: silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
