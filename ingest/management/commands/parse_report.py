"""`manage.py parse_report PATH...`: how well letters are read, and what changed since a saved report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ingest.errors import SourceError
from ingest.parse_report import (
    ParseReport,
    UnusableReportError,
    report_as_json,
    report_as_text,
    report_files,
    report_from_json,
)
from ingest.sources import SourceFailure, SourceFile, check_paths, iter_sources
from ingest.workers import CRASHED, WINDOW, Workers, WorkersFailedError, batched, default_workers, workers_argument

if TYPE_CHECKING:
    from collections.abc import Iterator


class Command(BaseCommand):
    help = (
        "Parses letters and prints, by layout, how many have each field, what was not understood and how "
        "often, and what differs from an earlier report. Nothing is stored and no database is needed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument("--previous", type=Path, metavar="FILE.json", help="compare with this saved report")
        parser.add_argument("--save", type=Path, metavar="FILE.json", help="save the report for later comparison")
        parser.add_argument("--top", type=int, default=40, help="how many unknown names to list (default: %(default)s)")
        parser.add_argument(
            "--workers",
            type=workers_argument,
            default=default_workers(),
            help="processes that read and parse (default: as many as cores)",
        )

    def handle(
        self, *, paths: list[Path], previous: Path | None, save: Path | None, top: int, workers: int, **_: Any
    ) -> None:
        earlier = _load(previous) if previous else None
        try:
            check_paths(paths)
        except SourceError as error:
            raise CommandError(str(error), returncode=2) from error
        report = ParseReport()
        try:
            for part in _reports(paths, workers):
                report.add(part)
        except WorkersFailedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report_as_text(report, earlier, top))
        if save:
            _save(report, save)


def _load(path: Path) -> ParseReport:
    try:
        return report_from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}: could not be read ({error.strerror}).", returncode=2) from error
    except (UnicodeDecodeError, UnusableReportError) as error:
        raise CommandError(f"{path} is no report; give a file written with --save.", returncode=2) from error


def _save(report: ParseReport, path: Path) -> None:
    """Over an older report too, but never one by a parser of this version that reads the same letters otherwise."""
    older = _load(path) if path.exists() else None
    if older and older.parser_version == report.parser_version and (changed := report.changed_answers(older)):
        raise CommandError(
            f"Not saved: {path} is by version {report.parser_version} too, and {len(changed)} letters are read "
            "differently now. Raise PARSER_VERSION in ingest/parsing/decision.py, so that archives read them anew."
        )
    try:
        path.write_text(report_as_json(report), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: could not be written ({error.strerror}).") from error


def _reports(paths: list[Path], workers: int) -> Iterator[ParseReport]:
    """One report a file."""
    with Workers(workers) as pool:
        for window in batched(iter_sources(paths), WINDOW):
            yield from (ParseReport(failures={s.name: str(s.error)}) for s in window if isinstance(s, SourceFailure))
            yield from pool.map(report_files, [s for s in window if isinstance(s, SourceFile)], crashed=_crashed)


def _crashed(source: SourceFile) -> ParseReport:
    return ParseReport(failures={source.name: CRASHED})
