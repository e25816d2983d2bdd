"""The letters as they came, each under the SHA-256 of its bytes: written once, never changed."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def original_path(folder: Path, sha256: str) -> Path:
    """Where the original of that SHA-256 lies below the folder, whether it exists or not."""
    return folder / sha256[:2] / sha256[2:4] / sha256


def keep_original(folder: Path, sha256: str, content: bytes) -> Path:
    """Store the bytes, whole or not at all, on the disk when this returns.

    Raises:
        OSError: the disk is full or not writable.
    """
    path = original_path(folder, sha256)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=".fresh-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)  # noqa: PTH105 - the name is a str of tempfile
    except BaseException:
        os.unlink(fresh)  # noqa: PTH108
        raise
    return path
