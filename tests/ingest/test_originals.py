"""Originals: whole or not at all, written once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from decisions.originals import original_path
from ingest.originals import keep_original
from ingest.sources import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"a letter"
SHA256 = sha256_of(CONTENT)


def test_bytes_lie_under_their_digest(tmp_path: Path) -> None:
    path = keep_original(tmp_path, SHA256, CONTENT)
    assert path == tmp_path / SHA256[:2] / SHA256[2:4] / SHA256 == original_path(tmp_path, SHA256)
    assert path.read_bytes() == CONTENT


def test_what_is_kept_is_not_written_again(tmp_path: Path) -> None:
    path = keep_original(tmp_path, SHA256, CONTENT)
    os.utime(path, (0, 0))
    assert keep_original(tmp_path, SHA256, CONTENT).stat().st_mtime == 0


def test_a_disk_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keep_original(tmp_path, SHA256, CONTENT)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
