"""Running the commands as a person does, and what the archive holds afterwards."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import CommandError

from decisions.models import Case, SourceFile
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery
from tests.ingest.letters import write_files

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def failures(self) -> dict[str, str]:
        """Name and reason of each failed file."""
        return dict(line.split(": ", 1) for line in self.err.splitlines())


@dataclass(frozen=True)
class Archive:
    """A test's archive; `folder` is where its letters come from."""

    folder: Path

    def write(self, **files: bytes) -> Path:
        return write_files(self.folder, files)

    def ingest(self, *paths: Path | str, **options: Any) -> Ran:
        return run("ingest", *(paths or [self.folder]), **({"workers": 1} | options))

    def states(self) -> dict[str, str]:
        return dict(SourceFile.objects.values_list("name", "state"))

    def found(self, text: str = "") -> list[tuple[str, int]]:
        """Case and position of the items that search finds, in the order of cases."""
        hits = get_engine().search(SearchQuery(text=text, per_page=1000)).hits
        names = dict(Case.objects.values_list("pk", "public_id"))
        items = dict(Case.objects.values_list("items__pk", "items__position"))
        return sorted((names[hit.case_id], items[hit.item_id]) for hit in hits)


def run(command: str, *arguments: Any, **options: Any) -> Ran:
    """A management command in this process."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as end:
        return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
    except CommandError as error:
        return Ran(error.returncode, out.getvalue(), err.getvalue() + f"{error}\n")
    return Ran(0, out.getvalue(), err.getvalue())
