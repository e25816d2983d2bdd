"""Waiting for tantivy to merge segments.

A writer is let go of only when its merges are done, unless there was an error. tantivy would let one go at any time,
but whose merge ends at that moment deletes the merged segments without noting the new one: the index is lost.
"""

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
LOOK = 0.05
"""Seconds between two looks."""
STARTING, STALLED = 0.5, 60.0
"""Seconds within which a merge has made its files, and after which files that do not grow are not a merge's."""


def wait_for_merges(
    folder: Path, known: set[str], collect_garbage: Callable[[], None], meanwhile: Callable[[], int]
) -> int:
    """After a commit to `folder`: return once its merges are done. In a large archive that may be minutes.

    Args:
        folder: of the index.
        known: ids of segments that are no merge's, those of before the commit among them; what becomes one is added.
        collect_garbage: has tantivy remove the files of a merge that came to nothing, as where all that it merged
            was deleted meanwhile; those of one at work stay.
        meanwhile: is called again and again, and may commit to the same writer.

    Returns:
        How much `meanwhile` did in all.
    """
    done = 0
    seen, grown, looked = merging_files(folder, known), time.monotonic(), time.monotonic()
    while seen or merge_is_due(segment_sizes(folder)):
        time.sleep(LOOK)
        handled = meanwhile()
        done += handled
        files, now = merging_files(folder, known), time.monotonic()
        if files != seen or (handled and not files):  # what was handled may have begun a merge just now
            seen, grown, looked = files, now, now
        elif now - grown > (STALLED if files else STARTING):
            break
        elif now - looked > STARTING:
            collect_garbage()
            looked = now
    return done


def merge_is_due(sizes: Iterable[int]) -> bool:
    """Whether tantivy merges segments of these numbers of documents.

    >>> merge_is_due([2_000_000, *[500] * 7]), merge_is_due([2_000_000, *[500] * 8])
    (False, True)
    """
    return documents_due(sizes) > 0


def documents_due(sizes: Iterable[int]) -> int:
    """How many documents tantivy merges, of segments of these numbers of documents.

    >>> documents_due([2_000_000, *[500] * 7]), documents_due([2_000_000, *[500] * 8])
    (0, 4000)
    """
    levels: list[list[int]] = []
    level = inf
    for size in sorted(sizes, reverse=True):
        magnitude = log2(max(size, SMALL))
        if magnitude < level - LEVEL:
            level = magnitude
            levels.append([])
        levels[-1].append(size)
    return sum(sum(together) for together in levels if len(together) >= MERGED_TOGETHER)


def segment_sizes(folder: Path) -> list[int]:
    """Documents of each segment of the last commit, those that were deleted not counted, as tantivy does."""
    return [segment["max_doc"] - (segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in segments(folder)]


def merging_files(folder: Path, known: set[str]) -> dict[str, int]:
    """Name to size of the files of segments that no commit knew yet; those of the last one are added to `known`."""
    known |= segment_ids(folder)
    with os.scandir(folder) as entries:
        return {
            entry.name: size_of(entry)
            for entry in entries
            if SEGMENT.match(entry.name) and entry.name[:32] not in known
        }


def segments_on_disk(folder: Path) -> set[str]:
    """All segments of which there are files: under the lock, before anything is written, none is a merge's."""
    return {name[:32] for name in os.listdir(folder) if SEGMENT.match(name)}  # noqa: PTH208 - names are all it takes


def segment_ids(folder: Path) -> set[str]:
    """The segments of the last commit, as their files are named."""
    return {segment["segment_id"].replace("-", "") for segment in segments(folder)}


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
