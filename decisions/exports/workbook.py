"""The table as a spreadsheet (.xlsx): a sheet of decisions, a sheet that says what it is. Text stays text."""

from __future__ import annotations

from datetime import date
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING

import xlsxwriter

from decisions.exports.rows import COLUMNS, fetch_rows, in_chunks, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from decisions.exports.statement import Statement
    from decisions.search.engine import Hit

MOST_ROWS = 100_000
"""Decisions of a spreadsheet. The format ends at 1,048,576 rows; a spreadsheet program is at its end before."""
LONGEST_CELL = 32_767
"""Characters that the format allows in a cell."""
CUT = " … [cut off: a cell holds no more]"

OPTIONS = {
    "constant_memory": True,  # each row goes to a file as soon as the next begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(hits: Iterable[Hit], statement: Statement, site: str) -> IO[bytes]:
    """The file, at its beginning; it is gone once it is closed. What fails on the way leaves nothing behind."""
    file = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    with TemporaryDirectory() as folder:
        workbook = xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": folder})
        workbook.set_properties({"title": "IMR decisions", "subject": statement.search, "comments": str(statement)})
        _write_decisions(workbook, hits, site)
        about = workbook.add_worksheet("About this file")
        about.set_column(0, 0, 120)
        for row, line in enumerate(statement.lines()):
            _write(about, row, 0, line)
        workbook.close()
    file.seek(0)
    return file


def _write_decisions(workbook: xlsxwriter.Workbook, hits: Iterable[Hit], site: str) -> None:
    sheet = workbook.add_worksheet("Decisions")
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, bold)
    sheet.freeze_panes(1, 2)
    rows = _write_rows(sheet, hits, site)
    sheet.autofilter(0, 0, rows, len(COLUMNS) - 1)


def _write_rows(sheet: Worksheet, hits: Iterable[Hit], site: str) -> int:
    """Write a row a decision from the second row on; returns how many."""
    row = 0
    for items in in_chunks(hits, fetch_rows):
        for item in items:
            row += 1
            for number, value in enumerate(values_of(item, site)):
                _write(sheet, row, number, value)
    return row


def _write(sheet: Worksheet, row: int, column: int, value: str | int | date | None) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        text = value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - len(CUT)] + CUT
        sheet.write_string(row, column, text)
