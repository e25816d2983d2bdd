"""Folders, files and zips to the letters in them, found in a fixed order and read only when asked for."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import DamagedFileError, PasswordNeededError, SourceError, TooLargeError
from ingest.reading import MAX_BYTES, size_in_words
from ingest.reading.formats import DOCX_BODY, OFFICE_CONTENTS, ZIP_MAGIC
from ingest.zip_directory import directory_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_MEMBERS = 250_000
"""Files in one zip: a year of letters."""

MAX_UNPACKED = 100_000_000_000
"""Bytes that all members of one zip may unpack to, as the zip itself says."""

MAX_DIRECTORY = 75_000_000
"""Bytes of a zip's list of members, which is read whole: that of MAX_MEMBERS with long names."""

MAX_RATIO = 200
"""How far a member of over a megabyte, or a zip as a whole, may unpack; documents reach 20, a zip bomb 1,000."""

_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Ways to pack that are unpacked no further than the member says it is long; Python does the others without end."""

_UNSUSPICIOUS = 1_000_000_000
"""Bytes that a zip may unpack to however small it is: many small letters that are alike."""

_SKIPPED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
_SKIPPED_SUFFIXES = {".json"}  # truth beside letters, and the archive's own downloads
_DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that should be a letter.

    Args:
        name: as a person would find it, "batch.zip!letters/CM15-0012345.pdf" inside a zip.
        path: of the file, or of the zip that it is a member of.
        member: place in the zip's list of members; None for a plain file.
    """

    name: str
    path: Path
    member: int | None = None

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            TooLargeError, PasswordNeededError, DamagedFileError: it is not to be had.
        """
        try:
            return self._read_plain() if self.member is None else self._read_member(self.member)
        except _DAMAGED_ZIP as error:
            raise DamagedFileError("Damaged in the zip; make or download the zip again.") from error
        except OSError as error:
            raise DamagedFileError(f"Could not be read: {error.strerror or error}.") from error

    def _read_plain(self) -> bytes:
        # A pipe that nobody writes to would be waited for at opening.
        with open(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise DamagedFileError("A pipe or device, no file; save the letter as a file.")
            if (size := os.fstat(stream.fileno()).st_size) > MAX_BYTES:
                raise TooLargeError(_too_large(size))
            return stream.read(MAX_BYTES + 1)

    def _read_member(self, member: int) -> bytes:
        archive = _open_zip(self.path)
        info = archive.infolist()[member]
        if stat.S_ISLNK(info.external_attr >> 16):
            raise DamagedFileError("A link in the zip, no file: not followed; zip the letter itself.")
        if info.flag_bits & 1:
            raise PasswordNeededError("Locked by the zip's password; unpack it and give the folder.")
        if info.compress_type not in _PACKED:
            raise DamagedFileError("Packed in the zip in a rare way; zip it anew the usual way.")
        if info.file_size > MAX_BYTES:
            raise TooLargeError(_too_large(info.file_size))
        if info.file_size > 1_000_000 and info.file_size > MAX_RATIO * info.compress_size:
            raise TooLargeError(f"Unpacks to {MAX_RATIO} times its size and more, which no letter does: not unpacked.")
        return archive.read(info)


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A path, folder or zip that gave no files, and why."""

    name: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class SourceSkipped:
    """Something that is no letter by design: a hidden file, a truth file, a link that leads elsewhere."""

    name: str


Source = SourceFile | SourceFailure | SourceSkipped


def sha256_of(content: bytes) -> str:
    """The 64 hex digits that the archive knows a file by."""
    return hashlib.sha256(content).hexdigest()


def check_paths(paths: Iterable[Path]) -> None:
    """Raises SourceError naming the first path that does not exist."""
    for path in paths:
        try:
            found = path.exists()
        except OSError as error:
            raise SourceError(f"{path}: could not be reached ({error.strerror}).") from error
        if not found:
            raise SourceError(f"{path}: there is no such file or folder.")


def estimate_files(paths: Iterable[Path]) -> int:
    """About how many files there are, for a progress bar: by names, without opening any but zips given."""
    return sum(sum(1 for _ in _walk(path)) if path.is_dir() else _estimate_members(path) for path in paths)


def _estimate_members(path: Path) -> int:
    if not (_is_zip(path) and zipfile.is_zipfile(path)):
        return 1
    try:
        return len(_open_zip(path).infolist())
    except (*_DAMAGED_ZIP, SourceError):
        return 1


def iter_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """All files in the paths, folders and zips: each path in turn, a folder's files sorted by name.

    Nothing is read but the first bytes of each file and the lists of zips. A folder or zip that gives
    no letter is a failure of its own, so that nobody waits for what was never there.
    """
    for path in paths:
        found_any = False
        for source in _sources_in(path):
            found_any = found_any or not isinstance(source, SourceSkipped)
            yield source
        if not found_any and path.is_dir():
            yield SourceFailure(str(path), SourceError("The folder holds no letters; give one that does."))


