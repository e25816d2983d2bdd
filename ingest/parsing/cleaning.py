"""Text as extracted -> the letter's canonical text: one paragraph a line, single spaces, words rejoined.

The input has lines ending in a line feed, a blank line where the layout shows a new paragraph (not every
extractor knows), form feeds between pages, and U+FFFE where an extractor took out a line-end hyphen.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ingest.parsing.layouts import load_layouts

HYPHEN_MARK = "\ufffe"

_DROPPED = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_SPACE_AT_LINE_EDGE = re.compile(r" ?\n ?")
_OUTCOME_ALONE = re.compile(r"(?:Upheld|Overturned|Modified)\.?$")
_ENDS_IN_OUTCOME = re.compile(r"(?:[:.]|\bis) ?(?:Upheld|Overturned|Modified)\.?$")
_ENDS_SENTENCE = re.compile(r"""[.?!:;]["'”’)\]]*$""")
_ENDS_STATEMENT = re.compile(r"""[.?!]["”’)]*$""")
_LOWER_START = re.compile(r"[a-z]")

# Labels of the decisions: paragraphs of their own wherever they stand, even in the middle of a line.
_LABEL = re.compile(
    r"""\s*\b(?=(?:
        Claims\ Administrator\ guideline   # "Claims Administrator guideline: Decision based on MTUS ..."
      | MAXIMUS\ guideline
      | Expert\ Reviewer\ guideline
      | Decision\ rationale
    )\ ?:)""",
    re.VERBOSE | re.IGNORECASE,
)

# "electro-" + "myography", "documen-" + "tation": the second half is no word of its own.
_HALF_WORD = re.compile(r"(?:t?ations?|[ts]?ions?|ments?|ing|ings|ity|ical|ically|myograph\w+|lines|able|ance|ences?)\b")
_SPLIT_WORD = re.compile(rf"(\w*)(?:{HYPHEN_MARK}\n?|-\n)(?=(\w*))")
_SPLIT_DATE = re.compile(r"(?<=\d/)\n(?=\d)")


def clean_text(raw: str) -> str:
    """The canonical text of a letter; every span of a `ParsedDecision` points into it.

    Paragraphs are joined to one line each, words broken at a line end are whole again, runs of white
    space are one space. Nothing else is repaired: gaps of redaction and typing errors stay as they are.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    text = _SPACES.sub(" ", _DROPPED.sub("", text))
    text = _SPACE_AT_LINE_EDGE.sub("\n", text).strip()
    text = _drop_double_spacing(text)
    text = _join_pages(text)
    text = _rejoin_words(text)
    text = _LABEL.sub("\n\n", text)
    return "\n".join(_paragraphs(text.split("\n")))


def _drop_double_spacing(text: str) -> str:
    """Undo a blank line after every line, as some extractors write; true gaps are wider and stay."""
    lines = text.count("\n") - text.count("\n\n")
    if text.count("\n\n") < 10 or lines > text.count("\n\n") * 1.15:
        return text
    return re.sub(r"(?<=[^\n])\n\n", "\n", text)


def _join_pages(text: str) -> str:
    """Page breaks become line breaks; a blank line at a break that cuts a sentence is none."""
    if "\f" not in text:
        return text
    pages = [page.strip("\n") for page in re.split(r"\n*\f\n*", text)]
    gaps = [match.group() for match in re.finditer(r"\n*\f\n*", text)]
    joined = pages[0]
    for (before, after), gap in zip(pairwise(pages), gaps, strict=True):
        last = before.rpartition("\n")[2]
        runs_on = gap.count("\n") < 2 or not (_ENDS_SENTENCE.search(last) or _stands_alone(last))
        joined += ("\n" if runs_on else "\n\n") + after
    return joined


def _stands_alone(line: str) -> bool:
    return bool(_ENDS_IN_OUTCOME.search(line) or _OUTCOME_ALONE.match(line) or _structure().match(line))


def _rejoin_words(text: str) -> str:
    """Words broken at a line end: the hyphen stays where it is the word's own ("Non-MTUS", dates)."""
    if HYPHEN_MARK not in text and "-\n" not in text:
        return text

    def rejoin(match: re.Match[str]) -> str:
        left, right = match.group(1), match.group(2)
        if not left or not right or right in {"and", "or", "to"}:
            return left + "-" + ("" if HYPHEN_MARK in match.group() and right else " ")
        return left if _is_one_word(left, right, text) else f"{left}-"

    return _SPLIT_DATE.sub("", _SPLIT_WORD.sub(rejoin, text))


