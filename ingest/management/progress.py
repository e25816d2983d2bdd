"""How a command shows that it is at work: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.core.management.base import BaseCommand
    from rich.progress import TaskID

LINE_EVERY = 1_000
"""Files between two lines where there is no terminal."""


class ShownProgress(Protocol):
    """What a command reports while it works."""

    def advance(self) -> None:
        """One file more is done."""

    def tell_failure(self, line: str) -> None:
        """One line on stderr."""


@contextlib.contextmanager
def show_progress(command: BaseCommand, count: Callable[[], int]) -> Iterator[ShownProgress]:
    """Progress of as many files as `count` says, which is asked only where a bar is drawn."""
    if not sys.stderr.isatty():
        yield _Lines(command)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("letters"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, bar.add_task("letters", total=count()))


class _Bar:
    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.bar = bar
        self.task = task

    def advance(self) -> None:
        self.bar.advance(self.task)

    def tell_failure(self, line: str) -> None:
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


class _Lines:
    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.done = 0

    def advance(self) -> None:
        self.done += 1
        if self.done % LINE_EVERY == 0:
            self.command.stdout.write(f"{self.done:,} files")

    def tell_failure(self, line: str) -> None:
        self.command.stderr.write(line)
