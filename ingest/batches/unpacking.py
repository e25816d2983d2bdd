"""Uploads to the files of a batch: each one's bytes among the originals first, then its row."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ingest.batches.receiving import batch_folder, upload_path
from ingest.errors import IngestError
from ingest.letters import DISK_THREADS
from ingest.models import Batch, BatchFile, Upload
from ingest.originals import keep_original
from ingest.sources import SourceFailure, SourceSkipped, close_zips, sha256_of, uploaded_sources
from ingest.workers import batched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.sources import Source

TOGETHER = 100
"""Files whose rows are stored in one transaction."""

State = BatchFile.State


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """One member of an upload: kept, or why not."""

    position: int
    name: str
    sha256: str = ""
    size: int = 0
    reason: str = ""


def unpack(upload: Upload) -> None:
    """Turn an upload into files that wait, going on where a killed process stopped; then delete it.

    Two files of a batch with the same bytes are one letter: the later is a duplicate of the earlier.
    """
    last = upload.files.order_by("-position").values_list("position", flat=True).first() or 0
    skipped = 0
    with ThreadPoolExecutor(DISK_THREADS) as disk:
        sources = enumerate(uploaded_sources(upload_path(upload), upload.name), start=1)
        for some in batched(islice(sources, last, None), TOGETHER):
            skipped += sum(isinstance(source, SourceSkipped) for _, source in some)
            wanted = [(number, source) for number, source in some if not isinstance(source, SourceSkipped)]
            _store(upload, list(disk.map(_keep, wanted)))
    _finish(upload, skipped)


def _keep(numbered: tuple[int, Source]) -> _Unpacked:
    """Keep a source's bytes; the disk is full raises, a source that gives none is told."""
    position, source = numbered
    if isinstance(source, SourceFailure):
        return _Unpacked(position, source.name, reason=str(source.error))
    assert not isinstance(source, SourceSkipped)
    try:
        content = source.read()
    except IngestError as error:
        return _Unpacked(position, source.name, reason=str(error))
    sha256 = sha256_of(content)
    keep_original(settings.ORIGINALS_DIR, sha256, content)
    return _Unpacked(position, source.name, sha256, len(content))


def _store(upload: Upload, members: list[_Unpacked]) -> None:
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=upload.batch_id)
        held = upload.batch.files.filter(sha256__in={member.sha256 for member in members} - {""})
        first = dict(held.exclude(state=State.DUPLICATE).values_list("sha256", "name"))
        BatchFile.objects.bulk_create(list(_rows(upload, members, first)))


def _rows(upload: Upload, members: list[_Unpacked], first: dict[str, str]) -> Iterator[BatchFile]:
    """Rows of the members; `first` knows, and learns, which name each letter's bytes came under first."""
    for member in members:
        row = BatchFile(batch_id=upload.batch_id, upload=upload, position=member.position, name=member.name)
        row.sha256, row.size, row.reason = member.sha256, member.size, member.reason
        if member.reason:
            row.state = State.FAILED
        elif member.sha256 in first:
            row.state, row.reason = State.DUPLICATE, f"The same bytes as {first[member.sha256]} in this batch."
        else:
            first[member.sha256] = member.name
        if row.state != State.WAITING:
            row.finished_at = timezone.now()
        yield row


def _finish(upload: Upload, skipped: int) -> None:
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=upload.batch_id)
        batch.skipped += skipped
        batch.save(update_fields=["skipped"])
        upload.unpacked = True
        upload.save(update_fields=["unpacked"])
    close_zips()
    upload_path(upload).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # other uploads lie there still
        batch_folder(upload.batch_id).rmdir()
