"""The tantivy index: its fields, how a document fills them, and how words are cut.

Bump VERSION with every change here: an index of another version is refused until `reindex`.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final

import tantivy

from decisions.search.query import FACETS, NOT_STATED

if TYPE_CHECKING:
    from decisions.search.engine import ItemDocument

VERSION: Final = 1

WORDS: Final = "words"
"""Name of the analyzer: letters and digits, lower case, accents folded. No stemming, no stop words.

A stemmer would make "medication" and "medical" one word, and "conditioning" and "condition": in letters
where every one is about something medical, that finds everything. Singular and plural are met at query
time instead (`tantivy_text.inflections`), so that quoted words stay literal.
"""

TEXTS: Final = ("treatment", "rationale", "guideline", "summary")
"""The searchable parts, each a field `text_...`; `text_all` holds them all, one after the other.

Matching, counting and facets read `text_all` alone: one list of documents a word instead of one a part.
"""

EPOCH: Final = date(1990, 1, 1)
MISSING_DAY: Final = 0x7FFF
LATEST_DAY: Final = 0x7FFE


def build_schema() -> tantivy.Schema:
    """The schema. Nothing is stored: ids, dates and orders are columns, words are only indexed."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("item_id", fast=True)
    builder.add_integer_field("case_id", indexed=True, fast=True)
    builder.add_text_field("case_key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", fast=True)
    for order in ("newest", "oldest", "case_order"):
        builder.add_integer_field(order, fast=True)
    for text in ("all", *TEXTS):
        builder.add_text_field(f"text_{text}", tokenizer_name=WORDS, index_option="position")
    for facet in FACETS:
        builder.add_text_field(facet_field(facet), tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


def build_analyzer() -> tantivy.TextAnalyzer:
    """How a text is cut into words, in the index and in a query alike."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.build()


def facet_field(facet: str) -> str:
    """The field of a facet."""
    return f"facet_{facet}"


def to_tantivy(document: ItemDocument) -> tantivy.Document:
    """The index's form of a document."""
    parts = {
        "treatment": [document.description, document.treatment],
        "rationale": [document.rationale],
        "guideline": [document.guideline],
        "summary": [document.summary],
    }
    fields: dict[str, object] = {f"text_{name}": texts for name, texts in parts.items()}
    fields["text_all"] = [text for texts in parts.values() for text in texts]
    for facet in FACETS:
        values = document.facets.get(facet) or (NOT_STATED,)
        fields[facet_field(facet)] = list(dict.fromkeys(values))
    return tantivy.Document.from_dict({**fields, **columns(document)})


def columns(document: ItemDocument) -> dict[str, object]:
    """Ids, date and sort orders of a document."""
    values: dict[str, object] = {
        "item_id": document.item_id,
        "case_id": document.case_id,
        "case_key": document.case_key.lower(),
    }
    day = MISSING_DAY
    if document.decision_date is not None:
        day = day_number(document.decision_date)
        values["day"] = day
    case = case_order(document.case_key) << 8 | min(document.position, 0xFF)
    values["case_order"] = case
    values["oldest"] = day << 48 | case
    values["newest"] = (day if day == MISSING_DAY else LATEST_DAY - day) << 48 | case
    return values


def day_number(day: date) -> int:
    """Days since EPOCH, held to 15 bits (1990 to 2079): a date beyond is a misprint, sorted as the limit."""
    return min(max((day - EPOCH).days, 0), LATEST_DAY)


CM_NUMBER = re.compile(r"CM([0-9]{2})-([0-9]{7})")
HASHED = re.compile(r"d-([0-9a-f]{12})")


def case_order(case_key: str) -> int:
    """A 40-bit number that sorts like the case key: case numbers first, then `d-` ids.

    39 of the 48 bits of a `d-` id are kept: the only ties left are of letters without a number that
    agree in 39 bits and in their date, one pair expected in a million such letters. They keep the
    order of the index, which is fixed for every page of a search.
    """
    if number := CM_NUMBER.fullmatch(case_key):
        return int(number[1] + number[2])
    hashed = HASHED.fullmatch(case_key)
    digits = hashed[1] if hashed else hashlib.sha256(case_key.encode()).hexdigest()[:12]
    return (1 << 30) + (int(digits, 16) >> 9)
