"""How long a zip's list of members is, as its end says: opening the zip reads all of that into memory."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_COMMENT = 65_535
_IN_THE_LONG_END = 0xFFFFFFFF


def directory_bytes(path: Path) -> int:
    """Bytes of the list of members; 0 where the file does not end like a zip, which opening it tells.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        start = max(0, size - _COMMENT - _END.size)
        stream.seek(start)
        tail = stream.read()
        at = tail.rfind(_END_MAGIC)
        if at < 0 or len(tail) - at < _END.size:
            return 0
        length = int(_END.unpack_from(tail, at)[5])
        if length != _IN_THE_LONG_END:
            return length
        stream.seek(max(0, start + at - _LOCATOR.size - _END_64.size))
        before = stream.read(_END_64.size)
    return int(_END_64.unpack(before)[8]) if len(before) == _END_64.size else 0
