"""The chart of a trend as shapes on a plane: shares above, numbers of decisions below. In units of its view box."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from decisions.statistics.odds import whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.statistics.odds import Odds
    from decisions.statistics.quarters import Quarter

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT = 44, 712
TOP, BASE = 14, 178
"""Where the shares' plane begins and ends."""
BARS_TOP, BARS_BASE = 204, 252
YEARS_AT = 272
FEWEST_YEARS_APART = 34
"""Between two years written under the chart."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the plane and what it stands for."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The decisions of a quarter."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """The share of a quarter, and where its interval ends."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Everything that is drawn.

    Args:
        shares: lines across the plane of shares.
        years: lines at the beginning of years.
        bands: the intervals, one shape for quarters that follow each other.
        lines: the shares, likewise.
        dots: the share of each quarter with enough decisions.
        baseline: of the whole archive; None where it has too few, or is what is drawn.
        bars: the number of decisions of each quarter.
        most: of the longest bar.
    """

    shares: tuple[Tick, ...]
    years: tuple[Tick, ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    baseline: Tick | None
    bars: tuple[Bar, ...]
    most: int


def draw_trend(quarters: Sequence[tuple[Quarter, int, Odds]], archive: Odds | None) -> TrendChart:
    """The chart of quarters that follow each other without a gap.

    Args:
        quarters: each with its decisions and their odds.
        archive: the odds that the shares are compared with.
    """
    step = (RIGHT - LEFT) / len(quarters)
    top = _top_share([odds for _, _, odds in quarters if not odds.too_few])
    baseline = archive if archive and not archive.too_few and archive.share <= top else None
    runs = _runs(quarters, step, top)
    most = max(count for _, count, _ in quarters) or 1
    return TrendChart(
        shares=tuple(
            Tick(_height(share, top), f"{share} %")
            for share in range(0, top + 1, 5 if top <= 20 else 10 if top <= 50 else 20)
        ),
        years=_years([quarter for quarter, _, _ in quarters], step),
        bands=tuple(_band(run) for run in runs),
        lines=tuple(_points((dot.x, dot.y) for dot in run) for run in runs),
        dots=tuple(dot for run in runs for dot in run),
        baseline=Tick(_height(baseline.share, top), f"Whole archive {whole_percent(baseline.share)} %")
        if baseline
        else None,
        bars=tuple(_bar(place, count, most, step) for place, (_, count, _) in enumerate(quarters)),
        most=most,
    )


def _top_share(shown: Sequence[Odds]) -> int:
    """The share at the upper edge: what the intervals reach, in steps that divide well."""
    reached = max((odds.interval[1] for odds in shown), default=0)
    return next(top for top in (10, 20, 30, 40, 50, 60, 80, 100) if reached <= top or top == 100)


def _height(share: float, top: int) -> float:
    return round(BASE - (BASE - TOP) * share / top, 1)


def _runs(quarters: Sequence[tuple[Quarter, int, Odds]], step: float, top: int) -> list[list[Dot]]:
    """The dots of the quarters with enough decisions, those that follow each other together."""
    found = []
    for few, group in groupby(enumerate(quarters), key=lambda one: one[1][2].too_few):
        if not few:
            found.append([_dot(LEFT + (place + 0.5) * step, odds, top) for place, (_, _, odds) in group])
    return found


def _dot(x: float, odds: Odds, top: int) -> Dot:
    low, high = odds.interval
    return Dot(round(x, 1), _height(odds.share, top), _height(low, top), _height(high, top))


def _band(run: Sequence[Dot]) -> str:
    if len(run) == 1:  # a lone quarter has an interval too
        [dot] = run
        sides = [(dot.x - 3, dot.low), (dot.x - 3, dot.high), (dot.x + 3, dot.high), (dot.x + 3, dot.low)]
        return _points(sides)
    return _points([*((dot.x, dot.high) for dot in run), *((dot.x, dot.low) for dot in reversed(run))])


def _points(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _bar(place: int, count: int, most: int, step: float) -> Bar:
    height = round((BARS_BASE - BARS_TOP) * count / most, 1)
    gap = min(2.0, step / 5)
    return Bar(round(LEFT + place * step + gap / 2, 1), BARS_BASE - height, round(step - gap, 1), height)


def _years(quarters: Sequence[Quarter], step: float) -> tuple[Tick, ...]:
    """The years that begin in the chart, as many as have room; the first quarter's own where none begins."""
    starts = [(place, quarter.year) for place, quarter in enumerate(quarters) if quarter.number == 1]
    starts = starts or [(0, quarters[0].year)]
    every = -(-FEWEST_YEARS_APART // max(1, round(4 * step)))
    return tuple(Tick(round(LEFT + place * step, 1), str(year)) for place, year in starts[::every])
