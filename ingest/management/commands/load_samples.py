"""`manage.py load_samples`: the fictional letters that come with the archive, for a first look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from decisions.management.archive_command import ArchiveCommand
from decisions.models import SourceFile
from ingest import fictional
from ingest.loading.results import LoadResult, LoadState, Summary
from ingest.loading.run import ingest_paths
from ingest.workers import default_workers

SAMPLES = Path(fictional.__file__).parent / "samples"


class Command(ArchiveCommand):
    help = "Loads the fictional sample letters, once, into an archive that holds no letters of its own."

    def handle(self, **_: Any) -> None:
        if SourceFile.objects.filter(is_sample=False).exists():
            self.stdout.write("The archive holds letters of its own: no samples loaded.")
            return
        summary = Summary()
        for result in ingest_paths([SAMPLES], workers=default_workers(), is_sample=True):
            summary.add(result)
            if isinstance(result, LoadResult) and result.state == LoadState.FAILED:
                self.stderr.write(f"{result.name}: {result.reason}")
        if summary.failed:
            raise CommandError("Sample letters could not be loaded; this is a fault of the archive, please report it.")
        if summary.changed:
            self.stdout.write(
                f"Loaded {summary.changed} sample letters. They are fictional: no person or case is real."
            )
        else:
            self.stdout.write("The sample letters are loaded already. They are fictional: no person or case is real.")
