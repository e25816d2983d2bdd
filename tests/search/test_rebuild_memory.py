"""A rebuild takes its share of the memory that there is, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.search import tantivy_writing
from decisions.search.tantivy_writing import memory, rebuild_memory

if TYPE_CHECKING:
    from pathlib import Path

MB = 1_000_000


@pytest.mark.parametrize(
    ("there", "taken"), [(512 * MB, 200 * MB), (8_000 * MB, 1_000 * MB), (64_000 * MB, 3_000 * MB)]
)
def test_an_eighth_is_taken_within_bounds(monkeypatch: pytest.MonkeyPatch, there: int, taken: int) -> None:
    monkeypatch.setattr(tantivy_writing, "memory", lambda: there)
    assert rebuild_memory() == taken


def test_a_container_counts_on_what_it_is_held_to(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    machine = memory(limit)
    assert machine > 100 * MB
    limit.write_text("max\n")
    assert memory(limit) == machine
    limit.write_text(f"{100 * MB}\n")
    assert memory(limit) == 100 * MB
