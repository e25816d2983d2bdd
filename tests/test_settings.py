"""Settings read from the environment, and what they refuse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from imr_archive.safety import is_local, shortcomings
from imr_archive.settings import NO_ENDLESS_WAITING, database_from_url

ROOT = Path(__file__).parent.parent
SECRET = "a-Secret_0123456789-a-Secret_0123456789-a-Secret_0123456789"
EXAMPLE = (ROOT / ".env.example").read_text()
TO_FILL_IN = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
PUBLIC = TO_FILL_IN | {"SECRET_KEY": SECRET, "POSTGRES_PASSWORD": "lettersAndDigits1"}


def test_what_follows_a_question_mark_is_not_lost() -> None:
    """Else `sslmode=require` would be asked for and not had."""
    database = database_from_url("postgres://me:p%40ss@db.example.org:5433/archive?sslmode=require&connect_timeout=9")
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example.org", "5433", "p@ss")
    assert database["OPTIONS"] == NO_ENDLESS_WAITING | {"sslmode": "require", "connect_timeout": "9"}


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "postgres://host", "postgres://host:port/name", "postgres://host:99999/name", "nonsense"]
)
def test_a_wrong_database_url_is_told_with_what_it_should_be(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like postgres://user:password@host:5432/name"):
        database_from_url(url)


SAFE = {
    "hosts": ["archive.example.org"],
    "bind": "127.0.0.1",
    "debug": False,
    "https": True,
    "secret_key": SECRET,
    "metrics_token": None,
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"hosts": ["localhost", "127.0.0.1"], "https": False, "secret_key": None, "debug": True}, []),
        ({"hosts": ["localhost"], "bind": "0.0.0.0", "https": False}, []),
        ({"hosts": ["localhost"], "bind": "0.0.0.0", "debug": True}, ["DEBUG=yes"]),
        ({"secret_key": None}, ["SECRET_KEY is not set."]),
        ({"secret_key": ""}, ["SECRET_KEY is not set."]),
        ({"secret_key": "short"}, ["SECRET_KEY can be guessed"]),
        ({"secret_key": "x" * 60}, ["SECRET_KEY can be guessed"]),
        ({"https": False}, ["HTTPS=no"]),
        ({"debug": True}, ["DEBUG=yes"]),
        ({"hosts": ["*"]}, ["ALLOWED_HOSTS=*"]),
        ({"hosts": ["localhost", "archive.example.org"], "https": False}, ["HTTPS=no"]),
        ({"metrics_token": "short"}, ["METRICS_TOKEN"]),
        ({"hosts": ["localhost"], "metrics_token": "short"}, ["METRICS_TOKEN"]),
        ({"secret_key": None, "https": False, "debug": True}, ["DEBUG=yes", "SECRET_KEY", "HTTPS=no"]),
    ],
)
def test_each_shortcoming_is_told(change: dict[str, object], told: list[str]) -> None:
    found = [*shortcomings(**(SAFE | change))]  # type: ignore[arg-type] # each a row of the right types
    assert len(found) == len(told)
    assert all(line.startswith(beginning) for line, beginning in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("hosts", "local"), [(["localhost"], True), (["[::1]", "127.0.0.1"], True), (["localhost", "a.example"], False)]
)
def test_a_site_is_local_where_it_answers_to_no_other_name(hosts: list[str], *, local: bool) -> None:
    assert is_local(hosts) == local


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "IMR_VAR", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False
    )


def test_the_example_as_it_stands_does_not_start_and_names_what_to_fill_in() -> None:
    ran = run("manage.py", "check", **TO_FILL_IN)
    assert ran.returncode == 1
    assert "SECRET_KEY is not set" in ran.stderr
    assert ran.stderr.count("\n  - ") == 1


def test_a_site_set_up_as_the_example_says_passes_djangos_own_check() -> None:
    assert set(PUBLIC) == {"ALLOWED_HOSTS", "SECRET_KEY", "HTTPS", "BEHIND_PROXY", "POSTGRES_PASSWORD"}
    ran = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "no issues" in ran.stdout


@pytest.mark.parametrize(
    "command", [("manage.py", "check"), ("-m", "gunicorn", "--config", "python:imr_archive.gunicorn", "x")]
)
def test_an_unsafe_site_does_not_start_and_says_why_without_a_trace(command: tuple[str, ...]) -> None:
    ran = run(*command, ALLOWED_HOSTS="archive.example.org")
    assert ran.returncode == 1
    assert "does not start" in ran.stderr
    assert "SECRET_KEY is not set" in ran.stderr
    assert "HTTPS=no" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HTTPS", "maybe", "must be yes or no"),
        ("HSTS_SECONDS", "-1", "must be a whole number"),
        ("LOG_FORMAT", "xml", "must be plain or json"),
        ("DATABASE_URL", "mysql://a/b", "must look like postgres://"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str, told: str) -> None:
    ran = run("manage.py", "check", **(PUBLIC | {name: value}))
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{name} ")
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["PORT", "WEB_WORKERS"])
def test_the_web_server_names_a_wrong_number(name: str) -> None:
    ran = run("-m", "gunicorn", "--config", "python:imr_archive.gunicorn", "x", **{name: "many"})
    assert (ran.returncode, ran.stderr) == (1, f"{name} is 'many'; it must be a whole number.\n")


@pytest.mark.parametrize(
    ("command", "environment", "told"),
    [
        ("migrate", {"DATABASE_URL": "postgres://me@127.0.0.1:1/imr"}, "The database does not answer (DATABASE_URL"),
        ("reindex", {"DATABASE_URL": "postgres://me@127.0.0.1:1/imr"}, "The database does not answer (DATABASE_URL"),
        ("check", {"IMR_VAR": "/dev/null/var"}, "IMR_VAR must name a folder that can be written"),
    ],
)
def test_a_command_says_in_a_line_what_it_lacks(command: str, environment: dict[str, str], told: str) -> None:
    ran = run("manage.py", command, **environment)
    assert ran.returncode == 1
    assert ran.stderr.startswith(told)
    assert ran.stderr.count("\n") == 1


SETTINGS = "import json; from imr_archive import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}))"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (PUBLIC, {"SECURE_SSL_REDIRECT": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}),
        (PUBLIC, {"SECURE_HSTS_SECONDS": 31_536_000, "LOG_FORMAT": "json", "LOG_QUERIES": False, "DEBUG": False}),
        (PUBLIC, {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}),
        (PUBLIC | {"BEHIND_PROXY": "no"}, {"SECURE_PROXY_SSL_HEADER": None}),
        (PUBLIC | {"HSTS_SECONDS": "3600"}, {"SECURE_HSTS_SECONDS": 3600}),
        ({"ALLOWED_HOSTS": ""}, {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}),
        ({}, {"SECURE_SSL_REDIRECT": False, "SECURE_HSTS_SECONDS": 0, "LOG_FORMAT": "plain", "DEBUG": False}),
    ],
)
def test_what_the_environment_makes_of_the_settings(environment: dict[str, str], expected: dict[str, object]) -> None:
    ran = run("-c", SETTINGS % ([*expected],), **environment)
    assert json.loads(ran.stdout) == expected


READ = re.compile(r"""(?:environ(?:\.get\(|\[)|env_\w+\()\s*["'](?P<python>[A-Z_]+)["']|\$\{(?P<compose>[A-Z_]+)""")
READERS = ("imr_archive/settings.py", "imr_archive/gunicorn.py", "docker-compose.yml")


def test_every_setting_that_is_read_stands_in_the_example_and_no_other() -> None:
    text = "\n".join((ROOT / reader).read_text() for reader in READERS)
    read = {name for match in READ.finditer(text) for name in match.groups() if name}
    named = re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert read - set(named) == set()
    assert set(named) - read == set()
    assert len(named) == len(set(named))


def test_no_value_of_the_example_has_a_comment_behind_it() -> None:
    """systemd would take it for a part of the value."""
    assert not re.findall(r"^(?:# )?[A-Z_]+=.*[ #].*$", EXAMPLE, re.MULTILINE)
