"""What is found in folders and zips, under which names and in which order."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from ingest.errors import DamagedFileError
from ingest.sources import SourceFailure, SourceFile, SourceSkipped, estimate_files, iter_sources
from tests.ingest.letters import numbered, write_files, zipped

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"text"


def names(*paths: Path) -> list[str]:
    return [source.name for source in iter_sources(paths) if isinstance(source, SourceFile)]


def skipped(*paths: Path) -> list[str]:
    return [source.name for source in iter_sources(paths) if isinstance(source, SourceSkipped)]


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    write_files(tmp_path, {"b/2.txt": TEXT, "b/1.txt": TEXT, "a.txt": TEXT, "z.txt": TEXT, "c/d/e.txt": TEXT})
    assert names(tmp_path) == ["a.txt", "z.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]


def test_zips_are_opened_wherever_they_are_and_whatever_they_are_called(tmp_path: Path) -> None:
    batch = zipped({"letters/1.txt": TEXT, "2.docx": numbered(1).docx()})
    write_files(tmp_path, {"in/batch.dat": batch, "letter.docx": numbered(1).docx()})
    assert names(tmp_path) == ["letter.docx", "in/batch.dat!letters/1.txt", "in/batch.dat!2.docx"]
    assert names(tmp_path / "in" / "batch.dat") == ["batch.dat!letters/1.txt", "batch.dat!2.docx"]
    assert estimate_files([tmp_path / "in" / "batch.dat", tmp_path]) == 4


def test_what_is_no_letter_by_its_name_is_skipped_and_counted(tmp_path: Path) -> None:
    batch = zipped({"__MACOSX/._1.txt": TEXT, "1.json": b"{}", "1.txt": TEXT})
    write_files(tmp_path, {".git/x": TEXT, ".hidden": TEXT, "a.JSON": b"{}", "Thumbs.db": TEXT, "b.zip": batch})
    assert names(tmp_path) == ["b.zip!1.txt"]
    assert skipped(tmp_path) == [
        ".hidden",
        "Thumbs.db",
        "a.JSON",
        "b.zip!__MACOSX/._1.txt",
        "b.zip!1.json",
        ".git/x",
    ]


def test_links_are_followed_only_inside_the_folder(tmp_path: Path) -> None:
    write_files(tmp_path, {"outside/secret.txt": TEXT, "in/a.txt": TEXT})
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "c.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "in" / "d").symlink_to(tmp_path / "outside")
    assert names(tmp_path / "in") == ["a.txt", "b.txt"]
    assert skipped(tmp_path / "in") == ["c.txt"]


def test_the_same_bytes_are_read_from_the_zip_and_beside_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.zip": zipped({"1.txt": b"one", "2.txt": b"two"}), "b.txt": b"three"})
    found = {source.name: source for source in iter_sources([tmp_path]) if isinstance(source, SourceFile)}
    assert {name: source.read() for name, source in found.items()} == {
        "a.zip!1.txt": b"one",
        "a.zip!2.txt": b"two",
        "b.txt": b"three",
    }


def test_a_file_that_vanished_is_a_stated_error(tmp_path: Path) -> None:
    (path := tmp_path / "a.txt").write_bytes(TEXT)
    (source,) = iter_sources([path])
    path.unlink()
    assert isinstance(source, SourceFile)
    with pytest.raises(DamagedFileError, match="Could not be read: No such file"):
        source.read()


def test_file_names_that_are_no_text_are_made_printable(tmp_path: Path) -> None:
    (tmp_path / b"caf\xe9.txt".decode(errors="surrogateescape")).write_bytes(TEXT)
    assert names(tmp_path) == ["caf\N{REPLACEMENT CHARACTER}.txt"]


def test_a_link_in_a_circle_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    (source,) = iter_sources([tmp_path])
    assert isinstance(source, SourceFile)
    with pytest.raises(DamagedFileError, match="Could not be read: Too many levels"):
        source.read()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (source,) = iter_sources([tmp_path])
    assert isinstance(source, SourceFile)
    with pytest.raises(DamagedFileError, match="A pipe or device"):
        source.read()


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by the system, which lets root list every folder."""
    write_files(tmp_path, {"a.txt": TEXT, "closed/b.txt": TEXT})
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    first, second = iter_sources([tmp_path])
    assert first == SourceFile("a.txt", tmp_path / "a.txt")
    assert isinstance(second, SourceFailure)
    assert (second.name, str(second.error)) == ("closed", "The folder could not be read: Permission denied.")
