"""Numbers as facet values: ages in bands, and how long after the injury a case was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Band(NamedTuple):
    """The numbers below `limit` that no earlier band holds; the last has no limit."""

    value: str
    label: str
    limit: int | None = None


AGES = (
    Band("under-30", "Under 30", 30),
    Band("30-39", "30 to 39", 40),
    Band("40-49", "40 to 49", 50),
    Band("50-59", "50 to 59", 60),
    Band("60-and-over", "60 and over"),
)
"""Years of age of the injured worker."""

INJURY_AGES = (
    Band("under-1-year", "Under 1 year", 1),
    Band("1-year", "1 year", 2),
    Band("2-years", "2 years", 3),
    Band("3-4-years", "3 to 4 years", 5),
    Band("5-9-years", "5 to 9 years", 10),
    Band("10-years-and-over", "10 years and over"),
)
"""Full years from the injury to the decision."""


def band_of(number: int | None, bands: Sequence[Band]) -> str | None:
    """The value of the band that holds a number; None for a number that is not stated or below nought.

    >>> band_of(44, AGES)
    '40-49'
    """
    if number is None or number < 0:
        return None
    return next(band.value for band in bands if band.limit is None or number < band.limit)


def full_years(first: date | None, last: date | None) -> int | None:
    """Full years from one day to another; negative where the first is later, None where one is not stated.

    >>> from datetime import date
    >>> full_years(date(2013, 3, 9), date(2015, 3, 8))
    1
    """
    if first is None or last is None:
        return None
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
