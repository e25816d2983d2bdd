"""Letters of the archive read anew, as a batch: what that changes is shown, and taken when it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from decisions.models import SourceFile
from ingest.batches.publishing import unfinished
from ingest.models import Batch
from ingest.parsing.decision import PARSER_VERSION

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

_FILES = """
    INSERT INTO ingest_batchfile (
        batch_id, position, name, sha256, size, state,
        loaded_as, reason, public_id, items, warnings, held, difference
    )
    SELECT %s, row_number() OVER (ORDER BY id), name, sha256, size, 'waiting', '', '', '', 0, 0, false, '[]'
    FROM decisions_sourcefile WHERE state <> %s AND (%s OR parser_version <> %s)
"""
"""Those that wait to replace a letter are read anew by the batch that they wait in."""


class RereadingError(Exception):
    """Letters are not read anew; the message says why."""


class NothingToRereadError(RereadingError):
    """There is none to read."""


def reread_letters(*, stale: bool, by: AbstractBaseUser | None = None) -> Batch:
    """A batch of letters that the archive has, failed ones too, for a worker to read anew.

    Args:
        stale: only those that another version of the parser read.
        by: who asked for it; None for a command.

    Raises:
        NothingToRereadError: there are none.
        RereadingError: others are still being read anew.
    """
    with transaction.atomic():
        under_way = Batch.objects.filter(unfinished(), kind=Batch.Kind.REPARSE).first()
        if under_way:
            raise RereadingError(f"Letters are being read anew by batch {under_way.pk} already; wait for it.")
        words = "letters of an older reading" if stale else "all letters"
        batch = Batch.objects.create(name=f"Reading anew: {words}", kind=Batch.Kind.REPARSE, created_by=by)  # type: ignore[misc]
        with connection.cursor() as cursor:
            cursor.execute(_FILES, [batch.pk, SourceFile.State.HELD, not stale, PARSER_VERSION])
            if not cursor.rowcount:
                raise NothingToRereadError(
                    "All letters are as this version reads them." if stale else "The archive holds no letter."
                )
    return batch
