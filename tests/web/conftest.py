"""An archive of each test's own: its rows, its index, nothing remembered from another test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def own_archive(db: None, settings: SettingsWrapper, tmp_path: Path) -> None:  # noqa: ARG001 - it opens the database
    settings.INDEX_DIR = tmp_path / "index"
    settings.STATIC_ROOT = tmp_path  # WhiteNoise wants the folder to be there; files come from static/ itself
    cache.clear()
