"""One run of a drill, in a process of its own: `python -m tests.drills.run LETTERS FILES WORKERS KILLS UPLOADS`.

Its archive is IMR_VAR, which the settings read when Django starts: hence the process. Figures go to run.json there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django


def main(letters: Path, count: int, workers: int, kills: int, uploads: int) -> None:
    """Upload, load and publish in a fresh archive, with everything checked."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up
    from django.core.management import call_command  # noqa: PLC0415

    from tests.drills.digest import check, digest_of  # noqa: PLC0415
    from tests.drills.drill import Drill, log_in  # noqa: PLC0415
    from tests.drills.letters import make_files  # noqa: PLC0415
    from tests.drills.site import Site  # noqa: PLC0415

    drilled = make_files(letters, count)
    call_command("migrate", verbosity=0)
    site = Site(workers)
    try:
        drill = Drill(site, log_in(site), drilled, kills, os.environ.get("DRILL_SEED", "1"))
        started = time.monotonic()
        batches = drill.upload(uploads)
        drill.load(batches)
        drill.publish(batches)
        seconds = time.monotonic() - started
        for batch in batches:
            check(batch, drilled)
        figures = {**digest_of(batches[0]), "seconds": seconds, "kills": drill.killed}
    finally:
        site.end()
    Path(settings.VAR_DIR, "run.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
