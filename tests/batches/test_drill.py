"""The drill of `make drill`, small: a batch while web server and database are killed ends as an undisturbed one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.drills.batches import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_a_batch_while_everything_is_killed_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    drill = {"IMR_VAR": str(tmp_path), "DRILL_LETTERS": "40", "DRILL_KILLS": "3", "DRILL_RUNS": "undisturbed,killed"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.drills.batches"],
        cwd=ROOT,
        env=os.environ | drill,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
