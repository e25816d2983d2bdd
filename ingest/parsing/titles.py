"""Lists of section titles, which themselves hold commas: "NSAIDs, GI symptoms & cardiovascular risk, Weaning"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.parsing.guidelines import section_pattern
from ingest.parsing.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

# "3.3.1.2 Opioids for Chronic Pain ...: Screening ..., Prior to ...": a numbered title ends before the next number
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?\s+[A-Z]")
_NEXT_NUMBERED = re.compile(r",\s+(?=\d+(?:\.\d+)*\.?\s+[A-Z])")
_NEXT_TITLE = re.compile(r"\s*(?!& )(?P<first>\S)")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_COMMA_OR_BRACKET = re.compile(r"[,;()\[\]]")


@remembered(20_000)
def split_titles(words: str, key: str | None) -> tuple[str, ...]:
    """The titles of a list in the letter's order. The same few recur all the time, with other pages behind them.

    Known titles of the guideline `key` are matched whole, longest first. Others end at a comma or
    semicolon outside parentheses, unless what follows starts in lower case: "Ultrasound, therapeutic".
    """
    return tuple([title for title in _titles(words.strip(" ,;."), key) if title])


def _titles(words: str, key: str | None) -> Iterator[str]:
    known = section_pattern(key) if key else None
    at = 0
    while at < len(words):
        match = known.match(words, at) if known else None
        end = match.end() if match else _end_of_title(words, at)
        yield words[at:end].strip(" ,;.")
        separator = _SEPARATOR.match(words, end)
        at = max(separator.end() if separator else end, at + 1)


def _end_of_title(words: str, at: int) -> int:
    if _NUMBERED.match(words, at):
        number = _NEXT_NUMBERED.search(words, at)
        return number.start() if number else len(words)
    for end in commas(words, at):
        following = _NEXT_TITLE.match(words, end + 1)
        if following and not following["first"].islower():
            return end
    return len(words)


def commas(words: str, at: int = 0) -> Iterator[int]:
    """Places of the commas and semicolons outside parentheses from `at` on."""
    depth = 0
    for mark in _COMMA_OR_BRACKET.finditer(words, at):
        if mark.group() in "([":
            depth += 1
        elif mark.group() in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield mark.start()
