"""Word documents: paragraphs and tables in their order, out of the one part that holds the letter."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml  # refuses to expand entities
from lxml import etree

from ingest.errors import DamagedFileError, NoTextError, PasswordNeededError, TooLargeError
from ingest.reading.formats import DOCX_BODY

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BODY_BYTES = 20_000_000
"""Of the unpacked document; a letter's has 50 to 500 kB, a bomb's has gigabytes."""

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says the same again
_WORDS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_SKIPPED = {_FALLBACK, qn("w:pPr"), qn("w:rPr"), qn("w:del")}
_TEXT = qn("w:t")


def read_docx(content: bytes) -> str:
    """The document's paragraphs, a blank line after each; a table's row of short cells is one line.

    Raises:
        DamagedFileError, PasswordNeededError, TooLargeError, NoTextError: no text can be had.
    """
    try:
        body = parse_xml(_read_body(content))
    except etree.XMLSyntaxError as error:
        raise DamagedFileError("A damaged DOCX: its text is not well-formed; save it anew in Word.") from error
    text = "\n\n".join(_blocks(body))
    if not text.strip():
        raise NoTextError("The document holds no words (pictures of pages?); run text recognition (OCR) first.")
    return text + "\n"


def _read_body(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = package.getinfo(DOCX_BODY)
            if part.flag_bits & 1:
                raise PasswordNeededError("A DOCX with a password; save it without one.")
            if part.file_size > MAX_BODY_BYTES:
                raise TooLargeError(f"A DOCX that unpacks to {part.file_size / 1e6:,.0f} MB; no letter does that.")
            body = package.read(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise DamagedFileError("A damaged DOCX; get it again from where it came.") from error
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise DamagedFileError("A DOCX that declares XML entities, which Word never does; save it anew in Word.")
    return body


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Each paragraph's words; tables row by row."""
    for element in parent.iterchildren():
        if element.tag == _PARAGRAPH:
            yield from filter(str.strip, [_paragraph(element)])
        elif element.tag == _TABLE:
            for row in element.iterchildren(_ROW):
                yield from _row(row)
        elif element.tag not in _SKIPPED:  # content controls, insertions: what is in them counts
            yield from _blocks(element)


def _row(row: etree._Element) -> list[str]:
    """One line of a header table ("Case Number:" | "CM15-..."); cells of several paragraphs stay apart."""
    cells = [list(_blocks(cell)) for cell in row.iterchildren(_CELL)]
    if all(len(cell) <= 1 for cell in cells):
        return list(filter(None, [" ".join(block.strip() for cell in cells for block in cell)]))
    return [block for cell in cells for block in cell]


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(_words(paragraph))


def _words(parent: etree._Element) -> Iterator[str]:
    for element in parent.iterchildren():
        if element.tag == _TEXT:
            yield element.text or ""
        elif element.tag in _WORDS:
            yield _WORDS[element.tag]
        elif element.tag not in _SKIPPED:
            yield from _words(element)
