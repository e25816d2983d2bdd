"""Addresses of static files: each with a hash of its content, so that browsers may keep it for good."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFiles(StaticFilesStorage):
    """As Django's own, `?v=` and a hash behind each address; needs no collectstatic before the site runs."""

    def url(self, name: str | None) -> str:
        """Where a file is; without a hash where there is no such file."""
        plain = super().url(name)
        version = _version(name or "")
        return f"{plain}?v={version}" if version else plain


@lru_cache(maxsize=1_000)
def _version(name: str) -> str:
    """Remembered while the process lives: a new version of the archive starts new processes."""
    path = find(name)
    return blake2b(Path(path).read_bytes(), digest_size=5).hexdigest() if path and Path(path).is_file() else ""
