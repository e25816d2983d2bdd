"""What worker processes do in tests; they import this module without Django."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.sources import SourceFile


def name_of(source: SourceFile) -> str:
    return source.name


def die_at_13(source: SourceFile) -> str:
    if source.name == "13.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return source.name


def die(_: SourceFile) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def process_of(_: SourceFile) -> str:
    return str(os.getpid())


def crashed(source: SourceFile) -> str:
    return f"{source.name} crashed"
