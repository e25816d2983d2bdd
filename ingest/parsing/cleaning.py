"""Text as extracted -> the letter's canonical text: one paragraph a line, single spaces, words rejoined.

The input has lines ending in a line feed, a blank line where the layout shows a new paragraph (not every
extractor knows), form feeds between pages, and U+FFFE where an extractor took out a line-end hyphen.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.parsing.anchors import Anchors
from ingest.parsing.layouts import label_marks
from ingest.parsing.paragraphs import join_paragraphs, runs_on
from ingest.parsing.parsed import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HYPHEN_MARK = "\ufffe"

_PAGE = "\x00"  # stands for a form feed, which Python takes for white space

# Characters that are no part of the words, and those that are only another kind of space or line end.
_DROPPED = [*range(9), *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
_LINE_ENDS = "\r\x0b\x85\u2028\u2029"
_BLANKS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CHARACTERS = (
    dict.fromkeys(map(chr, _DROPPED), "")
    | dict.fromkeys(_LINE_ENDS, "\n")
    | dict.fromkeys(_BLANKS, " ")
    | {"\f": _PAGE}
)
_ODD = re.compile(f"[{''.join(map(re.escape, _CHARACTERS))}\ud800-\udfff]")
_ASCII_DROPPED = bytes(code for code in _DROPPED if code < 128)
_ASCII = bytes.maketrans(b"\r\x0b\f\t", f"\n\n{_PAGE} ".encode())
# "electro-" + "myography", "documen-" + "tation": the second half is no word of its own.
_HALF_WORD = re.compile(
    r"(?:t?ations?|[ts]?ions?|ments?|ing|ings|ity|ical|ically|myograph\w+|lines|able|ance|ences?)\b"
)
_SPLITS = Anchors((f"{HYPHEN_MARK}\n", HYPHEN_MARK, "-\n", "/\n"))
_BEGINNING = re.compile(r"\w*")
_WORDS = bytes(ord(chr(code).lower() if re.match(r"[\w-]", chr(code)) else " ") for code in range(128)).ljust(256)
_LONGEST_WORD = 60  # characters
_WIDEST = 160  # characters of a line on a page


def clean_text(raw: str) -> str:
    """The canonical text of a letter; every span of a `ParsedDecision` points into it.

    Paragraphs are joined to one line each, words broken at a line end are whole again, runs of white
    space are one space. Nothing else is repaired: gaps of redaction and typing errors stay as they are.
    """
    lines = _plain_lines(_plain_characters(raw))
    printed = _join_pages(_plain_spacing(lines))
    text = _rejoin_words(printed)
    labels = sorted(label_marks().found_in_lines(text))
    width = max(map(len, _part_labels(printed, labels).replace(HYPHEN_MARK, "\n").split("\n")))
    return "\n".join(join_paragraphs(_part_labels(text, labels), width))


def _part_labels(text: str, labels: Iterable[str]) -> str:
    """Each label at the beginning of a paragraph."""
    for label in labels:
        text = re.sub(rf"(?<=[^\n])[ ]?(?={label} ?:)", "\n\n", text)
    return text


def _plain_characters(raw: str) -> str:
    """One kind of line end and of blank, no control characters, no halves of characters."""
    text = raw.replace("\r\n", "\n") if "\r" in raw else raw
    if text.isascii():
        return text.encode("ascii").translate(_ASCII, _ASCII_DROPPED).decode("ascii")
    return _ODD.sub(lambda match: _CHARACTERS.get(match.group(), ""), text)


def _plain_lines(text: str) -> list[str]:
    """The lines without blanks at their ends, no empty ones at the ends of the text."""
    return [*map(str.strip, text.strip(f" \n{_PAGE}").split("\n"))]


def _plain_spacing(lines: list[str]) -> str:
    """Single blanks between words, and no blank line after every line, as some extractors write; wider gaps stay.

    Lines wider than a page are paragraphs, and the blank lines between them are true.
    """
    text = "\n".join(lines)
    while "  " in text:
        text = text.replace("  ", " ")
    blank = text.count("\n\n")
    if blank < 10 or len(lines) > blank * 2.15 + 1 or max(map(len, text.split("\n"))) > _WIDEST:
        return text
    return text.replace("\n\n", "\n")


def _join_pages(text: str) -> str:
    """Page breaks become line breaks; a blank line at a break that cuts a sentence is none."""
    first, *pages = text.split(_PAGE)
    joined = [first.rstrip("\n ")]
    gap = len(first) - len(joined[0])
    for page in pages:
        after = page.strip("\n ")
        gap += len(page) - len(page.lstrip("\n "))
        joined += ["\n" if gap < 2 or runs_on(joined[-1].rpartition("\n")[2]) else "\n\n", after]
        gap = len(page) - len(page.rstrip("\n "))
    return "".join(joined)


def _rejoin_words(text: str) -> str:
    """Words and dates broken at a line end: the hyphen stays where it is the word's own ("Non-MTUS", dates)."""
    splits = _SPLITS.find(text)
    if not splits:
        return text

    @cache
    def words() -> frozenset[str]:
        if text.isascii():
            return frozenset(text.encode().translate(_WORDS).decode().split(" "))
        return frozenset(re.findall(r"[\w-]+", text.casefold()))

    parts = []
    last = 0
    for _, start, end in splits:
        parts += [text[last:start], _joint(text, Span(start, end), words)]
        last = end
    return "".join([*parts, text[last:]])


def _joint(text: str, split: Span, words: Callable[[], frozenset[str]]) -> str:
    """What is put for a hyphen or slash and the end of its line: nothing in a word that is whole without."""
    start, end = split
    if text[start] == "/":  # "10/14/" + "2016"
        return "/" if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal() else "/\n"
    right = _BEGINNING.match(text, end)[0]  # type: ignore[index]  # it matches everywhere
    if right in {"and", "or", "to"}:
        return "- "  # "short- and long-term"
    left = _last_word(text, start) if right else ""
    if not left:
        return "-" if text[start] == HYPHEN_MARK and right else "- "
    return "" if _is_one_word(left, right, words) else "-"


def _last_word(text: str, end: int) -> str:
    """The word that ends at `end`; empty where none does."""
    start = end
    while start > max(0, end - _LONGEST_WORD) and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:end]


def _is_one_word(left: str, right: str, words: Callable[[], frozenset[str]]) -> bool:
    """Whether the halves are one word: as the letter writes it elsewhere, else by its ending."""
    if left[-1].isdigit() or not right[0].islower():
        return False
    first, second = left.casefold(), right.casefold()
    if f"{first}-{second}" in words():
        return False
    return f"{first}{second}" in words() or _HALF_WORD.match(right) is not None
