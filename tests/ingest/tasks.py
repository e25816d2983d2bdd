"""What worker processes do in tests; they import this module without Django."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.sources import SourceFile


def names_of(sources: list[SourceFile]) -> list[str]:
    return [source.name for source in sources]


def die_at_13(sources: list[SourceFile]) -> list[str]:
    if "13.txt" in names_of(sources):
        os.kill(os.getpid(), signal.SIGKILL)
    return names_of(sources)


def die(_: list[SourceFile]) -> list[str]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def processes_of(sources: list[SourceFile]) -> list[str]:
    return [str(os.getpid()) for _ in sources]


def crashed(source: SourceFile) -> str:
    return f"{source.name} crashed"
