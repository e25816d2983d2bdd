"""Updates of an index that is searched meanwhile, and the merges that they make due."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decisions.search.generations import read_position, write_position
from decisions.search.tantivy_merging import (
    merge_is_due,
    segment_ids,
    segment_sizes,
    segments_on_disk,
    wait_for_merges,
)
from decisions.search.tantivy_writing import open_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from decisions.search.engine import ItemDocument
    from decisions.search.phrases import Phrases
    from decisions.search.tantivy_writing import CaseWriter


@dataclass
class GenerationWriter:
    """The one writer of a generation.

    Args:
        folder: of the generation.
        writer: of its documents.
        note_changes: is told of each update whose documents changed.
        known: ids of segments that are no merge's.
        not_merged: documents of each segment that was left when all was merged that could be; empty before.
        is_merged: whether that was after the last update.
    """

    folder: Path
    writer: CaseWriter
    note_changes: Callable[[Iterable[int]], None]
    known: set[str]
    not_merged: list[int] = field(default_factory=list)
    is_merged: bool = True

    def update(self, documents: Iterable[ItemDocument], removed_cases: Iterable[int]) -> None:
        """As the engine's."""
        changed = self.writer.replace(documents, removed_cases)
        self.writer.commit()
        self.known |= segment_ids(self.folder)
        self.is_merged = False
        self.note_changes(changed)

    def position(self) -> int:
        """The note (see journal) up to which the generation holds all; 0 where none was kept."""
        return read_position(self.folder)

    def keep_position(self, position: int) -> None:
        """Keep it with the generation; after the update that took in the note."""
        write_position(self.folder, position)

    def merge(self, meanwhile: Callable[[], int]) -> int:
        """Return when all is merged that is due; how much `meanwhile` did in all.

        It is called again and again, and may update.
        """
        if not self.writer.has_begun and merge_is_due(segment_sizes(self.folder)):
            self.writer.begin_merges()
        if not self.writer.has_begun:
            return 0
        done = wait_for_merges(self.folder, self.known, self.writer.collect_garbage, meanwhile)
        self.not_merged, self.is_merged = segment_sizes(self.folder), True
        return done


@contextmanager
def writing_to(
    folder: Path, phrases_now: Callable[[], Phrases], note_changes: Callable[[Iterable[int]], None] = lambda _: None
) -> Iterator[GenerationWriter]:
    """Write to a generation, for several updates and to the end of the merges that they make due; under its lock.

    Raises IndexUnavailableError where the index is damaged, ValueError with "(os error" where the disk is full.

    Args:
        folder: of the generation.
        phrases_now: as `open_writer` has them.
        note_changes: is told of each update whose documents changed.
    """
    writer = open_writer(folder, phrases_now)
    generation = GenerationWriter(folder, writer, note_changes, segments_on_disk(folder))
    try:
        yield generation
        if not generation.is_merged:
            generation.merge(meanwhile=lambda: 0)
    finally:
        writer.stop()
