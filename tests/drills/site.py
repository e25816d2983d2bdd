"""The archive as it runs on a server, with its processes to kill, and a browser's requests to it."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[2]
GUNICORN = ("-m", "gunicorn", "--config", "python:imr_archive.gunicorn", "imr_archive.wsgi")
PIECE = 100_000
"""Bytes of an upload sent at once."""

NONE: Mapping[str, str] = MappingProxyType({})
Answer = TypeVar("Answer")


class Site:
    """Web server and workers on the archive of this process.

    Args:
        workers: `manage.py work` processes.
    """

    def __init__(self, workers: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.log = Path(settings.VAR_DIR, "drill.log").open("ab")  # noqa: SIM115 - as long as the site
        self.web = self._start(*GUNICORN)
        self.workers = [self._start_worker() for _ in range(workers)]

    def kill(self, what: str) -> None:
        """End the web server, a worker or the database as `kill -9` does, and start it again as a server would."""
        if what == "database":
            pid = int(Path(settings.DATABASES["default"]["DATA_DIR"], "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)  # whoever connects next starts it again
        elif what == "web":
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = self._start(*GUNICORN)
        else:
            self.workers[0].kill()  # not those that read for it: they have to notice
            self.workers[0].wait()
            self.workers[0] = self._start_worker()

    def end(self) -> None:
        """End all, as a server does."""
        for process in (*self.workers, self.web):
            process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self.web):
            process.wait(timeout=120)
        self.log.close()

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "work", "--workers", "2", "--nice", "0")

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PORT": str(self.port), "BIND": "127.0.0.1", "WEB_WORKERS": "1"}
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )


class Visitor:
    """A member of staff with a browser that asks again where it gets no answer.

    Args:
        site: whose pages.
        session: key of a session that is logged in.
    """

    def __init__(self, site: Site, session: str) -> None:
        self.site = site
        self.token = secrets.token_hex(16)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"

    def get(self, path: str) -> str:
        """The page, once the site gives it."""
        return persist(lambda: self._send("GET", path))

    def press(self, action: str) -> None:
        """Send the form that has no more than a button, until it is taken."""
        form = f"csrfmiddlewaretoken={self.token}".encode()
        persist(lambda: self._send("POST", action, form, {"Content-Type": "application/x-www-form-urlencoded"}))

    def upload(self, name: str, files: Sequence[Path], on_piece: Callable[[], None]) -> None:
        """Upload the files as a batch of that name; a connection that breaks is the caller's to mend."""
        boundary = secrets.token_hex(16)
        fields = _fields(boundary, {"csrfmiddlewaretoken": self.token, "name": name})
        heads = [_file_head(boundary, file) for file in files]
        end = f"--{boundary}--\r\n".encode()
        size = len(fields) + sum(map(len, heads)) + sum(file.stat().st_size + 2 for file in files) + len(end)

        def body() -> Iterator[bytes]:
            yield fields
            for head, file in zip(heads, files, strict=True):
                yield head
                with file.open("rb") as stream:
                    while piece := stream.read(PIECE):
                        on_piece()
                        yield piece
                yield b"\r\n"
            yield end

        kind = f"multipart/form-data; boundary={boundary}"
        self._send("POST", "/staff/batches/", body(), {"Content-Type": kind, "Content-Length": str(size)})

    def _send(
        self, method: str, path: str, body: bytes | Iterator[bytes] | None = None, headers: Mapping[str, str] = NONE
    ) -> str:
        with contextlib.closing(HTTPConnection("127.0.0.1", self.site.port, timeout=120)) as link:
            link.request(method, path, body, {**headers, "Cookie": self.cookie})
            answer = link.getresponse()
            text = answer.read().decode()
        if answer.status >= 500:
            raise HTTPException(f"{answer.status} of {path}")
        assert answer.status in {200, 302}, (answer.status, path, text[:2_000])
        return text


def _fields(boundary: str, fields: Mapping[str, str]) -> bytes:
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return "".join(parts).encode()


def _file_head(boundary: str, file: Path) -> bytes:
    named = f'Content-Disposition: form-data; name="files"; filename="{file.name}"'
    return f"--{boundary}\r\n{named}\r\nContent-Type: application/zip\r\n\r\n".encode()


def persist(ask: Callable[[], Answer], seconds: float = 300) -> Answer:
    """What is answered, asked again while something is down."""
    until = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except (OSError, HTTPException, OperationalError, InterfaceError):
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.2)
