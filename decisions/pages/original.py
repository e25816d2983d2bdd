"""The letter's file as it came, for whoever may have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from decisions.models import SourceFile
from decisions.originals import original_path

if TYPE_CHECKING:
    from pathlib import Path

    from decisions.models import Case


@dataclass(frozen=True, slots=True)
class FileKind:
    """What people call files of a media type, and how their names end."""

    name: str
    ending: str


KINDS = {
    "application/pdf": FileKind("PDF", ".pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind("Word", ".docx"),
    "text/plain": FileKind("text", ".txt"),
}


@dataclass(frozen=True, slots=True)
class Original:
    """The file of a case's letter as it came.

    Args:
        path: where it lies.
        media_type: one of KINDS.
        kind: what people call it.
        size: in bytes.
    """

    path: Path
    media_type: str
    kind: FileKind
    size: int


def is_held_back(case: Case) -> bool:
    """Whether the original shows words that redaction missed, or may have missed: until staff have cleared them all."""
    return any(not leak["cleared"] for leak in case.leaks)


def original_for_all(case: Case) -> Original | None:
    """The original of a case, where it may be shown to whoever sees the case, and is there. One query."""
    if is_held_back(case):
        return None
    current = SourceFile.objects.filter(case=case, state=SourceFile.State.CURRENT, media_type__in=KINDS)
    file = current.only("sha256", "media_type", "size").order_by("-pk").first()
    if file is None:
        return None
    path = original_path(settings.ORIGINALS_DIR, file.sha256)
    return Original(path, file.media_type, KINDS[file.media_type], file.size) if path.is_file() else None
