"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from ingest.errors import DamagedFileError, EmptyFileError, PasswordNeededError, UnknownFormatError
from ingest.reading.plain import is_text

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
DOCX_BODY = "word/document.xml"
OFFICE_CONTENTS = "[Content_Types].xml"
_PDF_MAGIC = b"%PDF-"
_PDF_MAGIC_WITHIN = 1024  # readers of PDF accept that much rubbish before the mark

_OTHER_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Format(StrEnum):
    """A format that is read, as a media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"


def find_format(content: bytes, name: str) -> Format:
    """The format of the bytes.

    Raises:
        EmptyFileError: there are none.
        UnknownFormatError: none that is read; the message says what it is where that is known.
        DamagedFileError, PasswordNeededError: an Office file that cannot be opened.
    """
    if not content:
        raise EmptyFileError("The file is empty (0 bytes); get it again from where it came.")
    if _PDF_MAGIC in content[: _PDF_MAGIC_WITHIN + len(_PDF_MAGIC)]:
        return Format.PDF
    if content.startswith(ZIP_MAGIC):
        _refuse_other_zips(content)
        return Format.DOCX
    _refuse_other_formats(content, name)
    return Format.TEXT


def media_type(content: bytes) -> str:
    """The format of the bytes where it is one that is read, else empty."""
    try:
        return find_format(content, "")
    except (DamagedFileError, EmptyFileError, PasswordNeededError, UnknownFormatError):
        return ""


def _refuse_other_zips(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DamagedFileError("A damaged DOCX or zip; get it again from where it came.") from error
    if DOCX_BODY in members:
        return
    if OFFICE_CONTENTS in members:
        raise UnknownFormatError("An Office file that is no Word document; save the letter as PDF or DOCX.")
    raise UnknownFormatError("A zip inside another zip is not opened; unpack it and give its folder instead.")


def _refuse_other_formats(content: bytes, name: str) -> None:
    if content.startswith(_OLE_MAGIC):
        if _OLE_ENCRYPTED in content:
            raise PasswordNeededError("An Office file with a password; save it without one.")
        raise UnknownFormatError("An old Office file (.doc and the like); save it as DOCX or PDF.")
    head = content[:32].lstrip()
    for magic, described in _OTHER_FORMATS:
        if head.lower().startswith(magic.lower()):
            raise UnknownFormatError(_refusal(described, name))
    if not is_text(content):
        raise UnknownFormatError(_refusal("neither PDF nor DOCX nor plain text", name))


def _refusal(described: str, name: str) -> str:
    suffix = PurePosixPath(name).suffix
    named = f", though its name ends in {suffix}" if suffix.lower() in {".pdf", ".docx", ".txt"} else ""
    verb = "It is" if described.startswith("neither") else "This is"
    return f"{verb} {described}{named}; give the letter as PDF, DOCX or plain text."
