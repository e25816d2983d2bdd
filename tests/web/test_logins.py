"""Guessing passwords: how many tries a client has, and who counts as one client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.conf import settings as archive_settings
from django.contrib.auth.models import User
from django.test import Client

from imr_archive.logins import client_address
from tests.web.reading import read

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import RequestFactory
    from pytest_django.fixtures import SettingsWrapper

LOGIN = "/admin/login/"
NAME, PASSWORD = "staff", "a-password-of-some-length"
TRIES = archive_settings.AXES_FAILURE_LIMIT


@pytest.fixture(autouse=True)
def fast_passwords(settings: SettingsWrapper) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create_user(NAME, password=PASSWORD, is_staff=True)


def log_in(password: str = PASSWORD, name: str = NAME, **headers: str) -> HttpResponse:
    return Client().post(LOGIN, {"username": name, "password": password}, headers=headers)  # type: ignore[return-value]


def fail(times: int, **headers: str) -> None:
    for _ in range(times):
        log_in("wrong", **headers)


def test_a_client_has_ten_tries_and_then_waits() -> None:
    fail(TRIES - 1)
    assert log_in().status_code == 302
    fail(TRIES)
    html = read(log_in(), 429)
    assert "Too many failed logins" in html.text
    assert "ten times" in html.text
    assert TRIES == 10


def test_other_names_and_browsers_are_no_way_around_it() -> None:
    for number in range(TRIES):
        log_in("wrong", name=f"name{number}", **{"User-Agent": f"browser {number}"})
    assert log_in().status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "X-Client-IP"])
def test_headers_are_no_way_around_it(header: str) -> None:
    for number in range(TRIES):
        fail(1, **{header: f"10.0.0.{number}"})
    assert log_in(**{header: "10.0.0.99"}).status_code == 429


def test_behind_a_proxy_what_the_client_writes_before_its_address_is_not_looked_at(settings: SettingsWrapper) -> None:
    settings.BEHIND_PROXY = True
    for number in range(TRIES):
        fail(1, **{"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.7"})
    assert log_in(**{"X-Forwarded-For": "10.0.0.99, 203.0.113.7"}).status_code == 429
    assert log_in(**{"X-Forwarded-For": "203.0.113.7, 203.0.113.8"}).status_code == 302


def test_who_logs_in_forgets_only_failures_of_that_name() -> None:
    """Else whoever has an account could go on guessing another's password for ever."""
    User.objects.create_user("colleague", password=PASSWORD)
    fail(TRIES - 1, **{"User-Agent": "one"})
    log_in(name="colleague")
    fail(1)
    assert log_in().status_code == 429


@pytest.mark.parametrize("name", ["n" * 100_000, "a\0b", "<script>alert(1)</script>", "\N{SNOWMAN}", ""])
def test_any_name_is_refused_and_not_a_fault(name: str) -> None:
    response = log_in("wrong", name)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_what_is_kept_of_a_failure_has_no_password() -> None:
    log_in("my-true-password-mistyped")
    kept = AccessAttempt.objects.values()
    assert len(kept) == 1
    assert "mistyped" not in str(list(kept))


@pytest.mark.parametrize(
    ("behind_proxy", "remote", "forwarded", "address"),
    [
        (False, "203.0.113.7", "", "203.0.113.7"),
        (False, "203.0.113.7", "10.0.0.1", "203.0.113.7"),
        (True, "127.0.0.1", "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (True, "127.0.0.1", "nonsense", None),
        (False, "", "", None),
        (False, "2001:db8:1:2:3::9", "", "2001:db8:1:2::"),
        (False, "2001:db8:1:2:ffff::1", "", "2001:db8:1:2::"),
        (False, "::ffff:203.0.113.7", "", "203.0.113.7"),
        (False, "fe80::1%eth0", "", "fe80::"),
        (False, "::1", "", "::"),
    ],
)
def test_who_counts_as_one_client(
    rf: RequestFactory,
    settings: SettingsWrapper,
    remote: str,
    forwarded: str,
    address: str | None,
    *,
    behind_proxy: bool,
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request) == address
