"""For all tests: no test fails because the machine is busy, and those that take longest begin first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

settings.register_profile("archive", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("archive")

LONGEST: Final = (
    "ingest/test_kill.py",
    "browser/test_accessibility.py",
    "browser/test_stories.py",
    "search/test_invariants.py",
    "web/test_guideline_page.py",
    "embedded_postgres/test_server.py",
    "web/test_hostile_requests.py",
    "web/test_statistics.py",
    "test_real_archive.py",
    "browser",
    "batches",
    "ingest",
)
"""Files and folders, longest first: one process runs a file, and none should begin a long one when others end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.path))


def place(path: Path) -> int:
    """Of a test file among LONGEST; behind them all where it is not named."""
    name = path.relative_to(Path(__file__).parent).as_posix()
    return next((at for at, start in enumerate(LONGEST) if name.startswith(start)), len(LONGEST))
