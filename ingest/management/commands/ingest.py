"""`manage.py ingest PATH...`: letters into the archive."""

from __future__ import annotations

import contextlib
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError, CommandParser

from decisions.management.archive_command import ArchiveCommand
from decisions.search.engine import IndexUnavailableError
from ingest.errors import SourceError
from ingest.loading.report import REPORT_COLUMNS, cell
from ingest.loading.results import LoadResult, LoadState, Summary
from ingest.loading.run import ingest_paths
from ingest.management.progress import show_progress
from ingest.sources import check_paths, estimate_files
from ingest.workers import WorkersFailedError, default_workers, workers_argument

if TYPE_CHECKING:
    from collections.abc import Iterator


class Command(ArchiveCommand):
    help = "Loads letters (PDF, DOCX, text; files, folders, zips) into the archive and its search index."
    requires_system_checks: list[str] = []  # of pages and templates: loading shows none

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a CSV with a line for each file")
        parser.add_argument(
            "--workers",
            type=workers_argument,
            default=default_workers(),
            help="processes that read and parse (default: as many as cores)",
        )

    def handle(self, *, paths: list[Path], dry_run: bool, report: Path | None, workers: int, **_: Any) -> None:
        summary = Summary()
        try:
            check_paths(paths)
            with (
                _open_report(report) as write_row,
                show_progress(self, lambda: estimate_files(paths)) as progress,
            ):
                for result in ingest_paths(paths, workers=workers, dry_run=dry_run):
                    summary.add(result)
                    progress.advance()
                    if not isinstance(result, LoadResult):
                        continue
                    write_row(result)
                    if result.state == LoadState.FAILED:
                        progress.tell_failure(f"{result.name}: {result.reason}")
        except SourceError as error:
            raise CommandError(str(error), returncode=2) from error
        except (WorkersFailedError, OSError) as error:
            raise CommandError(f"Stopped; what is loaded stays, run it again: {error}") from error
        except IndexUnavailableError as error:
            self.stdout.write(str(summary))
            raise CommandError(f"The letters are loaded, but search does not show them yet: {error}") from error
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped. So far: {summary}. Run it again to go on.")
            sys.exit(130)
        self.stdout.write(("Dry run, nothing stored: " if dry_run else "") + str(summary))
        if summary.failed:
            sys.exit(1)


@contextlib.contextmanager
def _open_report(path: Path | None) -> Iterator[Any]:
    """A function that writes a result's line into the CSV; one that does nothing without a path."""
    if path is None:
        yield lambda _: None
        return
    try:
        stream = path.open("w", newline="", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The report {path} cannot be written: {error.strerror}.") from error
    with stream:
        writer = csv.writer(stream)
        writer.writerow(REPORT_COLUMNS)
        yield lambda result: writer.writerow([cell(getattr(result, column)) for column in REPORT_COLUMNS])
