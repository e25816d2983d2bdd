"""`manage.py reindex`: build the search index anew from the database."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine, rebuild_index
from decisions.search.query import SearchQuery


class Command(BaseCommand):
    help = (
        "Builds a fresh search index beside the present one and swaps it in. Searching, loading and "
        "correcting go on meanwhile: both indexes get what changes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only where the present one is missing, damaged or of an older version",
        )

    def handle(self, *_args: Any, if_needed: bool, **_options: Any) -> None:
        if if_needed and answers():
            return
        began = time.monotonic()
        with progress_bar() as bar:
            task = bar.add_task("Indexing cases", total=None)
            items = rebuild_index(lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(f"Indexed {items:,} disputed items in {time.monotonic() - began:.1f} s.")


def answers() -> bool:
    """Whether the present index can be searched."""
    try:
        get_engine().search(SearchQuery(per_page=1, facets=()))
    except IndexUnavailableError:
        return False
    return True


def progress_bar() -> Progress:
    """A bar on the error stream: silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