def _sources_in(path: Path) -> Iterator[Source]:
    if not path.is_dir():
        yield from _file_sources(path, path.name)
        return
    root = path.resolve()
    for file in _walk(path):
        if isinstance(file, OSError):
            yield SourceFailure(*_unread_folder(path, file))
            continue
        name = _printable(str(file.relative_to(path)))
        if _is_skipped(file.relative_to(path).parts) or (file.is_symlink() and not _inside(file, root)):
            yield SourceSkipped(name)
        else:
            yield from _file_sources(file, name)


def uploaded_sources(path: Path, name: str) -> Iterator[Source]:
    """The letters of one file that was given under a name of its own, in the order of `iter_sources`."""
    yield from _file_sources(path, name)


def _walk(folder: Path) -> Iterator[Path | OSError]:
    """Files below a folder in the order of their names; folders that are links are not entered.

    Where a folder cannot be listed, the error stands in its place: letters must not be missed in silence.
    """
    unread: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=unread.append):
        folders.sort()
        for name in sorted(files):
            yield Path(parent, name)
        yield from unread
        unread.clear()
    yield from unread


def _unread_folder(root: Path, error: OSError) -> tuple[str, SourceError]:
    """Name of a folder below the root (or of the root) that cannot be listed, and what to say of it."""
    folder = Path(os.fsdecode(error.filename))
    name = folder if folder == root else folder.relative_to(root)
    return _printable(str(name)), SourceError(f"The folder could not be read: {error.strerror}.")


def _inside(link: Path, root: Path) -> bool:
    return Path(os.path.realpath(link)).is_relative_to(root)  # a link in a circle is no error to it


def _is_skipped(parts: tuple[str, ...]) -> bool:
    """Whether a name, or a folder on its way, marks something that is no letter."""
    hidden = any(part.startswith(".") or part.lower() in _SKIPPED_NAMES for part in parts)
    return hidden or PurePosixPath(parts[-1]).suffix.lower() in _SKIPPED_SUFFIXES


def _file_sources(path: Path, name: str) -> Iterator[Source]:
    if _is_skipped((PurePosixPath(name).name,)):
        yield SourceSkipped(_printable(name))
    elif _is_zip(path):
        yield from _zip_sources(path, _printable(name))
    else:
        yield SourceFile(_printable(name), path)


def _is_zip(path: Path) -> bool:
    """Whether a file is a zip of letters: the bytes of a zip, and no Office document inside."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            if stream.read(4) not in ZIP_MAGIC:
                return False
        members = _open_zip(path).namelist()
    except (*_DAMAGED_ZIP, SourceError):
        return True  # told so when its members are listed
    except OSError:
        return False  # told so when it is read
    return DOCX_BODY not in members and OFFICE_CONTENTS not in members


def _zip_sources(path: Path, name: str) -> Iterator[Source]:
    try:
        members = _open_zip(path).infolist()
        refusal = _refusal(members, path.stat().st_size)
    except SourceError as error:
        yield SourceFailure(name, error)
        return
    except (*_DAMAGED_ZIP, OSError):
        yield SourceFailure(name, SourceError("A damaged zip; make or download it again."))
        return
    if refusal:
        yield SourceFailure(name, SourceError(refusal))
        return
    for number, member in enumerate(members):
        if member.is_dir():
            continue
        member_name = f"{name}!{_printable(member.filename)}"
        if _is_skipped(tuple(part for part in PurePosixPath(member.filename).parts if part != "..")):
            yield SourceSkipped(member_name)
        else:
            yield SourceFile(member_name, path, number)


def _refusal(members: list[zipfile.ZipInfo], size: int) -> str | None:
    """Why nothing is taken out of a zip, None where something is."""
    if all(member.is_dir() for member in members):
        return "The zip is empty; make or download it again."
    if len(members) > MAX_MEMBERS:
        return f"{len(members):,} files in one zip, over {MAX_MEMBERS:,}; split it."
    if (unpacked := sum(member.file_size for member in members)) > MAX_UNPACKED:
        return f"Unpacks to {size_in_words(unpacked)}, over {size_in_words(MAX_UNPACKED)}; split it."
    if unpacked > _UNSUSPICIOUS and unpacked > MAX_RATIO * size:
        return f"Unpacks to {MAX_RATIO} times its size and more, which letters do not: not unpacked."
    return None


@lru_cache(maxsize=2)
def _open_zip(path: Path) -> zipfile.ZipFile:
    """The zip, kept open while its members are read one after another: its list may be long.

    Raises:
        SourceError: so long that it is no list of letters.
    """
    if (length := directory_bytes(path)) > MAX_DIRECTORY:
        raise SourceError(f"A zip whose list of files alone is {size_in_words(length)}; split it.")
    return zipfile.ZipFile(path)


def close_zips() -> None:
    """Let go of zips kept open, so that the disk gets their room back when they are deleted."""
    _open_zip.cache_clear()


def _too_large(size: int) -> str:
    return f"{size_in_words(size)}, over the limit of {size_in_words(MAX_BYTES)} for one letter."


def _printable(name: str) -> str:
    """A name on one line and storable as text, whatever bytes the file system or zip gave it."""
    text = name.encode(errors="surrogateescape").decode(errors="replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
