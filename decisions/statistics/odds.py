"""How often the denial was overturned among some decisions, and how much a sample of that size can say."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOO_FEW = 10
"""Below as many decisions a share says nothing, and none is given."""
_Z = 1.959963984540054  # of the normal distribution: 95 % lie within as many standard deviations


@dataclass(frozen=True, slots=True)
class Odds:
    """Of `decided` decisions with a stated outcome `overturned` were overturned, wholly.

    Modified ones count as decided, not as overturned.
    """

    overturned: int
    decided: int

    @property
    def too_few(self) -> bool:
        """Whether a share would mislead."""
        return self.decided < TOO_FEW

    @property
    def share(self) -> float:
        """Percent overturned; 0 of nothing."""
        return 100 * self.overturned / self.decided if self.decided else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share, in percent."""
        low, high = wilson(self.overturned, self.decided)
        return 100 * low, 100 * high


def odds_of(counts: Mapping[str, int]) -> Odds:
    """The odds of decisions counted by outcome; any key that is no outcome ("not-stated") is left out."""
    return Odds(counts.get("overturned", 0), sum(counts.get(one, 0) for one in ("upheld", "overturned", "modified")))


def whole_percent(share: float) -> int:
    """A share in percent, 0 or more, as pages print it where a whole number says enough: a half rounded up.

    >>> [whole_percent(share) for share in (12.5, 13.5, 99.4)]
    [13, 14, 99]
    """
    return int(share + 0.5)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a proportion (Wilson 1927), right also for few and for none; (0, 1) of nothing.

    >>> [round(bound, 4) for bound in wilson(5, 10)]
    [0.2366, 0.7634]
    """
    if not n:
        return 0.0, 1.0
    p, square = successes / n, _Z * _Z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(p * (1 - p) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
