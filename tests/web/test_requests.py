"""Ids, log lines and figures of requests."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings

from imr_archive.logs import REQUESTS, JsonFormatter, request_id
from imr_archive.metrics import count_request
from tests.web.archive import load_four_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

NEEDLE = "quebracho"


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """What the log of requests prints, read back."""
    printed: list[dict[str, object]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            printed.append(json.loads(JsonFormatter().format(record)))

    logger, reader = logging.getLogger(REQUESTS), Reader()
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(reader)
    yield printed
    logger.removeHandler(reader)
    logger.setLevel(level)


def test_a_request_is_one_line_with_its_id(client: Client, lines: list[dict[str, object]]) -> None:
    load_four_cases()
    response = client.get("/decisions/", {"q": "lumbar"})
    (line,) = lines
    assert line["request_id"] == response["X-Request-ID"]
    assert {name: line[name] for name in ("method", "view", "path", "status")} == {
        "method": "GET",
        "view": "search",
        "path": "/decisions/",
        "status": 200,
    }
    assert isinstance(line["ms"], float)


def test_no_line_tells_who_asked_or_what_for(client: Client, lines: list[dict[str, object]]) -> None:
    load_four_cases()
    client.get("/decisions/", {"q": NEEDLE}, headers={"User-Agent": "me", "Referer": f"http://a/?{NEEDLE}"})
    client.get(f"/{NEEDLE}/")
    client.post("/admin/login/", {"username": NEEDLE, "password": NEEDLE})
    assert len(lines) == 3
    assert NEEDLE not in json.dumps(lines)
    assert "127.0.0.1" not in json.dumps(lines)


def test_queries_are_told_where_the_owner_wants_them(
    client: Client, lines: list[dict[str, object]], settings: SettingsWrapper
) -> None:
    load_four_cases()
    settings.LOG_QUERIES = True
    client.get("/decisions/", {"q": NEEDLE})
    assert lines[0]["query"] == f"q={NEEDLE}"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("from-the-proxy-1", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("short", False),
        ("12345678\n", False),
        ('12345678"}', False),
        ("<script>alert(1)", False),
    ],
)
def test_the_id_of_a_proxy_is_taken_where_it_is_one(client: Client, given: str, *, taken: bool) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answered == given) == taken
    assert len(answered) >= 8


def test_two_requests_have_two_ids(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_the_page_of_a_fault_names_its_id(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decisions.views.help.render", None)
    client.raise_request_exception = False
    response = client.get("/about/")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()


def test_a_fault_in_json_is_one_line_with_its_trace() -> None:
    request_id.set("an-id-of-a-request")
    try:
        raise ZeroDivisionError("a\nfault")  # noqa: TRY301
    except ZeroDivisionError:
        record = logging.LogRecord("django", logging.ERROR, "", 1, "broken: %s", ("x\ny",), sys.exc_info())
    printed = JsonFormatter().format(record)
    assert "\n" not in printed
    line = json.loads(printed)
    assert (line["level"], line["message"], line["request_id"]) == ("ERROR", "broken: x\ny", "an-id-of-a-request")
    assert "ZeroDivisionError" in line["exception"]


def test_figures_are_given_to_this_machine(client: Client) -> None:
    client.get("/about/")
    response = client.get("/metrics")
    assert response.status_code == 200
    assert 'imr_requests_total{method="GET",status="200",view="about"}' in response.content.decode()


def test_methods_that_were_made_up_are_counted_as_one(client: Client) -> None:
    client.generic("BREW", "/about/")
    figures = client.get("/metrics").content.decode()
    assert 'method="other"' in figures
    assert "BREW" not in figures


TOKEN = "a-token-of-more-than-twenty-letters"


@pytest.mark.parametrize(
    ("changes", "request_of", "status"),
    [
        ({}, {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({}, {"REMOTE_ADDR": "::1"}, 200),
        ({}, {"REMOTE_ADDR": "10.0.0.7"}, 403),
        ({}, {"REMOTE_ADDR": ""}, 403),
        ({}, {"HTTP_X_FORWARDED_FOR": "8.8.8.8"}, 403),
        ({}, {"HTTP_X_REAL_IP": "127.0.0.1"}, 403),
        ({}, {"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
        ({"BEHIND_PROXY": True}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"BEHIND_PROXY": True}, {}, 403),
        ({"METRICS_TOKEN": TOKEN}, {}, 403),
        ({"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": "Bearer "}, 403),
        ({"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, 403),
        ({"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": "Bearer \xe9"}, 403),
        ({"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}", "REMOTE_ADDR": "10.0.0.7"}, 200),
    ],
)
def test_who_may_read_figures(
    client: Client, settings: SettingsWrapper, changes: dict[str, object], request_of: dict[str, str], status: int
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert client.get("/metrics", **request_of).status_code == status  # type: ignore[arg-type]


COUNT = (
    "import django, sys; django.setup(); from imr_archive.metrics import count_request as c; c('GET', 'v', 200, 0.1)"
)


def test_figures_of_several_processes_are_added_up(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "imr_archive.settings"}
    for _ in range(3):
        subprocess.run([sys.executable, "-c", COUNT], env=environment, cwd=django_settings.BASE_DIR, check=True)
    figures = client.get("/metrics").content.decode()
    assert 'imr_requests_total{method="GET",status="200",view="v"} 3.0' in figures


def test_probes_are_answered_by_any_name_and_without_https(client: Client, settings: SettingsWrapper) -> None:
    load_four_cases()
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["archive.example.org"]
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200, path
    assert client.get("/about/", headers={"Host": "archive.example.org"})["Location"].startswith("https://archive.")
    assert client.post("/healthz").status_code == 405


def test_counting_takes_any_status() -> None:
    count_request("GET", "none", 599, 0)
