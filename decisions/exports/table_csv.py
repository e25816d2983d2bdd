"""The table as CSV: the names of the columns first, then a row a decision; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from decisions.exports.rows import COLUMNS, fetch_rows, in_chunks, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decisions.exports.statement import Statement
    from decisions.search.engine import Hit

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8; else it would garble every quotation mark."""
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for a formula where a cell begins with it."""


def csv_chunks(hits: Iterable[Hit], statement: Statement, site: str) -> Iterator[bytes]:
    """The file, a chunk of rows at a time.

    What the file says of itself is the name of its last, empty column: the first line stays the header and every
    other line a decision, for people and programs alike.
    """
    header = [*(column.name for column in COLUMNS), str(statement)]
    yield (BYTE_ORDER_MARK + csv_lines([header])).encode()
    for items in in_chunks(hits, fetch_rows):
        yield csv_lines([*map(_cell, values_of(item, site)), ""] for item in items).encode()


def neutral(text: str) -> str:
    """The text, an apostrophe before it where a spreadsheet could take it for a formula.

    >>> neutral("=1+1"), neutral(" =1+1"), neutral("Norco")
    ("'=1+1", "' =1+1", 'Norco')
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA) else text


def _cell(value: str | int | date | None) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else "" if value is None else value


def csv_lines(rows: Iterable[list[str | int]] | list[list[str]]) -> str:
    """The rows as lines of a file."""
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
