"""Disputed items of the letters of 2013 whose verdicts and guideline lines are sentences of prose.

notice_2013          "1) MAXIMUS Federal Services, Inc. has determined the request for X is not medically
                     necessary and appropriate." (twice), then "1) Regarding the request for X:" with its reasons
full_letter_2013     "1. X is not medically necessary and appropriate." and its reasons
professional_review  "ISSUE AT DISPUTE:" X, once
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from ingest.parsing.items import Heading, ItemParts, trimmed
from ingest.parsing.parsed import Outcome, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bold type swallows spaces in some letters: "is notmedically necessary".
_VERDICT = r"(?:is|are|was|were)(?P<not>\s?not)?\s?medically\s?necessary(?:\s?and\s?appropriate)?\s?\.?"

# "1) MAXIMUS Federal Services, Inc. has determined the request for X is not medically necessary and appropriate."
_DETERMINED = re.compile(
    rf"^(?:(?P<number>\d{{1,2}})[.)]\s?)?MAXIMUS Federal Services[^\n]*? has determined(?: that)? the\s?request for\s?"
    rf"(?P<request>[^\n]+?)\s?(?P<verdict>{_VERDICT})$",
    re.MULTILINE,
)
# "1) Regarding the request for X:"
_REGARDING = re.compile(
    r"^(?:(?P<number>\d{1,2})[.)]\s?)?Regarding the request for\s?(?P<request>[^\n]+?)\s?:?$", re.MULTILINE
)
# "1. X is not medically necessary and appropriate." before "The Claims Administrator based its decision on ..."
_HEADED = re.compile(
    rf"(?:(?P<number>\d{{1,2}})[.)]\s)?(?P<request>[^\n]+?)\s(?P<verdict>{_VERDICT})$",
)
_REASONS = re.compile(r"\nThe (?:Claims Administrator|Physician Reviewer|Expert Reviewer) ")
_ISSUE = re.compile(r"^ISSUES? AT DISPUTE\s?:\s*(?P<request>[^\n]+)", re.MULTILINE)

_ADMINISTRATOR = re.compile(r"The Claims Administrator (?:based|did not|found|cited)")
_REVIEWER = re.compile(
    r"The (?:Physician|Expert|Professional) Reviewer (?:based|did not|found|relied|cited)"
    r"|(?<=AND WHY:)\s*\S"
)
_WHY = r"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS (?P<not>NOT )?MEDICALLY NECESSARY\s?:\s*"
_RATIONALE = re.compile(
    rf"Rationale for the Decision\s?:\s*|The (?:Physician|Expert) Reviewer['’]s decision rationale\s?:\s*|{_WHY}"
)
_VERDICT_ON_ISSUE = re.compile(rf"(?P<verdict>{_WHY})")
_NEXT_PART = re.compile(
    r"^(?:MEDICAL REVIEWER QUALIFICATIONS|Effect of the Decision|Disclaimer|Sincerely)\b", re.MULTILINE
)


def split_prose_items(text: str) -> list[ItemParts]:
    """The parts of every item of a letter with prose verdicts; empty for other letters."""
    openings = list(_openings(text))
    return [
        _item(text, heading, Span(start, openings[number + 1][0] if number + 1 < len(openings) else len(text)))
        for number, (_, heading, start) in enumerate(openings)
    ]


def _openings(text: str) -> Iterator[tuple[int, Heading, int]]:
    """Where each item begins, its heading, and where its reasons begin."""
    regarding = list(_REGARDING.finditer(text)) if "Regarding the request for" in text else []
    if regarding:
        verdicts = _verdicts(text)
        for order, match in enumerate(regarding, 1):
            verdict = verdicts.get(match["number"] or str(order))
            yield match.start(), _heading(text, match, verdict), match.end()
        return
    for reasons in _REASONS.finditer(text):
        headed = _HEADED.match(text, text.rfind("\n", 0, reasons.start()) + 1, reasons.start())
        if headed:
            yield headed.start(), _heading(text, headed, headed), headed.end()
    issues = list(_ISSUE.finditer(text)) if "AT DISPUTE" in text else []
    for issue, following in zip_longest(issues, issues[1:]):
        end = following.start() if following else len(text)
        yield issue.start(), _heading(text, issue, _VERDICT_ON_ISSUE.search(text, issue.end(), end)), issue.end()


def _verdicts(text: str) -> dict[str, re.Match[str]]:
    """The verdict of each number; the first print counts, the second repeats it."""
    verdicts: dict[str, re.Match[str]] = {}
    for order, match in enumerate(_DETERMINED.finditer(text), 1):
        verdicts.setdefault(match["number"] or str(order), match)
    return verdicts


def _heading(text: str, match: re.Match[str], verdict: re.Match[str] | None) -> Heading:
    description = trimmed(text, *match.span("request"))
    if verdict is None:
        return Heading(None, None, description)
    outcome = Outcome.UPHELD if verdict["not"] else Outcome.OVERTURNED
    return Heading(outcome, Span(*verdict.span("verdict")), description)


def _end(text: str, start: int) -> int:
    rationale = _RATIONALE.search(text, start)
    following = _NEXT_PART.search(text, rationale.end() if rationale else start)
    return following.start() if following else len(text)


def _item(text: str, heading: Heading, reasons: Span) -> ItemParts:
    start, end = reasons.start, min(reasons.end, _end(text, reasons.start))
    rationale = _RATIONALE.search(text, start, end)
    stop = rationale.start() if rationale else end
    reviewer = _REVIEWER.search(text, start, stop)
    reviewer_start = reviewer.start() if reviewer else stop
    administrator = _ADMINISTRATOR.search(text, start, reviewer_start)
    return ItemParts(
        heading=heading,
        administrator=trimmed(text, administrator.start() if administrator else reviewer_start, reviewer_start),
        reviewer=trimmed(text, reviewer_start, stop),
        rationale=trimmed(text, rationale.end() if rationale else end, end),
    )
