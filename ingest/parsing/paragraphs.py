"""Lines -> paragraphs: joined between blank lines, and parted where the letter's structure shows a new one.

Some extractors know no paragraphs and give no blank line at all; then headings, labels, outcomes and short
last lines tell where a paragraph ends.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ingest.parsing.layouts import BEGINNING, heading_beginnings, load_layouts, match_heading

# "MRI of the lumbar spine: Upheld", "...original request, Norco #35 is: Overturned", "...spine.:  Upheld"
_ENDS_IN_OUTCOME = re.compile(r"(?:[:.]|\bis) ?(?:Upheld|Overturned|Modified)\.?$")
_OUTCOMES = ("Upheld", "Overturned", "Modified", "Upheld.", "Overturned.", "Modified.")
# "1) MAXIMUS Federal Services, Inc. has determined the request for ...", "1) Regarding the request for ..."
_NUMBERED_VERDICT = re.compile(r"\d{1,2}[.)] ?(?:MAXIMUS Federal Services|Regarding the request for)")
_ENDS_SENTENCE = re.compile(r"""[.?!:;]["'”’)\]]*$""")
_ENDS_STATEMENT = re.compile(r"""[.?!]["”’)]*$""")
_NUMBERED = re.compile(r"\d{1,2}[.)] \S")
_DIGITS = frozenset("0123456789")
_LABEL = "Claims Administrator guideline"
_AFTER_HEADING = (_LABEL, "The Claims Administrator ")
_BEFORE_HEADING = (
    "Decision rationale",
    "The Physician Reviewer's decision rationale",
    "The Final Determination",
)
_LONGEST_HEADING = 12  # lines
_HEADING_BLOCK = 8  # lines; a longer block before a label holds more than a heading


def join_paragraphs(text: str, width: int) -> list[str]:
    """The paragraphs of a text with lines, each on one line, in order.

    `width` is that of the page's widest line in characters, before words broken at a line end were made whole.
    """
    paragraphs: list[str] = []
    for block in _part_headings(_blocks(text), width):
        paragraph = " ".join(block)
        may_continue = paragraph[0].islower() or paragraph in _OUTCOMES
        if may_continue and paragraphs and _continues(paragraphs[-1], paragraph):
            paragraphs[-1] += " " + paragraph
        elif paragraph.startswith("The "):
            paragraphs += _part_closing(paragraph)
        else:
            paragraphs.append(paragraph)
    return paragraphs


def _part_closing(paragraph: str) -> list[str]:
    """Part what follows a closing from a paragraph with "The": "The Final Determination was ... set forth below:"."""
    if ": " in paragraph:
        for closing in load_layouts().closings:
            opening, found, rest = paragraph.partition(f"{closing} ")
            if found:
                return [opening + closing, rest]
    return [paragraph]


def runs_on(line: str) -> bool:
    """Whether the sentence of this line goes on after a gap, such as a page break."""
    return not (_ENDS_SENTENCE.search(line) or line in _OUTCOMES or _is_structure(line))


Block = list[str]
"""Lines of one paragraph, or of several where nothing shows their borders."""


def _blocks(text: str) -> list[Block]:
    """Parted at blank lines; before each heading, label and opening; after each heading, closing and outcome."""
    initials, ends = _initials(), _ends()
    openings = _openings(is_prose=f"\n{_LABEL}" not in text)
    lines = text.split("\n")
    blocks: list[Block] = []
    start = 0
    for number, line in enumerate(lines):
        if not line:
            if start < number:
                blocks.append(lines[start:number])
            start = number + 1
            continue
        is_whole = False
        if line[0] in initials:
            opens, is_whole = _opens_block(line, openings)
            if opens and start < number:
                blocks.append(lines[start:number])
                start = number
        if is_whole or (line[-1] in ":d." and line.endswith(ends) and _is_end(line)):
            blocks.append(lines[start : number + 1])
            start = number + 1
    return [*blocks, lines[start:]] if start < len(lines) else blocks


