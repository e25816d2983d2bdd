"""Searches that look only where a match can begin: Python's patterns search slowly unless they open with a set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def opening_of(words: Iterable[str]) -> re.Pattern[str]:
    """Where one of these words of three characters or more may begin, in whatever case, at the start of a word."""
    begin = {word[:3].lower() for word in words}
    initials = "".join(sorted({initial for word in begin for initial in (word[0], word[0].upper())}))
    return re.compile(rf"[{re.escape(initials)}](?<!\w.)(?i:{'|'.join(sorted(re.escape(word[1:]) for word in begin))})")


def find_opened(
    pattern: re.Pattern[str], opening: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` finds, if it matches nowhere but where `opening` does."""
    at = start
    for begin in opening.finditer(text, start, end):
        if begin.start() >= at and (match := pattern.match(text, begin.start(), end)):
            yield match
            at = match.end()
