from __future__ import annotations

import logging.config
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils.log import log_response

from decisions.middleware import ArchiveMiddleware
from decisions.views.errors import broken
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client, RequestFactory
    from pytest_django import DjangoAssertNumQueries


def test_an_unknown_page_leads_on(client: Client) -> None:
    html = read(client.get("/nothing-here"), 404)
    assert "There is no such page" in html.text
    assert html.links["Search all decisions"] == "/decisions/"


def test_the_page_for_a_fault_needs_no_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        html = read(broken(rf.get("/")), 500)
    assert "Something broke on our side" in html.text


@pytest.mark.parametrize(
    "url", ["/", "/decisions/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/nothing-here", "/admin/login/"]
)
def test_every_page_carries_a_strict_policy(client: Client, url: str) -> None:
    load_four_cases()
    response = client.get(url)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"<script>alert" not in response.content
    assert b" style=" not in response.content
    assert b" onclick=" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_answer_reading(client: Client, method: str) -> None:
    assert getattr(client, method)("/decisions/").status_code == 405


def test_the_answer_to_head_has_no_body(rf: RequestFactory) -> None:
    """Else the web server would log a warning each time."""
    whole = HttpResponse("words", headers={"Content-Length": "5"})
    response = ArchiveMiddleware(lambda _: whole)(rf.head("/"))
    assert response.content == b""
    assert response["Content-Length"] == "5"


def test_static_files_carry_the_policy_too(client: Client) -> None:
    response = client.get("/static/archive.css")
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined] # read to its end, so that it is closed
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_fault_is_logged(rf: RequestFactory, capfd: pytest.CaptureFixture[str]) -> None:
    """With DEBUG off too: what nobody is told of nobody mends."""
    logging.config.dictConfig(settings.LOGGING)
    try:
        raise ZeroDivisionError("a fault")  # noqa: TRY301
    except ZeroDivisionError:
        log_response(
            "%s: %s", "Fault", "/x", response=broken(rf.get("/x")), request=rf.get("/x"), exception=sys.exc_info()[1]
        )
    assert "ZeroDivisionError: a fault" in capfd.readouterr().err


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path", ["/", "/cases/CM15-0000001/", "/statistics/", "/decisions.json", "/admin/login/", "/x"]
)
def test_without_the_database_every_page_says_so_plainly_and_the_log_says_why(
    client: Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed:\n\tConnection refused")

    logging.config.dictConfig(settings.LOGGING)
    cache.clear()
    connection.close()
    monkeypatch.setattr(connection, "connect", fail)
    client.raise_request_exception = False
    client.cookies["sessionid"] = "of-someone-logged-in"
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Content-Security-Policy"]
    words = response.content.decode()
    assert ("database" in words, "10.1.2.3" in words, "Traceback" in words) == (True, False, False)
    log = capfd.readouterr().err
    assert "The database does not answer: connection to server at 10.1.2.3 failed: Connection refused" in log