@cache
def _openings(*, is_prose: bool) -> dict[str, tuple[str, ...]]:
    """The first BEGINNING characters of headings and openings, case folded, and the openings that begin with them."""
    layouts = load_layouts()
    found: dict[str, tuple[str, ...]] = dict.fromkeys(heading_beginnings(), ())
    for opening in layouts.openings + layouts.prose_openings * is_prose:
        beginning = opening[:BEGINNING].casefold()
        found[beginning] = (*found.get(beginning, ()), opening)
    return found


@cache
def _initials() -> frozenset[str]:
    """The first characters of structural lines, to be fast with all others."""
    return _DIGITS.union(each[0].upper() for each in _openings(is_prose=True))


@cache
def _ends() -> tuple[str, ...]:
    """How lines end that end a block."""
    return (*load_layouts().closings, *_OUTCOMES)


def _opens_block(line: str, openings: dict[str, tuple[str, ...]]) -> tuple[bool, bool]:
    """Whether a line opens a block, and whether it is one by itself; `openings` by how they begin."""
    beginning = line[:BEGINNING].casefold()
    if beginning not in openings:
        return line[0] in _DIGITS and _NUMBERED_VERDICT.match(line) is not None, False
    if line.startswith(openings[beginning]):
        return True, False
    heading = match_heading(line) if beginning in heading_beginnings() else None
    return heading is not None, heading is not None and heading[1] == len(line)


def _is_end(line: str) -> bool:
    return line.endswith(load_layouts().closings) or _ENDS_IN_OUTCOME.search(line[-20:]) is not None


def _is_structure(line: str) -> bool:
    return match_heading(line) is not None or line.startswith(load_layouts().openings)


def _part_headings(blocks: list[Block], width: int) -> list[Block]:
    """Cut an item's heading off the rationale before it, where no blank line does."""
    crowded = [
        number
        for number, (block, following) in enumerate(pairwise(blocks))
        if len(block) > 1 and following[0].startswith(_AFTER_HEADING) and _holds_more_than_heading(block)
    ]
    parted = blocks.copy()
    for number in reversed(crowded):
        block = blocks[number]
        is_prose = blocks[number + 1][0].startswith("The ")
        start = _numbered_start(block) if is_prose else _heading_start(block, width)
        if start:
            parted[number : number + 1] = [block[:start], block[start:]]
    return parted


def _holds_more_than_heading(block: Block) -> bool:
    return block[0].startswith(_BEFORE_HEADING) or len(block) > _HEADING_BLOCK


def _numbered_start(lines: list[str]) -> int | None:
    """Number of the line on which the last numbered heading starts: "2. X is not medically necessary ..."."""
    for number in range(len(lines) - 1, 0, -1):
        if _NUMBERED.match(lines[number]) and _ENDS_SENTENCE.search(lines[number - 1]):
            return number
    return None


def _heading_start(lines: list[str], width: int) -> int | None:
    """Number of the line on which the heading at the end of `lines` starts.

    Going back from its outcome, it starts after a line that ends a sentence and is short: its paragraph
    ended there, for the next word had fitted. Else after the nearest line that ends a sentence.
    """
    candidate = None
    last = len(lines) - 1
    for number in range(last, max(last - _LONGEST_HEADING, 0), -1):
        before = lines[number - 1]
        if not _ENDS_STATEMENT.search(before) or not _can_be_heading(" ".join(lines[number:])):
            continue
        if len(before) + 1 + len(lines[number].partition(" ")[0]) <= width - 3:
            return number
        candidate = candidate or number
    return candidate


def _can_be_heading(words: str) -> bool:
    """Whether these words are a whole heading: not the outcome alone, nor the end of a partly authorised request."""
    if words in _OUTCOMES:
        return False
    return "original request" not in words or "was the original request" in words


def _continues(paragraph: str, following: str) -> bool:
    """Whether a block, in lower case or an outcome alone, goes on with the sentence of the paragraph before it."""
    if following in _OUTCOMES:  # "...to the lumbar spine:" / "Overturned"
        return paragraph.endswith((":", " is"))
    if _ENDS_IN_OUTCOME.search(paragraph[-20:]):
        return False
    return not _ENDS_SENTENCE.search(paragraph[-8:]) and not _is_structure(paragraph)
