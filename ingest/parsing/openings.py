"""Searches that look only where a match can begin: Python's patterns search slowly unless they open with a set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def opening_of(names: Iterable[str]) -> re.Pattern[str]:
    """Where one of these names of three characters or more may begin, in whatever case, at the start of a word."""
    begin = {name[:3].lower() for name in names}
    initials = "".join(sorted({initial for each in begin for initial in (each[0], each[0].upper())}))
    further = sorted({re.escape(each[1:]).replace(r"\ ", r"\s") for each in begin})
    return re.compile(rf"[{re.escape(initials)}](?<!\w.)(?i:{'|'.join(further)})")


def find_opened(
    pattern: re.Pattern[str], opening: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` finds, if it matches nowhere but where `opening` does."""
    return find_begun(pattern, (begin.start() for begin in opening.finditer(text, start, end)), text, end)


def find_begun(pattern: re.Pattern[str], begins: Iterable[int], text: str, end: int) -> Iterator[re.Match[str]]:
    """What a pattern matches up to `end` at these places, in ascending order, if it matches nowhere else."""
    at = 0
    for begin in begins:
        if begin >= at and (match := pattern.match(text, begin, end)):
            yield match
            at = match.end()
