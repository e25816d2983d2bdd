"""What staff upload becomes a batch: on the disk as it came, before anything is done with it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from ingest.models import Batch, Upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: its name, and where its bytes lie."""

    name: str
    size: int
    path: Path


def receive_batch(given: Sequence[Given], *, name: str, by: AbstractBaseUser, publish_when_done: bool) -> Batch:
    """A new batch of these files, which are moved; workers see it when all of them are in place.

    Raises:
        OSError: the disk is not writable; then there is no batch.
    """
    with transaction.atomic():
        batch = Batch.objects.create(name=name, created_by=by, publish_when_done=publish_when_done)  # type: ignore[misc]
        try:
            for file in given:
                upload = Upload.objects.create(batch=batch, name=file.name, size=file.size)
                upload_path(upload).parent.mkdir(parents=True, exist_ok=True)
                file.path.replace(upload_path(upload))
        except BaseException:
            shutil.rmtree(batch_folder(batch.pk), ignore_errors=True)
            raise
    return batch


def batch_folder(batch: int) -> Path:
    """Where a batch's uploads lie until they are unpacked."""
    return Path(settings.UPLOADS_DIR, str(batch))


def upload_path(upload: Upload) -> Path:
    """Where an upload lies: under a number of ours, since its name is anybody's."""
    return batch_folder(upload.batch_id) / str(upload.pk)
