"""How much of a treatment was asked for, and how that fared. Counted by PostgreSQL; quantities are inferred."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef

from decisions.models import DisputedItem, Publication
from decisions.pages.outcome_table import OUTCOMES, columns_of, make_row
from decisions.pages.record_list import is_meant, newest_first
from decisions.pages.remembering import Figures
from decisions.paths import path_to
from decisions.search.query import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

    from decisions.models import Treatment
    from decisions.pages.outcome_table import Row

Amounts = dict[str, dict[float, dict[str, int]]]
"""Name of a measure to amount to decisions by outcome."""

MOST = 999_999
"""More of anything is a misprint."""
MOST_OFTEN = 4
"""Amounts named as asked for most often."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted in a request.

    Args:
        name: key of DisputedItem.quantity; also in addresses.
        title: in words; unit, units: of one and of more.
        limits: the last number of each band but the last, which has no end.
    """

    name: str
    title: str
    unit: str
    units: str
    limits: tuple[int, ...]


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("visits", "visits or sessions", "visit", "visits", (1, 6, 12, 18, 24)),
        Measure("count", "pieces, such as tablets", "piece", "pieces", (1, 10, 30, 60, 90, 120)),
        Measure("rental_days", "days of rental or trial", "day", "days", (7, 14, 30, 90)),
    )
}


@dataclass(frozen=True, slots=True)
class Amount:
    """From `first` to `last` of something; None for a band without end."""

    first: int
    last: int | None

    def holds(self, number: float) -> bool:
        """Whether a number lies in it."""
        return self.first <= number and (self.last is None or number <= self.last)

    def in_words(self, measure: Measure) -> str:
        """As a table says it.

        >>> Amount(7, 12).in_words(MEASURES["visits"]), Amount(1, None).in_words(MEASURES["visits"])
        ('7 to 12 visits', '1 visit or more')
        """
        unit = measure.unit if self.first == 1 else measure.units
        if self.last is None:
            return f"{self.first} {unit} or more"
        if self.first == self.last:
            return f"{self.first} {unit}"
        return f"{self.first} to {self.last} {measure.units}"


@dataclass(frozen=True, slots=True)
class Typical:
    """An amount asked for often, and the number of decisions listed at `url`."""

    words: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Quantities:
    """The requests for a treatment by amount.

    Args:
        title: what is counted, in words.
        stated: the requests that state how much.
        typical: the amounts asked for most often.
        columns: the outcomes that the figures stand under.
        rows: a band each.
    """

    title: str
    stated: int
    typical: tuple[Typical, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def bands(measure: Measure) -> tuple[Amount, ...]:
    """The amounts that a table has rows of.

    >>> [(one.first, one.last) for one in bands(Measure("x", "x", "x", "xs", (1, 6)))]
    [(1, 1), (2, 6), (7, None)]
    """
    firsts = (1, *(limit + 1 for limit in measure.limits))
    return tuple(Amount(first, last) for first, last in zip(firsts, (*measure.limits, None), strict=True))


def quantities_of(treatment: Treatment, state: str) -> Quantities | None:
    """What requests for this treatment alone ask for; None where none says how much. One query, or none.

    A treatment is measured by what most of its requests state: therapy by visits, drugs by tablets.

    Args:
        treatment: whose requests.
        state: of the index, which changes with the record: as long as it stands, the figures do.
    """
    counted = amounts_of(treatment, state)
    if not counted:
        return None
    name = max(counted, key=lambda name: sum(sum(outcomes.values()) for outcomes in counted[name].values()))
    return _in_bands(treatment, MEASURES[name], counted[name])


def amounts_of(treatment: Treatment, state: str) -> Amounts:
    """As `count_amounts`, counted once for a state of the index."""
    return Figures("quantities", treatment.pk, lambda: count_amounts(treatment)).at(state)


def number_asking(amounts: Amounts, measure: Measure, amount: Amount, outcome: str) -> int:
    """How many requests ask for so much and had this outcome; any other word than an outcome means all."""
    of_amount = [counts for number, counts in amounts.get(measure.name, {}).items() if amount.holds(number)]
    return sum(count for counts in of_amount for one, count in counts.items() if is_meant(outcome, one))


def count_amounts(treatment: Treatment) -> Amounts:
    """Name of a measure to amount to decisions by outcome; what is stated by none is left out."""
    found: dict[str, dict[float, Counter[str]]] = {}
    keys = [f"quantity__{name}" for name in MEASURES]
    rows = asking_for(treatment).order_by().values_list(*keys, "outcome").annotate(Count("pk"))
    for *amounts, outcome, count in rows:
        for name, amount in zip(MEASURES, amounts, strict=True):
            if isinstance(amount, int | float) and not isinstance(amount, bool) and 1 <= amount <= MOST:
                found.setdefault(name, {}).setdefault(amount, Counter())[outcome or NOT_STATED] += count
    return {name: {amount: dict(counts) for amount, counts in by_amount.items()} for name, by_amount in found.items()}


def asking_for(treatment: Treatment) -> QuerySet[DisputedItem]:
    """The requests for this treatment and no other: of two together it is not known which one an amount is of."""
    through = DisputedItem.treatments.through.objects
    others = through.filter(disputeditem=OuterRef("pk")).exclude(treatment=treatment)
    asked = DisputedItem.objects.filter(treatment=treatment, quantity__isnull=False)
    return asked.filter(~Exists(others), case__publication=Publication.PUBLIC)


def asking_for_amount(treatment: Treatment, measure: Measure, amount: Amount) -> QuerySet[DisputedItem]:
    """The requests for this treatment alone that ask for so much, the latest decision first."""
    key = f"quantity__{measure.name}"
    within = {f"{key}__gte": amount.first, f"{key}__lte": MOST if amount.last is None else amount.last}
    return newest_first(asking_for(treatment).filter(**within))


def amount_url(treatment: Treatment, measure: Measure, amount: Amount, outcome: str = "") -> str:
    """Where the requests for so much are listed."""
    pairs = [("from", amount.first), ("to", amount.last), ("outcome", outcome)]
    return f"{path_to('quantity', treatment.slug, measure.name)}?{urlencode([pair for pair in pairs if pair[1]])}"


def _in_bands(treatment: Treatment, measure: Measure, by_amount: Mapping[float, Mapping[str, int]]) -> Quantities:
    total: Counter[str] = Counter()
    in_band: dict[Amount, Counter[str]] = {}
    for amount in bands(measure):
        for number, counts in by_amount.items():
            if amount.holds(number):
                in_band.setdefault(amount, Counter()).update(counts)
                total.update(counts)
    columns = columns_of(total)
    return Quantities(
        title=measure.title,
        stated=total.total(),
        typical=tuple(_typical(treatment, measure, by_amount)),
        columns=tuple(OUTCOMES[outcome] for outcome in columns),
        rows=tuple(
            make_row(
                partial(amount_url, treatment, measure, amount),
                counts,
                columns,
                value=f"{amount.first}-{amount.last or ''}",
                label=amount.in_words(measure),
            )
            for amount, counts in in_band.items()
        ),
    )


def _typical(treatment: Treatment, measure: Measure, by_amount: Mapping[float, Mapping[str, int]]) -> Iterator[Typical]:
    totals = {int(amount): sum(counts.values()) for amount, counts in by_amount.items() if amount == int(amount)}
    for number in sorted(totals, key=lambda number: (-totals[number], number))[:MOST_OFTEN]:
        amount = Amount(number, number)
        yield Typical(amount.in_words(measure), totals[number], amount_url(treatment, measure, amount))
