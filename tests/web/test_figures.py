"""Figures that take long to count: counted before anybody asks, once for all processes, never of another state."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Guideline
from decisions.pages import remembering
from decisions.pages.ahead import CountingAhead, alone_on_this_machine
from decisions.pages.remembering import Figures
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
    settings.FIGURES_DIR = tmp_path / "figures"
    keep_in(settings, settings.FIGURES_DIR)
    return tmp_path / "figures"


def keep_in(settings: SettingsWrapper, folder: Path | str) -> None:
    settings.CACHES = {**settings.CACHES, "figures": {**settings.CACHES["figures"], "LOCATION": folder}}


def slow_queries(client: Client, path: str) -> list[str]:
    """What a page asks of all citations of a guideline, or of all letters."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [one["sql"] for one in asked if "unnest" in one["sql"].lower() or "percentile" in one["sql"]]


def pages_of_slow_figures() -> list[str]:
    cited = Guideline.objects.filter(citations__pages__len__gt=0).distinct()
    return ["/statistics/", *(one.get_absolute_url() for one in cited)]


def count_all_ahead() -> None:
    ahead = CountingAhead()
    while ahead.step():
        pass


def test_what_was_counted_ahead_no_page_asks_for(client: Client) -> None:
    load_four_cases()
    pages = pages_of_slow_figures()
    assert len(pages) > 1
    count_all_ahead()
    assert [slow_queries(client, path) for path in pages] == [[] for _ in pages]
    make_case("CM17-0000009", items=[Item()])
    index_stale()
    assert all(slow_queries(client, path) for path in pages), "the index changed"
    count_all_ahead()
    assert not any(slow_queries(client, path) for path in pages)


def test_of_two_processes_that_count_ahead_one_waits_for_its_turn() -> None:
    load_four_cases()
    ahead = CountingAhead()
    with alone_on_this_machine() as alone:
        assert alone
        assert not ahead.step()
    assert ahead.step()


def test_what_is_remembered_is_not_counted_again_by_another_process(settings: SettingsWrapper, folder: Path) -> None:
    counted: list[str] = []
    figures = Figures("figures", "all", lambda: counted.append("again") or len(counted))
    assert figures.at("one state") == 1
    keep_in(settings, folder)  # as in a process that begins: nothing but the folder is left
    assert figures.at("one state") == 1
    assert figures.at("another state") == 2
    assert Figures("figures", "others", lambda: 7).at("another state") == 7


@pytest.mark.parametrize(("slow", "old", "shown"), [(True, False, 1), (False, False, 2), (True, True, 2)])
def test_what_is_slow_to_count_may_be_some_minutes_old_and_says_so(
    monkeypatch: pytest.MonkeyPatch, *, slow: bool, old: bool, shown: int
) -> None:
    monkeypatch.setattr(remembering, "SLOW", -1 if slow else 60)
    if old:
        monkeypatch.setattr(remembering, "LATELY", timedelta(0))
    counted: list[str] = []
    figures = Figures("figures", "all", lambda: counted.append("again") or len(counted))
    assert figures.lately("one state") == (1, None)
    assert figures.lately("one state") == (1, None)
    answer, since = figures.lately("another state")
    assert (answer, since is not None) == (shown, shown == 1)
    assert figures.at("another state") == 2
    assert figures.lately("another state") == (2, None)


def test_pages_say_since_when_their_figures_stand(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "SLOW", -1)
    load_four_cases()
    count_all_ahead()
    letters = client.get("/statistics/").context["page"].letters.total
    make_case("CM17-0000009", items=[Item()])
    index_stale()
    for path in pages_of_slow_figures():
        assert "Counted at" in client.get(path).content.decode(), path
    assert client.get("/statistics/").context["page"].letters.total == letters
    rows = list(
        csv.DictReader(client.get("/statistics.csv?table=items_per_letter").content.decode("utf-8-sig").splitlines())
    )
    assert sum(int(row["letters"]) for row in rows) == letters + 1, "a file is exact"
    count_all_ahead()
    for path in pages_of_slow_figures():
        assert "Counted at" not in client.get(path).content.decode(), path
    assert client.get("/statistics/").context["page"].letters.total == letters + 1


def test_the_web_server_begins_without_figures_of_an_older_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Figures("figures", "all", lambda: 7).at("one state") == 7
    monkeypatch.setattr(gunicorn.settings, "FIGURES_DIR", folder)
    monkeypatch.setenv(gunicorn.SHARED, "")
    gunicorn.on_starting(None)  # type: ignore[arg-type]  # it asks the server nothing
    gunicorn.on_exit(None)  # type: ignore[arg-type]  # likewise
    assert Figures("figures", "all", lambda: 8).at("one state") == 8


def test_where_nothing_can_be_kept_pages_have_their_figures_and_the_log_says_so(
    client: Client, settings: SettingsWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    load_four_cases()
    keep_in(settings, "/proc/figures")  # where nobody can write
    assert client.get("/statistics/").status_code == 200
    assert "Figures are not remembered" in caplog.text
