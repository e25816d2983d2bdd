"""A worker rests between its pieces while others use the machine."""

from __future__ import annotations

from ingest.batches.courtesy import LONGEST, Courtesy, seconds_of_rest


def test_it_rests_the_longer_the_busier_others_are_and_never_long() -> None:
    rests = [seconds_of_rest(1.0, others) for others in (-0.2, 0.0, 0.1, 0.3, 0.6, 1.0)]
    assert rests == sorted(rests)
    assert rests[:3] == [0, 0, 0]
    assert rests[3] > 0
    assert seconds_of_rest(600.0, 1.0) == LONGEST


def test_what_it_measures_is_a_rest_that_it_takes() -> None:
    rests: list[float] = []
    courtesy = Courtesy(rests.append)
    for _ in range(3):
        courtesy.begin()
        sum(range(200_000))
        courtesy.rest()
    assert len(rests) == 3
    assert all(0 <= rest <= LONGEST for rest in rests)
