"""Waiting for tantivy to merge segments, without letting others wait for it."""

from __future__ import annotations

import json
import os
import re
import time
from math import inf, log2
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MERGED_TOGETHER = 8
"""Segments of about one size that tantivy merges into one (its LogMergePolicy)."""
SMALL = 10_000
"""Documents below which it takes all segments as of one size."""
LEVEL = 0.75
"""Binary orders of magnitude within which sizes are about one."""

SEGMENT = re.compile(r"[0-9a-f]{32}\.")
"""The name of a segment's file."""

LOOK = 0.02
"""Seconds between two looks."""
STARTING, STALLED = 0.5, 10.0
"""Seconds within which a merge has made its files, and after which files that do not grow are not a merge's."""


def wait_for_merges(folder: Path, wanted: Callable[[], bool], meanwhile: Callable[[], int]) -> int:
    """After a commit to `folder`: return once its merges are done, or when somebody wants to write.

    What is not merged by then is lost with the writer, costs searches little, and is merged after a later
    commit. tantivy itself could only be waited for to the end, which in a large archive is minutes.

    Returns:
        How much `meanwhile` did in all, which is called again and again. It may commit to the same writer.
    """
    done = 0
    seen, since = merging_files(folder), time.monotonic()
    while merge_is_due(segment_sizes(folder)) and not wanted():
        time.sleep(LOOK)
        done += meanwhile()
        files = merging_files(folder)
        if files != seen:
            seen, since = files, time.monotonic()
        elif time.monotonic() - since > (STALLED if files else STARTING):
            break
    return done


def merge_is_due(sizes: Iterable[int]) -> bool:
    """Whether tantivy merges segments of these numbers of documents.

    >>> merge_is_due([2_000_000, *[500] * 7]), merge_is_due([2_000_000, *[500] * 8])
    (False, True)
    """
    level, together = inf, 0
    for size in sorted(sizes, reverse=True):
        magnitude = log2(max(size, SMALL))
        if magnitude < level - LEVEL:
            level, together = magnitude, 0
        together += 1
        if together >= MERGED_TOGETHER:
            return True
    return False


def segment_sizes(folder: Path) -> list[int]:
    """Documents of each segment of the last commit, those that were deleted not counted, as tantivy does."""
    return [segment["max_doc"] - (segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in segments(folder)]


def merging_files(folder: Path) -> dict[str, int]:
    """Name to size of the files of segments that no commit knows yet."""
    known = {segment["segment_id"].replace("-", "") for segment in segments(folder)}
    with os.scandir(folder) as entries:
        return {
            entry.name: size_of(entry)
            for entry in entries
            if SEGMENT.match(entry.name) and entry.name[:32] not in known
        }


def segments(folder: Path) -> list[dict[str, Any]]:
    """What the last commit says of its segments."""
    listed: list[dict[str, Any]] = json.loads((folder / "meta.json").read_bytes())["segments"]
    return listed


def size_of(entry: os.DirEntry[str]) -> int:
    """Of a file, which may be gone since it was listed."""
    try:
        return entry.stat().st_size
    except FileNotFoundError:
        return 0
