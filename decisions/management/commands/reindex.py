"""`manage.py reindex`: build the search index anew from the database."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from decisions.search.indexing import rebuild_index


class Command(BaseCommand):
    help = (
        "Builds a fresh search index beside the present one and swaps it in. Searching goes on meanwhile; "
        "letters loaded meanwhile are indexed afterwards."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        began = time.monotonic()
        with progress_bar() as bar:
            task = bar.add_task("Indexing cases", total=None)
            items = rebuild_index(lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(f"Indexed {items:,} disputed items in {time.monotonic() - began:.1f} s.")


def progress_bar() -> Progress:
    """A bar on the error stream: silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
