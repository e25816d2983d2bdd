"""A process of its own: `killed.py SECONDS PATH` runs `manage.py ingest PATH` for that much CPU time.

Then the kernel ends it as `kill -9` does: nothing of it runs any more. CPU time and not the clock's, so
that a busy machine changes nothing. With 0 it lives; its last line on stderr is the CPU time it took.
"""

from __future__ import annotations

import signal
import sys
import time

import django
from django.core.management import call_command

SMALL_BATCH = 3
SMALL_WINDOW = 6


def main() -> None:
    """Batches are small, so that many transactions and index commits lie between the kills."""
    seconds, path = float(sys.argv[1]), sys.argv[2]
    django.setup()
    from ingest.loading import loader, run  # noqa: PLC0415 - models need the set-up first

    loader.BATCH, run.WINDOW = SMALL_BATCH, SMALL_WINDOW
    signal.setitimer(signal.ITIMER_PROF, seconds)
    started = time.process_time()
    try:
        call_command("ingest", path, workers=1)
    finally:
        sys.stderr.write(f"{time.process_time() - started}\n")


if __name__ == "__main__":
    main()
