"""Claims administrator and reviewer: where both rely on a guideline, where one of them does, and how that fared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decisions.pages.outcome_table import OUTCOMES, columns_of, listing, make_row
from decisions.search.query import SearchQuery, Selection

if TYPE_CHECKING:
    from decisions.pages.outcome_table import Row
    from decisions.search.engine import Engine


@dataclass(frozen=True, slots=True)
class TwoSides:
    """A row for each way in which the sides may rely on a guideline, under `columns`."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def two_sides(engine: Engine, guideline: str) -> TwoSides:
    """How decisions fared by who relies on a guideline. Three searches; raises IndexUnavailableError."""
    chosen, left_out = Selection((guideline,)), Selection((), (guideline,))
    ways = {
        "both": ("Claims administrator and reviewer", chosen, chosen),
        "reviewer-alone": ("Reviewer alone", chosen, left_out),
        "administrator-alone": ("Claims administrator alone", left_out, chosen),
    }
    found = []
    for value, (label, ours, theirs) in ways.items():
        query = SearchQuery(filters={"guideline": ours, "admin_guideline": theirs})
        result = engine.search(replace(query, per_page=1, facets=("outcome",)))
        counts = {one.value: one.count for one in result.facets["outcome"] if one.count}
        found.append((value, label, query, counts))
    total: Counter[str] = Counter()
    for *_, counts in found:
        total.update(counts)
    columns = columns_of(total)
    return TwoSides(
        tuple(OUTCOMES[outcome] for outcome in columns),
        tuple(
            make_row(listing(query), counts, columns, value=value, label=label) for value, label, query, counts in found
        ),
    )
