from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.statistics.odds import Odds, odds_of, wilson


@pytest.mark.parametrize(
    ("overturned", "decided", "low", "high"),
    [  # as R's prop.test(x, n, correct = FALSE) gives them
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 29, 0.0061, 0.1718),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_is_wilsons(overturned: int, decided: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson(overturned, decided)] == [low, high]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_share_lies_in_its_interval(overturned: int, others: int) -> None:
    odds = Odds(overturned, overturned + others)
    low, high = odds.interval
    assert 0 <= low <= high <= 100
    assert not odds.decided or low - 1e-9 <= odds.share <= high + 1e-9


def test_what_states_no_outcome_is_not_counted() -> None:
    counts = {"upheld": 7, "overturned": 2, "modified": 1, "not-stated": 90}
    assert odds_of(counts) == Odds(2, 10)


@pytest.mark.parametrize(("decided", "too_few"), [(0, True), (9, True), (10, False)])
def test_of_few_no_share_is_given(decided: int, too_few: bool) -> None:  # noqa: FBT001
    assert Odds(0, decided).too_few is too_few
