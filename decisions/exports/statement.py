"""What a file says of itself: the search in words, when it was made, how many decisions, where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

from decisions.pages.search_page import SORTS, chips, spoken_day
from decisions.parameters import links
from decisions.search.query import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from decisions.pages.search_page import Chip
    from decisions.parameters.filters import Asked
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.query import SearchQuery

LONGEST_NAME = 80
"""Characters of a file's name that say the search."""
NOT_PRINTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""

CAVEAT = (
    "IMR decisions are not binding precedent; nothing here is legal or medical advice. "
    "Treatments, categories and body parts are inferred."
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of itself.

    Args:
        search: the filter in words, without its order.
        order: in words.
        total: decisions in the file.
        retrieved: the day it was made.
        address: the full URL of the search's page.
        left_out: parameters that could not be used, one sentence each.
    """

    search: str
    order: str
    total: int
    retrieved: date
    address: str
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " · ".join(self.lines())

    def lines(self) -> Iterator[str]:
        """The statement, a sentence or fact a line."""
        yield f"IMR Archive: {self.total:,} decision{'' if self.total == 1 else 's'}"
        yield f"Search: {self.search}"
        yield f"Order: {self.order}"
        yield f"Retrieved {spoken_day(self.retrieved)}"
        yield self.address
        yield from self.left_out
        yield CAVEAT

    def file_name(self, ending: str) -> str:
        """A name that says the search: "imr-decisions-overturned-2026-11-21.csv"."""
        words = slugify(re.sub(r"[:;“”]", " ", self.search))[:LONGEST_NAME].strip("-")
        return f"imr-decisions-{words}-{self.retrieved.isoformat()}.{ending}"


def state(asked: Asked, total: int, site: str) -> Statement:
    """The statement of a search that found `total` decisions; `site` is the scheme and host of its address."""
    query = asked.query
    return Statement(
        search=in_words(query, asked.vocabulary),
        order=SORTS[Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.text else query.sort],
        total=total,
        retrieved=timezone.localdate(),
        address=f"{site}{links.search_url(links.unpaged(query))}",
        left_out=tuple(map(str, asked.ignored)),
    )


def in_words(query: SearchQuery, vocabulary: Vocabulary) -> str:
    """What the search asks for: "Words “plateau”; Outcome: Overturned or Modified, not Upheld"."""
    parts = [f"Words “{printable(query.text)}”"] if query.text else []
    if query.text and not query.synonyms:
        parts.append("without other names")
    grouped = groupby(chips(query, vocabulary), key=lambda chip: chip.title)
    parts += [f"{title}: {_values(list(group))}" for title, group in grouped]
    return "; ".join(parts) or "All decisions"


def printable(text: str) -> str:
    """The text without the characters that XML, and so Word and feeds, cannot hold."""
    return NOT_PRINTED.sub("", text)


def _values(group: list[Chip]) -> str:
    included = " or ".join(chip.label for chip in group if not chip.excluded)
    excluded = " or ".join(chip.label for chip in group if chip.excluded)
    return ", ".join(filter(None, [included, f"not {excluded}" if excluded else ""]))
