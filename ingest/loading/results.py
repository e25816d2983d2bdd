"""What became of each file of a run, and the sum of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.sources import SourceSkipped


class LoadState(StrEnum):
    """What loading made of a file: exactly one of these, so that they add up."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """One file's fate.

    Args:
        name: of the file.
        state: NEW: a case that was not there; UPDATED: a case that reads otherwise now; UNCHANGED: nothing
            to do; SUPERSEDED: kept as a version that is not its case's current letter; FAILED: see reason.
        reason: why it failed, one line.
        sha256: of its bytes; empty where they were not to be had.
        case: public id; empty where it has none.
        items: disputed items read from it.
        warnings: what was not understood in it.
        review: why a person should look at it: names of `review.REASONS`.
        held: UPDATED, but only said: the case stays as it is until its batch is published.
        difference: [field, before, after] of what a held letter would change.
    """

    name: str
    state: LoadState
    reason: str = ""
    sha256: str = ""
    case: str = ""
    items: int = 0
    warnings: int = 0
    review: tuple[str, ...] = ()
    held: bool = False
    difference: tuple[list[str], ...] = ()


@dataclass(slots=True)
class Summary:
    """Counts of a run. `files` is always the sum of the states."""

    states: Counter[LoadState] = field(default_factory=Counter)
    skipped: int = 0

    def add(self, result: LoadResult | SourceSkipped) -> None:
        """Count one file."""
        if isinstance(result, LoadResult):
            self.states[result.state] += 1
        else:
            self.skipped += 1

    @property
    def files(self) -> int:
        """Everything given that should have been a letter."""
        return self.states.total()

    @property
    def failed(self) -> int:
        """Files that could not be loaded."""
        return self.states[LoadState.FAILED]

    @property
    def changed(self) -> int:
        """Cases that search has to hear of."""
        return self.states[LoadState.NEW] + self.states[LoadState.UPDATED]

    def __str__(self) -> str:
        """The closing line: "75 files = 75 new + 0 updated + ..."."""
        parts = " + ".join(f"{self.states[state]:,} {state}" for state in LoadState)
        skipped = f"; {self.skipped:,} skipped by name (hidden files, .json, links)" if self.skipped else ""
        return f"{self.files:,} file{'' if self.files == 1 else 's'} = {parts}{skipped}"
