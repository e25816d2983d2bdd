"""Truth -> the letter as a PDF of several pages, set like the letters that the State publishes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.fictional.blocks import Block, compose
from ingest.fictional.header import ROWS, cell
from ingest.fictional.line_breaking import head_before_hyphen
from ingest.fictional.render import WITHOUT_TABLE

if TYPE_CHECKING:
    from ingest.fictional.truth import Truth

# Points. A page is 612 x 792.
_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, 540.0, 92.0, 72.0
_SIZE, _LEADING, _GAP = 12.0, 13.8, 13.8
_TABLE_ROW = 14.0
_COLUMNS = (74.0, 180.0, 328.0, 428.0)
_REGULAR, _BOLD, _TABLE_BOLD, _TABLE_REGULAR = "Times-Roman", "Times-Bold", "Helvetica-Bold", "Helvetica"
_TABLE_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: its bold beginning, the rest, and whether it is centered."""

    bold: str
    regular: str
    centered: bool = False


def render_pdf(truth: Truth) -> bytes:
    """The letter as PDF: Letter size, Times 12 points; the same truth gives the same bytes."""
    rng = Random(truth.stem)  # noqa: S311 - choices of wording, no secret
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=LETTER, invariant=1, pageCompression=1)
    canvas.setTitle(f"Fictional letter {truth.stem}")
    page = _Page(canvas)
    if truth.letter.case_number and truth.letter.layout not in WITHOUT_TABLE:
        page.table([[cell(truth.letter, part) if part in _FIELDS else part for part in row] for row in ROWS])
    for block in compose(truth, rng):
        page.block(block, early_break=block.kind == "heading" and rng.random() < 0.04)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


_FIELDS = frozenset(field for _, one, _, two in ROWS for field in (one, two))


class _Page:
    """Sets blocks from top to bottom and starts a new page where one is full."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = LETTER[1] - _TOP

    def table(self, rows: list[list[str]]) -> None:
        """The two-column header; its last label wraps."""
        for row in rows:
            for x, words, bold in zip(_COLUMNS, row, (True, False, True, False), strict=True):
                self.canvas.setFont(_TABLE_BOLD if bold else _TABLE_REGULAR, _TABLE_SIZE)
                for number, part in enumerate(_table_lines(words)):
                    self.canvas.drawString(x, self.y - number * _TABLE_ROW, part)
            self.y -= _TABLE_ROW
        self.y -= 2 * _TABLE_ROW

    def block(self, block: Block, *, early_break: bool) -> None:
        """A paragraph; item headings are kept on one page, now and then they start one."""
        lines = break_lines(block)
        if not block.close or block.kind == "title":
            self.y -= _GAP
        if early_break or (block.kind == "heading" and self.y - len(lines) * _LEADING < _BOTTOM):
            self._turn()
        for line in lines:
            if self.y < _BOTTOM:
                self._turn()
            self._draw(line)

    def _draw(self, line: Line) -> None:
        x = _LEFT
        if line.centered:
            x = (LETTER[0] - stringWidth(line.bold, _BOLD, _SIZE)) / 2
        text = self.canvas.beginText(x, self.y)
        text.setFont(_BOLD, _SIZE)
        text.textOut(line.bold)
        text.setFont(_REGULAR, _SIZE)
        text.textOut(line.regular)
        self.canvas.drawText(text)
        self.y -= _LEADING

    def _turn(self) -> None:
        self.canvas.showPage()
        self.y = LETTER[1] - _TOP + 20


def break_lines(block: Block) -> list[Line]:
    """A block's lines at the width of the page; a word may be broken behind its own hyphen."""
    words = _words(block)
    lines: list[Line] = []
    current: list[tuple[str, bool]] = []
    used = 0.0
    for word, bold in words:
        rest = word
        while True:
            room = _RIGHT - _LEFT - used
            width = _width(rest, bold)
            if width <= room or not current:
                current.append((rest, bold))
                used += width + _width(" ", bold)
                break
            head = head_before_hyphen(rest, _fitting(rest, bold, room))
            if head:
                current.append((head, bold))
            lines.append(_line(current, block, hyphenated=bool(head)))
            rest, current, used = rest[len(head) :], [], 0.0
    lines.append(_line(current, block, hyphenated=True))
    if block.alone:
        lines.append(Line("", block.alone))
    return lines


def _words(block: Block) -> list[tuple[str, bool]]:
    bold = [(word, True) for word in block.text[: block.bold].split(" ") if word]
    return bold + [(word, False) for word in block.text[block.bold :].split(" ") if word]


def _line(words: list[tuple[str, bool]], block: Block, *, hyphenated: bool) -> Line:
    """One line of words; a line that ends a sentence's part keeps the space at its end, as in the originals."""
    bold = " ".join(word for word, is_bold in words if is_bold)
    regular = " ".join(word for word, is_bold in words if not is_bold)
    end = "" if hyphenated else " "
    if bold and regular:
        return Line(f"{bold} ", regular + end)
    return Line(
        bold + (end if bold else ""), regular + (end if regular else ""), block.kind == "title" and block.bold > 0
    )


@lru_cache(maxsize=50_000)
def _width(word: str, bold: bool) -> float:  # noqa: FBT001 - a cache key
    return float(stringWidth(word, _BOLD if bold else _REGULAR, _SIZE))


def _fitting(word: str, bold: bool, room: float) -> int:  # noqa: FBT001 - as in _width
    return next((n for n in range(len(word), 0, -1) if _width(word[:n], bold) <= room), 0)


def _table_lines(words: str) -> list[str]:
    return ["Application", "Received:"] if words == "Application Received:" else [words]