def _is_one_word(left: str, right: str, text: str) -> bool:
    if left[-1].isdigit() or not right[0].islower():
        return False
    if re.search(rf"\b{left}-{right}\b", text, re.IGNORECASE):
        return False
    if _HALF_WORD.match(right):
        return True
    return re.search(rf"\b{left}{right}\b", text, re.IGNORECASE) is not None


@cache
def _structure() -> re.Pattern[str]:
    """Matches a line that is a heading of the letter's structure or opens a paragraph of its own."""
    layouts = load_layouts()
    headings = "|".join(rf"{re.escape(words)} ?:?$" for words in layouts.heading_words)
    openings = "|".join(re.escape(words) for words in layouts.openings)
    return re.compile(rf"(?P<heading>{headings})|(?:{openings})", re.IGNORECASE)


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined to paragraphs: at blank lines, structure, item headings."""
    structure = _structure()
    opens_heading = _heading_starts(lines)
    paragraphs: list[str] = []
    current: list[str] = []

    def close() -> None:
        if current:
            paragraphs.append(" ".join(current))
            current.clear()

    for number, line in enumerate(lines):
        if not line:
            close()
            continue
        structural = structure.match(line)
        if structural or number in opens_heading:
            close()
        elif not current and paragraphs and _continues(paragraphs[-1], line):
            current.append(paragraphs.pop())
        current.append(line)
        if _is_whole(structural, line) or line.endswith(load_layouts().closings) or _ENDS_IN_OUTCOME.search(line):
            close()
    close()
    return paragraphs


def _is_whole(structural: re.Match[str] | None, line: str) -> bool:
    return structural is not None and structural.end() == len(line) and structural.lastgroup == "heading"


def _continues(paragraph: str, line: str) -> bool:
    """Whether a line after a gap goes on with a sentence that the gap only interrupts."""
    if _OUTCOME_ALONE.match(line):  # "...to the lumbar spine:" / "Overturned"
        return paragraph.endswith((":", " is"))
    return bool(_LOWER_START.match(line)) and not _ENDS_SENTENCE.search(paragraph) and not _structure().match(paragraph)


def _heading_starts(lines: list[str]) -> set[int]:
    """Numbers of the lines on which an item's heading starts, where no blank line shows it.

    A heading ends in an outcome before "Claims Administrator guideline:". Going back from there, it starts
    after a line that ends a sentence and is short: its paragraph ended there, the next word had fitted.
    """
    starts: set[int] = set()
    width = 0
    for number, line in enumerate(lines):
        if not line.lower().startswith("claims administrator guideline"):
            continue
        last = number - 1
        while last >= 0 and not lines[last]:
            last -= 1
        width = width or max(map(len, lines))
        start = _heading_start(lines, last, width)
        if start is not None:
            starts.add(start)
    return starts


def _heading_start(lines: list[str], last: int, width: int) -> int | None:
    candidate = None
    for number in range(last, max(last - 12, 0), -1):
        before = lines[number - 1]
        if not before or _structure().match(before):
            return None if not before or number == last else candidate
        if not _ENDS_STATEMENT.search(before) or _OUTCOME_ALONE.match(lines[number]):
            continue
        if len(before) + 1 + len(lines[number].partition(" ")[0]) <= width - 3:
            return number
        if candidate is None and "original request" not in " ".join(lines[number : last + 1]):
            candidate = number
    return candidate
