"""How decisions stand: shares that say the same as the odds beside them."""

from __future__ import annotations

import pytest

from decisions.pages.standing import standing_of
from decisions.search.engine import CaseCount, FacetCount, SearchResult
from decisions.search.query import SearchQuery
from decisions.statistics.odds import odds_of, whole_percent


@pytest.mark.parametrize(
    ("overturned", "decided", "said"),
    [
        (1, 8, "13 %"),
        (13, 521, "2 %"),
        (313, 2_505, "12 %"),
        (1, 30_000, "under 0.1 %"),
        (29_999, 30_000, "over 99.9 %"),
    ],
)
def test_a_share_is_rounded_once(overturned: int, decided: int, said: str) -> None:
    counts = {"overturned": overturned, "upheld": decided - overturned}
    facets = {"outcome": tuple(FacetCount(outcome, count) for outcome, count in counts.items())}
    standing = standing_of(SearchResult(decided, (), facets, lambda: CaseCount(decided)), SearchQuery())
    assert standing.overturned is not None
    assert standing.overturned.said == said
    if 1 <= standing.overturned.percent <= 99:
        assert said == f"{whole_percent(odds_of(counts).share)} %"
