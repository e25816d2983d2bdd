"""Where the letters lie as they came: each under the SHA-256 of its bytes. Without Django: workers import it."""

from __future__ import annotations

from pathlib import Path


def original_path(folder: Path, sha256: str) -> Path:
    """Where the original of that SHA-256 lies below the folder, whether it exists or not."""
    return Path(folder, sha256[:2], sha256[2:4], sha256)
