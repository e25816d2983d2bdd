"""Figures that take long to count: counted before anybody asks, once for all processes, never of another state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Guideline
from decisions.pages.ahead import CountingAhead
from decisions.pages.remembering import remembered
from decisions.search.indexing import index_stale
from imr_archive import gunicorn
from tests.builders import Item, make_case
from tests.web.archive import load_four_cases

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def folder(settings: SettingsWrapper, tmp_path: Path) -> Path:
    keep_in(settings, tmp_path / "figures")
    return tmp_path / "figures"


def keep_in(settings: SettingsWrapper, folder: Path | str) -> None:
    settings.CACHES = {**settings.CACHES, "figures": {**settings.CACHES["figures"], "LOCATION": folder}}


def slow_queries(client: Client, path: str) -> list[str]:
    """What a page asks of all citations of a guideline, or of all letters."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [one["sql"] for one in asked if "unnest" in one["sql"].lower() or "percentile" in one["sql"]]


def count_all_ahead() -> None:
    ahead = CountingAhead()
    while ahead.step():
        pass


def test_what_was_counted_ahead_no_page_asks_for(client: Client) -> None:
    load_four_cases()
    cited = Guideline.objects.filter(citations__pages__len__gt=0).distinct()
    pages = ["/statistics/", *(one.get_absolute_url() for one in cited)]
    assert len(pages) > 1
    count_all_ahead()
    assert [slow_queries(client, path) for path in pages] == [[] for _ in pages]
    make_case("CM17-0000009", items=[Item()])
    index_stale()
    assert all(slow_queries(client, path) for path in pages), "the index changed"
    count_all_ahead()
    assert not any(slow_queries(client, path) for path in pages)


def test_what_is_remembered_is_not_counted_again_by_another_process(settings: SettingsWrapper, folder: Path) -> None:
    counted = []
    for _ in range(2):
        remembered("figures", ("state", 1), lambda: counted.append(1) or [7])
        keep_in(settings, folder)  # as in a process that begins: nothing but the folder is left
    assert counted == [1]
    assert remembered("figures", ("state", 2), lambda: [8]) == [8]
    assert remembered("figures", ("state", 1), lambda: [9]) == [7]


def test_the_web_server_begins_without_figures_of_an_older_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered("figures", "state", lambda: [7])
    monkeypatch.setattr(gunicorn.settings, "FIGURES_DIR", folder)
    monkeypatch.setenv(gunicorn.SHARED, "")
    gunicorn.on_starting(None)  # type: ignore[arg-type]  # it asks the server nothing
    gunicorn.on_exit(None)  # type: ignore[arg-type]  # likewise
    assert caches["figures"].get("figures") is None
    assert remembered("figures", "state", lambda: [8]) == [8]


def test_where_nothing_can_be_kept_pages_have_their_figures_and_the_log_says_so(
    client: Client, settings: SettingsWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    load_four_cases()
    keep_in(settings, "/proc/figures")  # where nobody can write
    assert client.get("/statistics/").status_code == 200
    assert "Figures are not remembered" in caplog.text
