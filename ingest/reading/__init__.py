"""Bytes of a file to the letter's text: the only place that knows PDF, DOCX and plain text."""

from __future__ import annotations

import re

from ingest.errors import EmptyFileError, TooLargeError
from ingest.reading.docx import read_docx
from ingest.reading.formats import Format, find_format
from ingest.reading.pdf import read_pdf
from ingest.reading.plain import read_plain

MAX_BYTES = 50_000_000
"""The largest file read; real letters have 20 to 200 kB."""

MAX_CHARACTERS = 2_000_000
"""The longest text read; real letters have 2,000 to 60,000 characters."""

_READERS = {Format.PDF: read_pdf, Format.DOCX: read_docx, Format.TEXT: read_plain}
_LINE_ENDS = re.compile(r"\r\n?|[\v\x85\u2028\u2029]")
_ASCII_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")


def read_text(content: bytes, name: str) -> str:
    """The text of a letter.

    Args:
        content: bytes of a PDF, a DOCX or a plain text (UTF-8, UTF-16 with its mark, Windows-1252).
        name: of the file; only words in a message, never believed about the format.

    Returns:
        Lines that end with a line feed, a blank line wherever the layout shows a new paragraph, pages
        divided by form feeds. U+FFFE stands for a hyphen at a line's end in a PDF, the line break after
        it gone. No other control characters.

    Raises:
        UnreadableFileError: no text can be had; the subclass says why.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeError(f"{size_in_words(len(content))}; letters of up to {size_in_words(MAX_BYTES)} are read.")
    text = clean_text(_READERS[find_format(content, name)](content))
    if not text.strip():
        raise EmptyFileError("The file holds blanks only; get it again from where it came.")
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(
            f"Text of {len(text):,} characters, far longer than any letter; split it into one file a letter."
        )
    return text


def clean_text(text: str) -> str:
    """One kind of line end, no control characters, a line feed at the end."""
    text = _LINE_ENDS.sub("\n", text) if "\r" in text or "\v" in text or not text.isascii() else text
    # most letters are ASCII: ten times as fast
    text = text.encode().translate(None, _ASCII_CONTROLS).decode() if text.isascii() else _CONTROLS.sub("", text)
    return text if text.endswith("\n") else text + "\n"


def size_in_words(size: int) -> str:
    """A number of bytes for people: "200 MB", "4 GB"."""
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:,.1f}".removesuffix(".0") + " GB"
    return f"{size / 1_000_000:,.0f} MB" if size >= 1_000_000 else f"{size / 1_000:,.0f} kB"
