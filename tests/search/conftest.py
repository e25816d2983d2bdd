from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.search import indexing
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_engine import TantivyEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from decisions.search.engine import Engine, Writer

THESAURUS = Thesaurus.of(
    [
        ("Hydrocodone/APAP", "Norco", "Vicodin"),
        ("Epidural steroid injection", "ESI"),
        ("Magnetic resonance imaging", "MR scan"),
    ]
)
ENGINES: dict[str, Callable[[Path], Engine]] = {
    "tantivy": lambda folder: TantivyEngine(folder, lambda: "test", lambda: THESAURUS)
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Each engine that there is, on an empty index."""
    made = ENGINES[request.param](tmp_path / "index")
    made.rebuild([])
    return made


@pytest.fixture
def index_dir(settings: SettingsWrapper, tmp_path: Path) -> Path:
    """An index folder of the test's own, where nothing is yet."""
    settings.INDEX_DIR = tmp_path / "index"
    return settings.INDEX_DIR


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The cases, by id, of each update that was made of rows, filled as they are made."""
    updates: list[list[int]] = []
    hold_as_they_are = indexing.hold_as_they_are

    def note_and_hold(index: Writer, ids: Sequence[int], *removed: Sequence[int]) -> None:
        updates.append([*ids])
        hold_as_they_are(index, ids, *removed)

    monkeypatch.setattr(indexing, "hold_as_they_are", note_and_hold)
    return updates
