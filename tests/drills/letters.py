"""The files of a drill: made-up letters, a third of them PDF, with some that are bad, in zips."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.ingest.test_bad_input import BAD

ROOT = Path(__file__).parents[2]
ZIPS = 10
KINDS = (
    *("empty file", "blanks only", "PDF of random bytes", "PDF that begins well", "PDF cut short", "JPEG named .pdf"),
    *("web page", "scanned PDF", "PDF with a password", "DOCX with entities", "damaged DOCX", "zip in a zip"),
)
"""The twelve kinds of bad files."""


@dataclass(frozen=True)
class Drilled:
    """What is uploaded.

    Args:
        zips: in the order of their upload.
        letters: names, as the batch lists them, of files that become cases.
        bad: those of files that cannot.
    """

    zips: list[Path]
    letters: set[str]
    bad: set[str]

    @property
    def count(self) -> int:
        """Files of all kinds."""
        return len(self.letters) + len(self.bad)


def make_files(folder: Path, count: int) -> Drilled:
    """So many files, 1 % of them bad and one of each kind at least; what lies in the folder already is taken."""
    bad = max(count // 100, len(KINDS))
    good = count - bad
    _make_letters(folder / "pdf", good // 3, 0, "--pdf")
    _make_letters(folder / "text", good - good // 3, good // 3)
    letters = [path for path in sorted(folder.glob("*/*")) if path.suffix in {".pdf", ".txt"}]
    parts = [letters[number::ZIPS] for number in range(ZIPS)]
    drilled = Drilled([folder / f"part {number}.zip" for number in range(ZIPS)], set(), set())
    for number, (path, part) in enumerate(zip(drilled.zips, parts, strict=True)):
        ours = [_bad_name(one) for one in range(number, bad, ZIPS)]
        drilled.letters.update(f"{path.name}!{letter.name}" for letter in part)
        drilled.bad.update(f"{path.name}!{name}" for name in ours)
        if not path.exists():
            _zip(path, part, ours)
    return drilled


def _make_letters(folder: Path, count: int, start: int, *options: str) -> None:
    command = ["manage.py", "make_letters", "--seed", "drill", "--start", str(start), *options, str(count), str(folder)]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _zip(path: Path, letters: list[Path], bad: list[str]) -> None:
    """The letters with the bad files among them; those of one kind have the same bytes, unless a clock is in them."""
    half = len(letters) // 2
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for letter in letters[:half]:
            archive.write(letter, letter.name)
        for name in bad:
            archive.writestr(name, BAD[_kind(int(name.split()[1]))][1]())
        for letter in letters[half:]:
            archive.write(letter, letter.name)


def _kind(number: int) -> str:
    return KINDS[number % len(KINDS)]


def _bad_name(number: int) -> str:
    return f"bad {number:04} {_kind(number).replace('.', ' ')}{Path(BAD[_kind(number)][0]).suffix}"
