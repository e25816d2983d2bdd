"""The sample letters: loaded once, marked, and never among letters of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.models import Case, SourceFile
from ingest.management.commands import load_samples
from tests.ingest.letters import numbered, write_files
from tests.ingest.running import Archive, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_files(tmp_path / "samples", {"1.txt": numbered(1).bytes(), "2.pdf": numbered(2).pdf()})
    monkeypatch.setattr(load_samples, "SAMPLES", folder)


def test_samples_are_loaded_once_and_marked(archive: Archive) -> None:
    ran = run("load_samples")
    assert ran.out == "Loaded 2 sample letters. They are fictional: no person or case is real.\n"
    assert set(SourceFile.objects.values_list("is_sample", flat=True)) == {True}
    assert len(archive.found()) == 2
    assert run("load_samples").out.startswith("The sample letters are loaded already.")
    assert Case.objects.count() == 2


def test_no_samples_among_letters_of_ones_own(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": numbered(9).bytes()})
    archive.ingest()
    assert run("load_samples").out == "The archive holds letters of its own: no samples loaded.\n"
    assert Case.objects.count() == 1


def test_a_sample_that_cannot_be_read_is_a_fault(archive: Archive, tmp_path: Path) -> None:  # noqa: ARG001
    write_files(tmp_path / "samples", {"3.txt": b""})
    ran = run("load_samples")
    assert ran.code == 1
    assert "3.txt: The file is empty" in ran.err
