"""The decisions of a letter -> one group of spans for each disputed item.

Items are counted by the administrator's guideline label, one to one with the reviewer's and the rationale's;
never by the summary, which lists other requests too, nor by numbered criteria in a rationale.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.parsing.parsed import Outcome, Span
from ingest.parsing.values import value

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = re.compile(
    r"""\n(?:
        (?P<administrator>Claims\ Administrator\ [Gg]uideline)
      | (?P<reviewer>(?:MAXIMUS|Maximus|Expert\ Reviewer|Physician\ Reviewer)\ [Gg]uideline)
      | (?P<rationale>Decision\ [Rr]ationale)
    )\ ?:\s*""",
    re.VERBOSE,
)

# "...: Upheld", ".:  Upheld", "X is: Overturned", and the outcome on a line of its own
_OUTCOME = re.compile(r"(?P<outcome>[UOMuom](?<!\w.)(?ai:(?<=U)pheld|(?<=O)verturned|(?<=M)odified))\s*\.?\s*$")
_OUTCOME_ALONE = re.compile(rf"\s*:?\s*{_OUTCOME.pattern}")
_OUTCOMES = {outcome.value: outcome for outcome in (Outcome.UPHELD, Outcome.OVERTURNED, Outcome.MODIFIED)}
_LONGEST_OUTCOME = 24  # characters, with what stands behind it
# "1) ", "2. ", "#3: ", "Issue 4: " before a heading; not "1 platelet rich plasma injection", "2.5mg"
_NUMBER = re.compile(r"(?:(?:Item|Issue|Request)\s+#?\d{1,2}\s*[:.)-]|#?\d{1,2}\s*[.):](?!\d))\s*", re.IGNORECASE)
# Where a heading is glued to the rationale before it: "...not medically necessary.X-rays of the lumbar spine: Upheld"
_LAST_SENTENCE_END = re.compile(
    r"""(?<![A-Z])(?<!\s\d)(?<!\s\d\d)[.!?]["”’)]*(?:\s+(?=["“(]?[A-Z0-9])|(?=["“(]?[A-Z]))"""
)
_EDGES = " \n:"


@value
class Heading:
    """What an item's heading says, each with its place."""

    outcome: Outcome | None
    outcome_span: Span | None
    description: Span


@value
class ItemParts:
    """Where the parts of one disputed item stand in the canonical text; labels are left out.

    Args:
        heading: description and outcome.
        administrator: the claims administrator's guideline line.
        reviewer: the reviewer's guideline line; empty where there is none.
        rationale: the reviewer's reasons; empty where there are none.
    """

    heading: Heading
    administrator: Span
    reviewer: Span
    rationale: Span


def split_items(text: str, decisions: Span) -> list[ItemParts]:
    """The parts of every item within `decisions`, in the letter's order."""
    groups = list(_groups(_LABEL.finditer(text, max(0, decisions.start - 1), decisions.end)))
    headings = []
    floor = decisions.start
    for group in groups:
        headings.append(_heading_before(text, floor, group[0].start()))
        floor = group[-1].end()
    ends = [*(heading.start for heading in headings[1:]), decisions.end]
    return [
        ItemParts(parse_heading(text, heading), *_parts(text, group, end))
        for heading, group, end in zip(headings, groups, ends, strict=False)
    ]


def parse_heading(text: str, heading: Span) -> Heading:
    """Take a heading apart: its number off, its outcome out."""
    start, end = heading
    number = _NUMBER.match(text, start, end)
    if number and number.end() < end:
        start = number.end()
    match = _OUTCOME.search(text, max(start, end - _LONGEST_OUTCOME), end)
    outcome, outcome_span = None, None
    if match:
        outcome, outcome_span = _OUTCOMES[match["outcome"].lower()], Span(*match.span("outcome"))
        end = match.start()
    return Heading(outcome, outcome_span, trimmed(text, start, end))


def _groups(labels: Iterator[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The labels of each item: from one administrator's label to the next, the first of each kind."""
    group: dict[str | None, re.Match[str]] = {}
    for label in labels:
        kind = label.lastgroup
        if kind == "administrator":
            if group:
                yield [*group.values()]
            group = {kind: label}
        elif group:
            group.setdefault(kind, label)
    if group:
        yield [*group.values()]


def _parts(text: str, group: list[re.Match[str]], end: int) -> tuple[Span, Span, Span]:
    """What stands behind each label of an item, administrator, reviewer and rationale, up to the next one or `end`.

    What has no label is empty, behind the last one.
    """
    at = min(end, group[-1].end())
    nothing = Span(at, at)
    parts = {"administrator": nothing, "reviewer": nothing, "rationale": nothing}
    stop = end
    for label in reversed(group):
        start = label.end()
        parts[label.lastgroup or ""] = trimmed(text, start, max(start, min(stop, end)))
        stop = label.start()
    return parts["administrator"], parts["reviewer"], parts["rationale"]


def _heading_before(text: str, floor: int, end: int) -> Span:
    """The heading that ends at `end`, an administrator's label: its last paragraph, after `floor`.

    An outcome alone on its line belongs to the paragraph before it.
    """
    stop = trimmed(text, floor, end).end
    start = max(floor, text.rfind("\n", floor, stop) + 1)
    if start > floor and _OUTCOME_ALONE.fullmatch(text, start, stop):
        start = max(floor, text.rfind("\n", floor, start - 1) + 1)
    if start == floor and floor > 0 and text[floor - 1] != "\n":  # no line break since the last rationale began
        start = _after_last_sentence(text, start, stop)
    return trimmed(text, start, stop)


def _after_last_sentence(text: str, start: int, stop: int) -> int:
    outcome = _OUTCOME.search(text, start, stop)
    limit = outcome.start() if outcome else stop
    ends = [match.end() for match in _LAST_SENTENCE_END.finditer(text, start, limit)]
    partly = text.rfind(" was the original request", start, limit)
    if partly > 0:
        ends = [end for end in ends if end <= partly]
    return ends[-1] if ends else stop


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without white space and colons at its ends; empty where `end` lies before `start`."""
    return Span(start, end).trimmed(text, _EDGES)
