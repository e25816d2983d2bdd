"""The tantivy index: its fields, how a document fills them, and how words are cut.

Bump VERSION with every change here: an index of another version is refused until `reindex`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import tantivy

from decisions.search.inflections import RememberedStems
from decisions.search.phrases import APART
from decisions.search.query import FACETS, NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.search.engine import ItemDocument
    from decisions.search.phrases import Phrases

VERSION: Final = 12

WORDS: Final = "words"
"""Name of the analyzer: letters and digits, lower case. No stemming, no stop words; see `fold` for accents.

A stemmer would make "medication" and "medical" one word, and "conditioning" and "condition": in letters
where every one is about something medical, that finds everything. Only singular and plural are one, in a field of
their own (`STEMS`), so that quoted words stay literal.
"""
STEMS: Final = "stems"
"""The words of `text_all` by their stems (see `inflections`): one list of documents for a word and its plural."""
WEIGHTS: Final = {"treatment": 6}
"""How many times the words of a part count among the stems, where not once.

What is asked for weighs most, before BM25 levels off what is said often (BM25F; Robertson, Zaragoza, Taylor 2004).
One list a word holds all that its weight depends on: those of its parts need not be gone through as well.
"""

TEXTS: Final = ("treatment", "rationale", "guideline", "summary")
"""The searchable parts, each a field `text_...`; `text_all` holds them all, one after the other.

Matching, counting and facets read `text_all` and its `STEMS` alone: one list of documents a word instead of one a part.
"""
PARTS: Final = ("all", *TEXTS)
SAID: Final = {part: f"text_{part}" for part in PARTS}
"""The fields of the words of each part, and of all."""
PAIRS: Final = {part: f"pairs_{part}" for part in PARTS}
"""The fields of the pairs of common words of each part, and of all, where the first words of the pairs stand.

A phrase of all could be looked for in each part, without a field for all: but tantivy does not pass over what another
clause leaves out, as of a sample, where it looks in several fields.
"""
PAIRED: Final = "pairs"
"""Name of the analyzer of pairs and of triples."""
TRIPLES: Final = {part: f"triples_{part}" for part in PARTS}
"""The same of the triples of common pairs."""
COLLOCATED: Final = {part: f"collocation_{part}" for part in PARTS}
"""The fields of the collocations of each part, and of all."""

TOGETHER: Final = {
    "column_outcome_year": ("outcome", "year"),
    "column_category": ("category", "category"),
    "column_specialty": ("specialty", "specialty"),
}
"""Columns that hold several values of an item: so few combinations of them are there, some hundred, that one column
is counted in half the time of two."""
ALONE: Final = {
    facet: tuple(f"column_{facet}_{number}" for number in range(columns))
    for facet, columns in {
        "subcategory": 2,
        "treatment": 2,
        "body_part": 2,
        "state": 3,
        "guideline": 3,
        "section": 3,
        "guideline_page": 3,
        "admin_guideline": 2,
        "priority": 1,
        "sex": 1,
        "age_band": 1,
        "case_outcome": 1,
        "injury_age": 1,
        "flag": 2,
    }.items()
}
"""The columns of all other facets, one for each of the first values of an item."""
COLUMNS: Final = TOGETHER | {column: (facet,) for facet, columns in ALONE.items() for column in columns}
"""The columns that facets are counted by, and the facets of which each holds a value.

