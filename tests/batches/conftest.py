"""An empty archive with people of every kind, and a worker that does what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from tests.batches.people import POOL, person
from tests.ingest.running import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(scope="session", autouse=True)
def pool() -> Iterator[None]:
    yield
    POOL.rest()


@pytest.fixture(autouse=True)
def archive(db: None, settings: SettingsWrapper, tmp_path: Path) -> Archive:  # noqa: ARG001 - it opens the database
    settings.ORIGINALS_DIR = tmp_path / "var" / "originals"
    settings.UPLOADS_DIR = tmp_path / "var" / "uploads"
    settings.INDEX_DIR = tmp_path / "var" / "index"
    settings.STATIC_ROOT = tmp_path
    settings.LETTERS_IN_WEB_SEARCH = True  # so that the sitemap lists cases
    cache.clear()
    return Archive(tmp_path / "letters")


@pytest.fixture
def nobody() -> Client:
    return Client()


@pytest.fixture
def viewer() -> Client:
    return person("viewer", "view_batch")


@pytest.fixture
def uploader() -> Client:
    return person("uploader", "add_batch")
