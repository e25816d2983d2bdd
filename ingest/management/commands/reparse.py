"""`manage.py reparse`: letters of the archive read anew in the background."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from decisions.management.archive_command import ArchiveCommand
from ingest.batches.rereading import NothingToRereadError, RereadingError, reread_letters
from ingest.batches.turns import living_workers


class Command(ArchiveCommand):
    help = (
        "Has the letters of the archive read anew in the background, as a batch. Nothing changes until the batch is "
        "published: its page shows letter by letter what would. What people corrected stays corrected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stale", action="store_true", help="only letters that an older version of the parser has read"
        )

    def handle(self, *, stale: bool, **_: Any) -> None:
        try:
            batch = reread_letters(stale=stale)
        except NothingToRereadError as error:
            self.stdout.write(str(error))
            return
        except RereadingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Batch {batch.pk}: {batch.files.count():,} letters are read anew in the background. What that changes is "
            f"shown at {batch.get_absolute_url()} and taken when the batch is published there."
        )
        if not living_workers():
            self.stdout.write("No worker is running: start one with `python manage.py work`.")
