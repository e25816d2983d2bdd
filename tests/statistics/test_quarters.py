from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.statistics.quarters import Quarter, by_quarter, quarter_of, quarters_between, read_quarter

QUARTERS = st.builds(Quarter, st.integers(1990, 2079), st.integers(1, 4))


@given(st.dates(date(1990, 1, 1), date(2079, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last


@given(QUARTERS)
def test_quarters_follow_each_other_without_a_gap(quarter: Quarter) -> None:
    assert quarter.following > quarter
    assert quarter.last + timedelta(days=1) == quarter.following.first
    assert read_quarter(quarter.value) == quarter


@pytest.mark.parametrize("words", ["", "2015", "2015-q5", "2015-q0", "q1-2015", "0000-q1", "2015-q1; DROP"])
def test_what_is_no_quarter_is_none(words: str) -> None:
    assert read_quarter(words) is None


def test_days_are_gathered_by_quarter() -> None:
    days = {
        date(2015, 4, 1): {"upheld": 1},
        date(2015, 1, 1): {"upheld": 2, "overturned": 1},
        date(2015, 3, 31): {"overturned": 1},
    }
    found = by_quarter(days)
    assert list(found) == [Quarter(2015, 1), Quarter(2015, 2)]
    assert found[Quarter(2015, 1)] == {"upheld": 2, "overturned": 2}


def test_between_two_quarters_stand_all_of_them() -> None:
    assert [str(one) for one in quarters_between(Quarter(2015, 3), Quarter(2016, 1))] == [
        "2015 Q3",
        "2015 Q4",
        "2016 Q1",
    ]
    assert quarters_between(Quarter(2016, 1), Quarter(2015, 3)) == []
