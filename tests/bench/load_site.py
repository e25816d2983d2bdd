"""A served archive and who asks it: `python -m tests.bench.load_site ITEMS MINUTES PAGES LETTERS FILE`.

Its folder is IMR_VAR, which the settings read when Django starts: hence the process. The web server runs with the
settings of a public site, as if behind its proxy.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import zipfile
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

import django
import psutil

from tests.bench.load_pages import HOST, answered, ask_at_a_steady_rate, endless_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.models import Batch
    from tests.bench.load_pages import Answers

ROOT = Path(__file__).parent.parent.parent
WARMING = 1.0
"""Minutes that are not counted: what begins is slow, and would make the idle figure easy to hold."""
GUNICORN = ("-m", "gunicorn", "--config", "python:imr_archive.gunicorn", "imr_archive.wsgi")


def main(items: int, minutes: float, pages: int, letters: int, file: Path) -> None:
    """Make the archive or take the one there is, ask without and with a batch, write the figures of both."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    django.setup()
    from tests.bench.search_pages import free_port  # noqa: PLC0415 - Django must be set up

    prepare(items)
    batch_zip = zip_letters(letters)
    port = free_port()
    addresses = endless_addresses()

    def ask(for_minutes: float) -> Answers:
        return ask_at_a_steady_rate(port, addresses, pages, for_minutes)

    with running(*GUNICORN, PORT=str(port), **PUBLIC) as web:
        wait_for(port)
        ask(WARMING)
        idle = figures(web, lambda: ask(max(1.0, minutes / 2)))
        with running("manage.py", "work") as worker:
            batch = receive(batch_zip)
            loading = figures(web, lambda: ask(minutes), worker=worker, batch=batch)
    file.write_text(json.dumps({"idle": idle, "while a batch loads": loading}))


PUBLIC = {
    "ALLOWED_HOSTS": HOST,
    "SECRET_KEY": secrets.token_urlsafe(50),
    "HTTPS": "yes",
    "BEHIND_PROXY": "yes",
    "WEB_WORKERS": "2",
}


def prepare(items: int) -> None:
    """The made-up archive of the search benchmark, and what earlier runs added to it."""
    from django.core.management import call_command  # noqa: PLC0415

    from tests.bench.search_load import MADE_BY, Kept, make_archive  # noqa: PLC0415

    if Kept().get("made_by") == MADE_BY and Kept().get("rows"):
        call_command("migrate", verbosity=0)
        call_command("reindex", if_needed=True)
    else:
        make_archive(items)


def wait_for(port: int) -> None:
    """Until the server is ready."""
    for _ in range(300):
        if answered(HTTPConnection("127.0.0.1", port, timeout=60), "/readyz", tell=False):
            return
        time.sleep(0.2)
    raise TimeoutError("gunicorn did not start; load.log says why.")


@contextlib.contextmanager
def running(*command: str, **environment: str) -> Iterator[psutil.Process]:
    """A Python process on this archive, ended as a server ends it."""
    with Path(os.environ["IMR_VAR"], "load.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=os.environ | environment, stderr=log, stdout=log
        )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=120)


def zip_letters(count: int) -> Path:
    """A zip of letters that are new to the archive, a third of them PDF."""
    from ingest.models import BatchFile  # noqa: PLC0415

    folder = Path(os.environ["IMR_VAR"], "letters")
    first = BatchFile.objects.count()
    make = (sys.executable, "manage.py", "make_letters", "--seed", "load")
    for kind, number, start in (("--pdf", count // 3, first), ("", count - count // 3, first + count // 3)):
        options = [*filter(None, [kind]), "--start", str(start), str(number), str(folder / f"{start}")]
        subprocess.run([*make, *options], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    target = folder / "batch.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted([*folder.glob(f"{first}/*"), *folder.glob(f"{first + count // 3}/*")]):
            if path.suffix != ".json":
                archive.write(path, path.name)
    return target


def receive(path: Path) -> Batch:
    """Upload it as a batch that is published when it is loaded."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from ingest.batches.receiving import Given, receive_batch  # noqa: PLC0415

    user, _ = get_user_model().objects.get_or_create(username="load")
    given = Given(path.name, path.stat().st_size, path)
    return receive_batch([given], name="Load", by=user, publish_when_done=True)


def figures(
    web: psutil.Process, ask: Callable[[], Answers], worker: psutil.Process | None = None, batch: Batch | None = None
) -> dict[str, float]:
    """What the clients saw, what the processes held before and after, how many letters were loaded meanwhile."""
    from decisions.models import DisputedItem  # noqa: PLC0415 - Django must be set up

    items, before = DisputedItem.objects.count(), largest(web)
    answers = ask()
    loaded = batch.files.exclude(state="waiting").count() if batch else 0
    return {
        "disputed items at the beginning": items,
        "pages": len(answers.milliseconds),
        "pages a minute": 60 * len(answers.milliseconds) / answers.seconds,
        "errors": answers.errors,
        "p50 ms": answers.quantile(50),
        "p95 ms": answers.quantile(95),
        "p99 ms": answers.quantile(99),
        "slowest ms": max(answers.milliseconds),
        "p95 ms since it was asked": quantiles(answers.since_asked, n=20)[18],
        "web process at the beginning, MB": before,
        "web process at the end, MB": largest(web),
        "worker, all its processes, MB": held(worker) if worker else 0,
        "letters loaded": loaded,
        "letters a second": loaded / answers.seconds,
        "load average of the machine": os.getloadavg()[1],
    }


def largest(web: psutil.Process) -> float:
    """Megabytes that the largest web process has for itself."""
    return max(float(one.memory_full_info().uss) for one in web.children()) / 1e6


def held(process: psutil.Process) -> float:
    """Megabytes that a process and all below it have for themselves."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += one.memory_full_info().uss
    return total / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
