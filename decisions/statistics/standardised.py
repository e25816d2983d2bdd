"""What a share would be if only the mix of treatments made a difference.

A specialty that reviews much surgery is overturned as often as surgery is: its share says more of the requests than
of its reviewers. So its decisions are divided into strata, one a treatment, and each stratum is given the share that
the whole archive has for this treatment (indirect standardisation). What differs from that is not the mix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.statistics.odds import odds_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Standardised:
    """The share overturned of some decisions beside what their mix of treatments alone would make it.

    Args:
        decided: decisions with a stated outcome, once for each of their strata.
        overturned: those of them that were overturned.
        expected: those that would have been, had each stratum been overturned as often as in the whole archive.
    """

    decided: int
    overturned: int
    expected: float

    @property
    def share(self) -> float:
        """Percent overturned; 0 of nothing."""
        return 100 * self.overturned / self.decided if self.decided else 0.0

    @property
    def expected_share(self) -> float:
        """Percent that would have been overturned; 0 of nothing."""
        return 100 * self.expected / self.decided if self.decided else 0.0


def standardise(strata: Mapping[str, Mapping[str, int]], archive: Mapping[str, Mapping[str, int]]) -> Standardised:
    """Decisions divided into strata, with the shares of the same strata in the whole archive.

    Args:
        strata: stratum to its decisions by outcome.
        archive: the same of the whole archive, which holds these decisions too.

    >>> standardise({"mri": {"upheld": 8, "overturned": 2}}, {"mri": {"upheld": 50, "overturned": 50}}).expected
    5.0
    """
    decided, overturned, expected = 0, 0, 0.0
    for stratum, counts in strata.items():
        own, whole = odds_of(counts), odds_of(archive.get(stratum, counts))
        decided += own.decided
        overturned += own.overturned
        expected += own.decided * whole.share / 100
    return Standardised(decided, overturned, expected)
