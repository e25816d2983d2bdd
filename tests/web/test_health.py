from __future__ import annotations

import logging
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection

from decisions.search import tantivy_search
from tests.builders import Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper


def test_a_living_process_says_so_without_asking_the_database(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator] # pytest-django's own fixture
        assert client.get("/healthz").content == b"ok\n"


def test_ready_where_database_and_index_answer(client: Client) -> None:
    load_four_cases()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "database": "ok", "index": "ok"})


def test_not_ready_without_an_index_and_says_what_to_do(client: Client) -> None:
    make_case(items=[Item()])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "reindex" in response.json()["index"]


@pytest.mark.parametrize("spoil", ["", "{", "[]", '{"schema": 0}'])
@pytest.mark.parametrize("path", ["/readyz", "/decisions/", "/decisions.json", "/decisions/facets/outcome/"])
def test_the_public_is_not_told_where_the_index_lies(
    client: Client, settings: SettingsWrapper, caplog: pytest.LogCaptureFixture, path: str, spoil: str
) -> None:
    make_case(items=[Item()])
    if spoil:
        settings.INDEX_DIR.mkdir()
        (settings.INDEX_DIR / "current").write_text(spoil)
    logging.getLogger("django").propagate = True
    try:
        response = client.get(path)
    finally:
        logging.getLogger("django").propagate = False
    assert response.status_code == 503
    assert "reindex" in response.content.decode()
    assert str(settings.INDEX_DIR) not in response.content.decode()
    assert str(settings.INDEX_DIR) in caplog.text, "who runs the archive is told"


def test_search_without_an_index_says_so_plainly(client: Client) -> None:
    make_case(items=[Item()])
    assert "Search is not available just now" in read(client.get("/decisions/"), 503).text
    response = client.get("/decisions.json")
    assert response.status_code == 503
    assert "reindex" in response.json()["error"]


def test_an_index_that_fails_while_facets_are_counted_says_so_plainly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("gone")

    load_four_cases()
    monkeypatch.setattr(tantivy_search, "count_facets", fail)
    assert "Search is not available just now" in read(client.get("/decisions/?q=pain"), 503).text


@pytest.mark.parametrize(("opened", "closed"), [(False, True), (True, False)])
def test_robots_are_kept_out_of_the_letters_unless_opened(
    client: Client, settings: SettingsWrapper, *, opened: bool, closed: bool
) -> None:
    settings.LETTERS_IN_WEB_SEARCH = opened
    rules = client.get("/robots.txt").content.decode().splitlines()
    assert ("Disallow: /cases/" in rules) == closed
    assert "Disallow: /decisions/" in rules


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("gone"), CalledProcessError(1, "pg_ctl"), OSError("full")])
def test_not_ready_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    connection.close()
    monkeypatch.setattr(connection, "connect", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == f"does not answer ({type(error).__name__})"
    assert response.json()["index"] == "cannot be told without the database"
    assert client.get("/healthz").status_code == 200
