"""Killed at any moment and run again, `ingest` ends with what an undisturbed run ends with."""

from __future__ import annotations

import random
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from decisions.models import Case
from tests.ingest.letters import Item, LetterText, numbered, write_files
from tests.ingest.processes import contents, finish, start

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.ingest.running import Archive

KILLS = 20
SCRIPT = str(Path(__file__).with_name("killed.py"))


def letters() -> dict[str, bytes]:
    """60 files: cases of one to three items, some in two versions, and some files that are no letters."""
    files = {}
    for number in range(50):
        items = tuple(Item(heading=f"MRI {position} of the knee") for position in range(1 + number % 3))
        files[f"{number:02}.txt"] = numbered(number, items=items).bytes()
    for number in range(0, 50, 10):
        files[f"{number:02}-bad.txt"] = b"%PDF-" + bytes([number])
        corrected = LetterText(f"CM16-{number:07d}", decision_date="03/01/2017", items=(Item(outcome="Overturned"),))
        files[f"{number:02}a.txt"] = corrected.bytes()
    return files


@pytest.mark.timeout(900)  # thirty processes start one after another, on a machine that others may use
@pytest.mark.django_db(transaction=True)
def test_twenty_kills_change_nothing(archive: Archive, settings: SettingsWrapper, tmp_path: Path) -> None:
    write_files(archive.folder, letters())
    _, _, err = finish(start(SCRIPT, "0", str(archive.folder)))
    cpu = float(err.splitlines()[-1])
    undisturbed = contents(archive)
    assert len(undisturbed["cases"]) == 50
    moments = random.Random(2016)
    kills, rounds = 0, 0
    while kills < KILLS:
        empty_archive(settings, tmp_path / f"var-{(rounds := rounds + 1)}")
        killed = True
        while killed:
            when = moments.uniform(0.001, cpu * 0.7) if kills < KILLS else 0
            code, _, _ = finish(start(SCRIPT, str(when), str(archive.folder)))
            assert code in {1, -signal.SIGPROF}
            killed = code != 1
            kills += killed
        assert contents(archive) == undisturbed


def empty_archive(settings: SettingsWrapper, var: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    settings.ORIGINALS_DIR = var / "originals"
    settings.INDEX_DIR = var / "index"
    assert not Case.objects.exists()
