"""PDF: the words in the order of the file, and blank lines where the page shows a new paragraph.

A PDF knows no paragraphs. What shows them in a letter is the gap between two lines, and bold type
that begins after a line that did not end in bold: item headings and labels, also at a page's top.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from pypdfium2 import raw

from ingest.errors import DamagedFileError, NoTextError, PasswordNeededError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_PAGES = 500
"""Of a letter; the longest known has under 40."""

BOLD = 700
"""The lightest font weight that is bold; body text has 400."""

WIDER = 1.25
"""A gap this many times the usual one starts a paragraph: 20.4 and 27.6 points against 13.8."""

COMMON = 0.08
"""Share of all gaps that makes one common; below are superscripts and header tables."""

JOINED_AT_HYPHEN = "\ufffe"
"""Where the library joined two lines at a hyphen."""

_pdfium = Lock()  # the library is not thread-safe


class Line(NamedTuple):
    """A printed line: its words, height above the page's bottom in points, and whether its ends are bold.

    A line that was joined to the next at a hyphen ends lower than it starts. `ends_bold` is told only of
    a line before a bold one and of a page's last.
    """

    text: str
    starts_at: float
    ends_at: float
    starts_bold: bool
    ends_bold: bool


def read_pdf(content: bytes) -> str:
    """The text of a PDF, pages divided by form feeds; an empty password is tried by itself.

    Raises:
        DamagedFileError, PasswordNeededError, TooLargeError, NoTextError: no text can be had.
    """
    with _pdfium:
        pages = _read_pages(content)
    text = "\f".join(_mark_paragraphs(pages))
    if not text.strip():
        raise NoTextError(
            f"No text on its {len(pages)} page(s): scanned pictures; run text recognition (OCR) on it first."
        )
    return text


def _read_pages(content: bytes) -> list[list[Line]]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) > MAX_PAGES:
                raise TooLargeError(f"{len(document):,} pages; split it into one file a letter.")
            return [_read_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PasswordNeededError("A PDF that opens with a password only; save it without one.") from error
        raise DamagedFileError("A damaged PDF; get it again from where it came.") from error


def _read_page(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    page = document[number]
    textpage = page.get_textpage()
    try:
        return list(_read_lines(textpage))
    finally:
        textpage.close()
        page.close()


def _read_lines(textpage: pypdfium2.PdfTextPage) -> Iterator[Line]:
    """The page's lines: two calls a line into the library, and more only where they tell something."""
    text = textpage.get_text_range()
    index_of = _character_index(textpage, text)
    x, y = ctypes.c_double(), ctypes.c_double()

    def height(offset: int) -> float:
        raw.FPDFText_GetCharOrigin(textpage, index_of(offset), x, y)
        return y.value

    def is_bold(offset: int) -> bool:
        index = index_of(offset)
        weight = raw.FPDFText_GetFontWeight(textpage, index)
        return weight >= BOLD if weight > 0 else b"bold" in _font_name(textpage, index).lower()

    start, last, previous = 0, 0, None
    for line in text.split("\r\n"):
        if words := line.strip():
            first = start + line.index(words[0])
            bold = is_bold(first)
            if previous:
                yield previous._replace(ends_bold=bold and is_bold(last))  # asked only before a bold line
            last = first + len(words) - 1
            top = height(first)
            bottom = height(last) if JOINED_AT_HYPHEN in words else top
            previous = Line(line, top, bottom, bold, ends_bold=False)
        start += len(line) + 2
    if previous:
        yield previous._replace(ends_bold=is_bold(last))


def _font_name(textpage: pypdfium2.PdfTextPage, index: int) -> bytes:
    """Name of the character's font: all that tells its weight where the file embeds no font."""
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.c_int())
    return name.value


def _character_index(textpage: pypdfium2.PdfTextPage, text: str) -> Callable[[int], int]:
    """From a place in the text to the library's number of that character.

    They are the same unless the page has characters beyond 16 bits or some that the text leaves out.
    """
    if len(text) == textpage.count_chars():
        return lambda offset: offset
    return lambda offset: max(
        raw.FPDFText_GetCharIndexFromTextIndex(textpage, len(text[:offset].encode("utf-16-le")) // 2), 0
    )


def _mark_paragraphs(pages: list[list[Line]]) -> Iterator[str]:
    """Each page's lines with a blank one before every new paragraph."""
    widest = WIDER * _usual_gap(pages)
    previous: Line | None = None
    for page in pages:
        printed = []
        for number, line in enumerate(page):
            new = line.starts_bold and previous is not None and not previous.ends_bold
            if new or (number and page[number - 1].ends_at - line.starts_at > widest):
                printed.append("")
            printed.append(line.text)
            previous = line
        yield "".join(f"{line}\n" for line in printed)


def _usual_gap(pages: list[list[Line]]) -> float:
    """The distance of two lines inside a paragraph, in points: the smallest that is common in the document.

    Not the commonest: letters of short paragraphs have more gaps between them than inside. Infinite
    where nothing is common.
    """
    gaps = Counter(
        round(upper.ends_at - lower.starts_at)
        for page in pages
        for upper, lower in pairwise(page)
        if upper.ends_at - lower.starts_at > 1
    )
    return min((gap for gap in gaps if gaps[gap] >= COMMON * gaps.total()), default=float("inf"))
