from __future__ import annotations

import pytest

from decisions.statistics.standardised import Standardised, standardise

ARCHIVE = {"surgery": {"upheld": 50, "overturned": 50}, "norco": {"upheld": 90, "overturned": 10}}


def test_what_the_mix_of_treatments_makes_is_expected() -> None:
    mostly_surgery = {"surgery": {"upheld": 40, "overturned": 40}, "norco": {"upheld": 18, "overturned": 2}}
    found = standardise(mostly_surgery, ARCHIVE)
    assert found == Standardised(100, 42, 42.0)
    assert found.share == found.expected_share


def test_what_differs_from_the_archive_shows() -> None:
    found = standardise({"norco": {"upheld": 5, "overturned": 5}}, ARCHIVE)
    assert (found.share, found.expected_share) == (50, 10)


@pytest.mark.parametrize("strata", [{}, {"norco": {"not-stated": 3}}])
def test_of_no_decision_nothing_is_expected(strata: dict[str, dict[str, int]]) -> None:
    assert standardise(strata, ARCHIVE) == Standardised(0, 0, 0.0)