Counting such a column, one string an item, takes 5 ns an item; a column of several values 80 ns. What goes beyond
the slots that a facet has in these columns stands in a `rest_` column, counted for the few items that `more` marks.
"""
SLOTS: Final = Counter(chain.from_iterable(COLUMNS.values()))
"""How many values of a facet stand in columns."""
NO_VALUE: Final = ""
"""Fills a slot that an item does not need: a column without gaps is the fast kind."""
SEPARATOR: Final = "\x1f"
"""Between the values that share a column."""
REST_FIELDS: Final = {facet: f"rest_{facet}" for facet in FACETS}
"""The column of the values beyond the slots."""
FACET_FIELDS: Final = {facet: f"facet_{facet}" for facet in FACETS}
"""All values of a facet, to filter by."""
SLOTTED: Final = 50_000
"""Facet values whose fields are remembered: an archive has some thousand, and combinations of them."""

_SEPARATED: Final = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
"""What each byte of an ASCII text becomes: lower case, and a blank for whatever is neither letter nor digit."""
_stems: Final = RememberedStems()
REMEMBERED_TEXTS: Final = 500
"""Texts whose words are remembered: enough for the items of a case and for what is asked for most often."""
to_json: Final = json.JSONEncoder().encode
"""ASCII alone, which is the fastest to write and to hand on."""

SAMPLES: Final = 12
"""Each sample of cases is half of the one before; see `case_samples`."""

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
    for part in PARTS:
        builder.add_text_field(SAID[part], tokenizer_name=WORDS, index_option="position")
        for grams in (PAIRS, TRIPLES):
            builder.add_text_field(grams[part], tokenizer_name=PAIRED, index_option="position")
        builder.add_text_field(COLLOCATED[part], tokenizer_name="raw", index_option="basic")
    builder.add_text_field(STEMS, tokenizer_name=WORDS, index_option="freq")
    for name in ("first_of_case", "case_sample", "more", *FACET_FIELDS.values()):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for column in (*COLUMNS, *REST_FIELDS.values()):
        builder.add_text_field(column, tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Tell an index that was opened or made how its texts are cut."""
    index.register_tokenizer(WORDS, build_tokenizer())
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(PAIRED, builder.filter(tantivy.Filter.custom_stopword([APART])).build())


