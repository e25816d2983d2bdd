"""The letters as they came, each under the SHA-256 of its bytes: written once, never changed."""

from __future__ import annotations

import os
from threading import get_ident
from typing import TYPE_CHECKING

from decisions.originals import original_path

if TYPE_CHECKING:
    from pathlib import Path


def keep_original(folder: Path, sha256: str, content: bytes) -> Path:
    """Store the bytes, whole or not at all, on the disk when this returns.

    Raises:
        OSError: the disk is full or not writable.
    """
    path = original_path(folder, sha256)
    if path.exists():
        return path
    # Whoever writes the same file at the same time has a name of their own; what a killed process left
    # under such a name is overwritten by the next of that name and never mistaken for an original.
    fresh = path.with_name(f".{sha256}.{os.getpid()}-{get_ident()}")
    try:
        _write(fresh, content)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with open(handle, "wb") as stream:  # noqa: PTH123 - it is open already
        stream.write(content)
        stream.flush()
        os.fsync(handle)
