"""What worker processes do in tests; they import this module without Django."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from ingest.workers import WORKER_BYTES

if TYPE_CHECKING:
    from ingest.sources import SourceFile


def names_of(sources: list[SourceFile]) -> list[str]:
    return [source.name for source in sources]


def die_at_13(sources: list[SourceFile]) -> list[str]:
    if "13.txt" in names_of(sources):
        os.kill(os.getpid(), signal.SIGKILL)
    return names_of(sources)


def go_in_circles_at_13(sources: list[SourceFile]) -> list[str]:
    while "13.txt" in names_of(sources):
        pass
    return names_of(sources)


def ask_for_all_memory(sources: list[SourceFile]) -> list[str]:
    try:
        bytearray(WORKER_BYTES)
    except MemoryError:
        return ["too much"] * len(sources)
    return names_of(sources)


def die(_: list[SourceFile]) -> list[str]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def processes_of(sources: list[SourceFile]) -> list[str]:
    return [str(os.getpid()) for _ in sources]


def crashed(source: SourceFile) -> str:
    return f"{source.name} crashed"