def build_tokenizer() -> tantivy.TextAnalyzer:
    """How a text without accents is cut into words."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.remove_long(60)).filter(tantivy.Filter.lowercase()).build()


@lru_cache(maxsize=1)
def _folder() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.ascii_fold()).build()


def fold(text: str) -> str:
    """The text without accents. Done here and not by the index, since hardly a text has any."""
    return text if text.isascii() else "".join(_folder().analyze(text))


@dataclass(frozen=True, slots=True)
class Analyzer:
    """How a text is cut into words, in the index and in a query alike."""

    tokenizer: tantivy.TextAnalyzer = field(default_factory=build_tokenizer)

    def analyze(self, text: str) -> list[str]:
        """The words of a text as the index knows them."""
        return list(self.tokenizer.analyze(fold(text)))


class Words(NamedTuple):
    """A text as the index takes it: a JSON string, others of its stems, pairs and triples, and of each collocation."""

    json: str
    stems: str
    pairs: str
    triples: str
    collocations: frozenset[str]


@lru_cache(maxsize=REMEMBERED_TEXTS)
def words_of(text: str, phrases: Phrases) -> Words:
    """A text made ready. Remembered, since the items of a case share its summary, and many a request its name."""
    folded = fold(text)
    words = split(folded)
    pairs = phrases.paired(words)
    return Words(
        json=to_json(folded),
        stems=to_json(" ".join(map(_stems.__getitem__, words))),
        pairs=to_json(" ".join(pairs)),
        triples=to_json(" ".join(phrases.tripled(pairs))),
        collocations=frozenset(map(to_json, phrases.collocated(words))),
    )


def split(text: str) -> list[str]:
    """The words of a text without accents as the index cuts it, also those that it leaves out as too long.

    Of ASCII, which nearly all texts are, in a quarter of the time that its analyzer takes.

    >>> split("Low-back pain, L4_5")
    ['low', 'back', 'pain', 'l4', '5']
    """
    if text.isascii():
        return text.encode().translate(_SEPARATED).decode().split()
    return list(_splitter().analyze(text))


@lru_cache(maxsize=1)
def _splitter() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def to_index(document: ItemDocument, phrases: Phrases, *, first_of_case: bool) -> str:
    """The JSON object that the index takes a document as: put together of parts that are remembered.

    Args:
        document: the item.
        phrases: those that this index has as words of its own.
        first_of_case: the first item of each case stands for the case when cases are counted.
    """
    parts = {name: [words_of(text, phrases) for text in of_part] for name, of_part in texts_of(document).items()}
    in_parts = parts | {"all": [*chain.from_iterable(parts.values())]}
    facets = document.facets
    values = [facet_json(facet, facets.get(facet) or (NOT_STATED,)) for facet in FACETS]
    shared = {each.facet: iter(each.shared) for each in values}
    members = (
        *chain.from_iterable(part_json(part, texts) for part, texts in in_parts.items()),
        f'"{STEMS}":{listed(words.stems for name, texts in parts.items() for words in texts * WEIGHTS.get(name, 1))}',
        f'"more":{listed(to_json(each.facet) for each in values if each.goes_on)}',
        '"first_of_case":"yes"' if first_of_case else '"first_of_case":[]',
        f'"case_sample":{listed(map(to_json, case_samples(document.case_id)))}',
        *(each.fields for each in values),
        *(f'"{column}":{column_json(*(next(shared[facet]) for facet in held))}' for column, held in TOGETHER.items()),
        columns(document),
    )
    return "{" + ",".join(members) + "}"


def part_json(part: str, texts: Sequence[Words]) -> tuple[str, ...]:
    """The words of a part, or of all, their pairs, triples and collocations, as members of a JSON object."""
    collocations = frozenset().union(*(words.collocations for words in texts))
    return (
        f'"{SAID[part]}":{listed(words.json for words in texts)}',
        f'"{PAIRS[part]}":{listed(words.pairs for words in texts)}',
        f'"{TRIPLES[part]}":{listed(words.triples for words in texts)}',
        f'"{COLLOCATED[part]}":{listed(collocations)}',
    )


def texts_of(document: ItemDocument) -> dict[str, tuple[str, ...]]:
    """The texts of each part."""
    return {
        "treatment": (document.description, document.treatment),
        "rationale": (document.rationale,),
        "guideline": (document.guideline,),
        "summary": (document.summary,),
    }


def said_in(document: ItemDocument) -> list[list[str]]:
    """The words of each text of a document."""
    return [split(fold(text)) for text in chain.from_iterable(texts_of(document).values())]


def listed(values: Iterable[str]) -> str:
    """Written values as a JSON array."""
    return f"[{','.join(values)}]"


class FacetJson(NamedTuple):
    """A facet's values as members of a JSON object, and those that share a column with others.

    `goes_on` says that there are more than it has slots.
    """

    facet: str
    fields: str
    shared: tuple[str, ...]
    goes_on: bool


@lru_cache(maxsize=SLOTTED)
def facet_json(facet: str, values: tuple[str, ...]) -> FacetJson:
    """A facet's values: all of them to filter by, the first of them in columns to count by, and the rest."""
    different = tuple(dict.fromkeys(values))
    rest = different[SLOTS[facet] :]
    first = (*different, *repeat(NO_VALUE, SLOTS[facet]))[: SLOTS[facet]]
    fields = [
        f'"{FACET_FIELDS[facet]}":{listed(map(to_json, different))}',
        *(f'"{column}":{to_json(value)}' for column, value in zip(ALONE.get(facet, ()), first, strict=False)),
    ]
    if rest:
        fields.append(f'"{REST_FIELDS[facet]}":{listed(map(to_json, rest))}')
    return FacetJson(facet, ",".join(fields), () if facet in ALONE else first, bool(rest))


@lru_cache(maxsize=SLOTTED)
def column_json(*values: str) -> str:
    """What a shared column holds of an item."""
    return to_json(SEPARATOR.join(values))


def case_samples(case_id: int) -> list[str]:
    """The samples that a case is in: half of all cases in "1", a quarter in "2", and so on."""
    mixed = (case_id * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 40
    level = (mixed & -mixed).bit_length() - 1 if mixed else SAMPLES
    return [str(sample) for sample in range(1, min(level, SAMPLES) + 1)]


def columns(document: ItemDocument) -> str:
    """Ids, date and sort orders of a document, as members of a JSON object."""
    known = document.decision_date is not None
    day = day_number(document.decision_date) if document.decision_date is not None else MISSING_DAY
    case = case_order(document.case_key) << 8 | min(document.position, 0xFF)
    return (
        f'"item_id":{document.item_id},"case_id":{document.case_id},"case_key":{to_json(document.case_key.lower())},'
        f'"case_order":{case},"oldest":{day << 48 | case},'
        f'"newest":{(LATEST_DAY - day if known else day) << 48 | case}' + (f',"day":{day}' if known else "")
    )


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
