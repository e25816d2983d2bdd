"""The files of a batch: those of one state or name, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from decisions.pages.paging import Paging, page_asked, paging
from ingest.models import BatchFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.models import Batch

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of the list.

    Args:
        files: in the order of the upload.
        total: of the files that the filter leaves.
        state: that they are in; empty for all.
        name: that stands in their names; empty for all.
        paging: the other pages.
    """

    files: list[BatchFile]
    total: int
    state: str
    name: str
    paging: Paging


def list_files(batch: Batch, asked: Mapping[str, str]) -> FileList:
    """The files that the URL's parameters `state`, `name` and `page` ask for; what makes no sense is ignored."""
    state = asked.get("state", "")
    state = state if state in BatchFile.State.values else ""
    name = asked.get("name", "").replace("\0", "").strip()[:200]
    files = batch.files.all()
    files = files.filter(state=state) if state else files
    files = files.filter(name__icontains=name) if name else files
    total = files.count()
    number = page_asked(asked.get("page", ""), total, PER_PAGE)
    kept = {key: value for key, value in (("state", state), ("name", name)) if value}
    return FileList(
        files=list(files.order_by("pk")[(number - 1) * PER_PAGE : number * PER_PAGE]),
        total=total,
        state=state,
        name=name,
        paging=paging(number, PER_PAGE, total, lambda page: f"?{urlencode({**kept, 'page': page})}#files"),
    )
