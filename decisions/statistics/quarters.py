"""Decisions by the quarter of the year in which they were made."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

WRITTEN = re.compile(r"([0-9]{4})-q([1-4])", re.IGNORECASE)


class Quarter(NamedTuple):
    """A quarter of a year; sorts by time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"

    @property
    def value(self) -> str:
        """As addresses and files write it: "2015-q3"."""
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> Quarter:
        """The next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in.

    >>> str(quarter_of(date(2015, 3, 31)))
    '2015 Q1'
    """
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(words: str) -> Quarter | None:
    """The quarter written so; None where it is none.

    >>> read_quarter("2015-Q3")
    Quarter(year=2015, number=3)
    """
    match = WRITTEN.fullmatch(words.strip())
    return Quarter(int(match[1]), int(match[2])) if match and int(match[1]) else None


def by_quarter(days: Mapping[date, Mapping[str, int]]) -> dict[Quarter, Counter[str]]:
    """Decisions by outcome of each quarter that has any, from those of its days; in order."""
    found: dict[Quarter, Counter[str]] = {}
    for day in sorted(days):
        found.setdefault(quarter_of(day), Counter()).update(days[day])
    return found


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from one to another, both among them; none where the last lies before the first."""
    found = []
    while first <= last:
        found.append(first)
        first = first.following
    return found
