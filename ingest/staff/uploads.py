"""Uploads straight to the disk, one open file at a time, and only where a view asks for them."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from ingest.batches.receiving import Given
from ingest.reading import size_in_words

if TYPE_CHECKING:
    from typing import BinaryIO

    from django.http import HttpRequest

LEFT_OVER = 24 * 3600
"""Seconds after which what a killed web process was receiving is thrown away."""


class RefuseUploads(FileUploadHandler):
    """For all pages that take no files: what is sent is thrown away unread."""

    def new_file(self, *_: Any, **__: Any) -> None:
        """Skip it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        """Nothing is received."""
        return None

    def file_complete(self, file_size: int) -> None:
        """Nothing was received."""


class KeptFile(UploadedFile):  # type: ignore[type-arg] # its content is never opened here
    """A file that lies on the disk."""

    def __init__(self, given: Given) -> None:
        super().__init__(file=None, name=given.name, size=given.size)
        self.given = given


class BatchUploads(FileUploadHandler):
    """Receives the files of a batch into a folder of their own; whoever makes it ends with `clear`.

    `refusal` says why the rest was not received, empty where all was.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.folder = Path(settings.UPLOADS_DIR, f"incoming-{secrets.token_hex(8)}")
        self.refusal = ""
        self._received = 0
        self._count = 0
        self._stream: BinaryIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the next one."""
        super().new_file(*args, **kwargs)
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._count == settings.UPLOAD_MAX_FILES:
            self.refusal = f"More than {settings.UPLOAD_MAX_FILES:,} files at once; put them into a zip."
            raise StopUpload(connection_reset=False)
        self._count += 1
        self._stream = self._path().open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        """Write a piece; beyond the limit nothing more is received."""
        self._received += len(raw_data)
        if self._received > settings.UPLOAD_MAX_BYTES:
            limit = size_in_words(settings.UPLOAD_MAX_BYTES)
            self.refusal = f"More than {limit} at once; upload it in several batches."
            raise StopUpload(connection_reset=False)
        assert self._stream
        self._stream.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> KeptFile:
        """The file, safe on the disk."""
        assert self._stream
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return KeptFile(Given(self.file_name or "", file_size, self._path()))

    def upload_interrupted(self) -> None:
        """The browser went away."""
        self.clear()

    def clear(self) -> None:
        """Delete what was received and not moved away."""
        if self._stream:
            self._stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self) -> Path:
        return self.folder / str(self._count)


def clear_left_over() -> None:
    """Delete what killed web processes were receiving a day ago or longer."""
    for folder in Path(settings.UPLOADS_DIR).glob("incoming-*"):
        if folder.stat().st_mtime < time.time() - LEFT_OVER:
            shutil.rmtree(folder, ignore_errors=True)
