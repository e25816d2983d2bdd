"""Plain text: UTF-8, UTF-16 with its byte order mark, or Windows-1252."""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnknownFormatError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UNPRINTABLE_SHARE = 0.01


def read_plain(content: bytes) -> str:
    """The text of the bytes.

    Raises:
        UnknownFormatError: they are no text in these encodings.
    """
    text = _decode(content)
    if text is None:
        raise UnknownFormatError("Text in an unknown encoding; save it as UTF-8.")
    return text


def is_text(content: bytes) -> bool:
    """Whether the bytes are text in one of these encodings: nearly all of it printable."""
    text = _decode(content)
    return text is not None and len(_UNPRINTABLE.findall(text)) <= _UNPRINTABLE_SHARE * len(text)


def _decode(content: bytes) -> str | None:
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
