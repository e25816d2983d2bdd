"""How gunicorn serves the archive: `gunicorn --config python:imr_archive.gunicorn imr_archive.wsgi`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

try:
    from imr_archive import settings

    bind = f"{settings.BIND}:{settings.env_number('PORT', default=8000)}"
    workers = settings.env_number("WEB_WORKERS", default=2) or 1
except ImproperlyConfigured as error:  # told once and plainly, not with a trace from each worker
    sys.exit(str(error))

from imr_archive.logs import logging_settings

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

threads = 4
"""A web process waits for PostgreSQL or lets go of the interpreter while the index is searched."""
limit_request_line = 8190
limit_request_fields = 60
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
"""None of X-Forwarded-Proto, SCRIPT_NAME, PATH_INFO, whoever sends them: BEHIND_PROXY decides, in Django."""
keepalive = 75
"""Seconds that an idle connection stays: longer than proxies and balancers keep theirs (60), else they send a request
into one that is just being closed, and answer 502."""
graceful_timeout = 30
timeout = 60
loglevel = "error"
"""Its warnings name the address of whoever sent nonsense."""
IN_MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = IN_MEMORY if Path(IN_MEMORY).is_dir() else None
"""Where processes show that they live: on a slow disk they would seem to hang."""

SHARED = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(server: Arbiter) -> None:  # noqa: ARG001
    """Name the folder of the processes' metrics; forget the figures that another version of the archive counted."""
    os.environ[SHARED] = tempfile.mkdtemp(prefix="imr-metrics-")
    shutil.rmtree(settings.FIGURES_DIR, ignore_errors=True)


def post_worker_init(worker: Worker) -> None:  # noqa: ARG001
    """Have a web process ready before it answers."""
    from imr_archive.warming import warm_up  # noqa: PLC0415 - Django is set up by now

    warm_up()


def child_exit(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001
    """Forget what only a living process counts."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - reads the variable when imported

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Arbiter) -> None:  # noqa: ARG001
    """Take the metrics' folder away."""
    shutil.rmtree(os.environ[SHARED], ignore_errors=True)


def log_lines(form: str) -> dict[str, Any]:
    """Gunicorn's own lines in the form of the archive's, but its log of requests: that one names addresses."""
    lines = logging_settings(form)
    kept = {name: lines[name] for name in ("version", "disable_existing_loggers", "formatters", "handlers")}
    return kept | {
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": loglevel.upper(), "handlers": ["stderr"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


logconfig_dict = log_lines(settings.LOG_FORMAT)
