"""`manage.py parse PATH...`: letters as JSON, one object a line; no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ingest.errors import SourceError
from ingest.letters import read_letters
from ingest.parsing.schema import decision_as_json
from ingest.sources import SourceFailure, SourceFile, check_paths, iter_sources
from ingest.workers import CRASHED, WINDOW, Workers, WorkersFailedError, batched, default_workers, workers_argument

if TYPE_CHECKING:
    from collections.abc import Iterator


class Command(BaseCommand):
    help = "Prints what the letters say as JSON, one object a line. Nothing is stored and no database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument(
            "--workers",
            type=workers_argument,
            default=default_workers(),
            help="processes that read and parse (default: as many as cores)",
        )

    def handle(self, *, paths: list[Path], workers: int, **_: Any) -> None:
        failed = False
        try:
            check_paths(paths)
            for name, line, reason in _parsed_lines(paths, workers):
                if line:
                    self.stdout.write(line)
                else:
                    failed = True
                    self.stderr.write(f"{name}: {reason}")
        except SourceError as error:
            raise CommandError(str(error), returncode=2) from error
        except WorkersFailedError as error:
            raise CommandError(str(error)) from error
        if failed:
            sys.exit(1)


def _parsed_lines(paths: list[Path], workers: int) -> Iterator[tuple[str, str, str]]:
    """Of each file its name, and either its JSON or why there is none."""
    with Workers(workers) as pool:
        for window in batched(iter_sources(paths), WINDOW):
            yield from ((s.name, "", str(s.error)) for s in window if isinstance(s, SourceFailure))
            yield from pool.map(parse_to_json, [s for s in window if isinstance(s, SourceFile)], crashed=_crashed)


def parse_to_json(sources: list[SourceFile]) -> list[tuple[str, str, str]]:
    """Name, JSON and reason of each file; done in a worker, so that only text has to travel."""
    return [
        (
            letter.name,
            json.dumps(decision_as_json(letter.decision, letter.name), ensure_ascii=False) if letter.decision else "",
            letter.reason,
        )
        for letter in read_letters(sources)
    ]


def _crashed(source: SourceFile) -> tuple[str, str, str]:
    return source.name, "", CRASHED
