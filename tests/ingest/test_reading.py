"""Bytes to text: encodings, paragraphs of a PDF, tables of a DOCX; and all real letters."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFileError
from ingest.reading import clean_text, read_text
from tests.ingest.letters import Item, LetterText, numbered

LETTERS = Path(os.environ.get("IMR_LETTERS", Path(__file__).parents[3] / "shared" / "letters"))
REAL_PDFS = sorted(LETTERS.glob("*/*.pdf"))
LABELS = ("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe\n".encode(), "Größe\n"),
        (b"\xef\xbb\xbfCase\n", "Case\n"),
        ("Case – 1\n".encode("utf-16"), "Case – 1\n"),
        (b"the reviewer\x92s \x93note\x94", "the reviewer’s “note”\n"),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree\n"),
        (b"a line\x00 with \x07" + b"rubbish " * 30, "a line with " + "rubbish " * 30 + "\n"),
        (b"page one\n\x0cpage two\n", "page one\n\x0cpage two\n"),
    ],
)
def test_plain_text_is_read_in_its_encoding(content: bytes, text: str) -> None:
    assert read_text(content, "a.txt") == text


@given(st.text())
def test_clean_text_has_line_feeds_and_no_controls(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.endswith("\n")
    assert not re.search("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", cleaned.replace("\x0c", ""))
    assert clean_text(cleaned) == cleaned


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"{\\rtf"]))
def test_any_bytes_are_text_or_a_stated_error(content: bytes, start: bytes) -> None:
    assert re.fullmatch(r"read|[^\n]+\.", reading(start + content))


def reading(content: bytes) -> str:
    try:
        read_text(content, "a.pdf")
    except UnreadableFileError as error:
        return str(error)
    return "read"


def test_paragraphs_of_a_pdf_are_those_of_the_letter() -> None:
    item = Item(heading="Cold therapy unit with a pad for the left knee, purchase, after surgery of the knee " * 2)
    letter = LetterText(items=(item, Item(rationale="Nothing of note was found. " * 150), Item()))
    text = read_text(letter.pdf(), "a.pdf").replace("\x0c", "")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\n+", text)]
    assert paragraphs == [" ".join((label + words).split()) for label, words in letter.paragraphs()]


def test_a_pdf_with_an_empty_password_opens_by_itself() -> None:
    assert "CM16-0000001" in read_text(LetterText().pdf(password=""), "a.pdf")


def test_characters_beyond_16_bits_do_not_shift_the_paragraphs() -> None:
    letter = LetterText(summary="Pain of \N{MATHEMATICAL BOLD CAPITAL A} the back.")
    assert "\n\nMAXIMUS guideline:" in read_text(letter.pdf(), "a.pdf")


def test_a_line_that_runs_on_after_the_page_break_gets_no_blank_line() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=LETTER)
    for lines in (["The patient has", "pain and was"], ["treated with", "Norco."]):
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 13.8 * number, line)
        canvas.showPage()
    canvas.save()
    assert read_text(stream.getvalue(), "a.pdf") == "The patient has\npain and was\n\x0ctreated with\nNorco.\n"


def test_docx_tables_breaks_and_insertions_are_in_the_text() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Case Number:"
    table.rows[0].cells[1].text = "CM16-0000001"
    paragraph = document.add_paragraph("Heading: ")
    paragraph.add_run().add_break()
    paragraph.add_run("Upheld")
    document.add_paragraph("")
    document.add_paragraph("a\tb")
    stream = io.BytesIO()
    document.save(stream)
    assert read_text(stream.getvalue(), "a") == "Case Number: CM16-0000001\n\nHeading: \nUpheld\n\na\tb\n"


def test_all_formats_of_a_letter_read_alike() -> None:
    letter = numbered(1)
    texts = [read_text(content, "a").split() for content in (letter.bytes(), letter.docx(), letter.pdf())]
    assert texts[0] == texts[1] == texts[2]


@pytest.mark.real_letters
@pytest.mark.skipif(not REAL_PDFS, reason=f"no real letters in {LETTERS} (IMR_LETTERS)")
@pytest.mark.parametrize("path", REAL_PDFS, ids=lambda path: path.stem)
def test_labels_and_item_headings_of_real_letters_are_paragraphs(path: Path) -> None:
    paragraphs = re.split(r"\n\n+", read_text(path.read_bytes(), path.name).replace("\x0c", ""))
    for number, paragraph in enumerate(paragraphs):
        assert not any(f"\n{label}" in paragraph for label in LABELS)
        if paragraph.startswith(LABELS[0]):
            heading = paragraphs[number - 1]
            assert re.search(r"(Upheld|Overturned)\s*$", heading)
            assert not heading.startswith(LABELS)
            assert "The Final Determination was based" not in heading
