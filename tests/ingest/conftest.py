"""An empty archive of its own for each test: database, originals and index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ingest.running import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def archive(db: None, settings: SettingsWrapper, tmp_path: Path) -> Archive:  # noqa: ARG001 - it opens the database
    settings.ORIGINALS_DIR = tmp_path / "var" / "originals"
    settings.INDEX_DIR = tmp_path / "var" / "index"
    return Archive(tmp_path / "letters")
