"""What is counted by letter and not by decision: disputed items a letter, days until it was decided. PostgreSQL's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection

from decisions.pages.remembering import Figures
from decisions.search.query import Selection, Sort

if TYPE_CHECKING:
    from decisions.search.engine import Engine, OutcomeCounts
    from decisions.search.query import SearchQuery

MOST_COUNTED = 50_000
"""Decisions of a search whose letters are looked at one by one. The whole archive is read at once, and remembered."""
LONGEST = 10
"""Letters with as many items or more are counted together."""

ITEMS = """
    SELECT least(items, %s), count(*) FROM (
        SELECT count(*) AS items FROM decisions_disputeditem WHERE {of_letters} GROUP BY case_id
    ) AS letters
    GROUP BY 1 ORDER BY 1
"""
DAYS = """
    SELECT
        count(*),
        count(assigned), percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY assigned),
        count(denied), percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY denied)
    FROM (
        SELECT
            CASE WHEN decision_date >= date_assigned THEN decision_date - date_assigned END AS assigned,
            CASE WHEN decision_date >= ur_denial_date THEN decision_date - ur_denial_date END AS denied
        FROM decisions_case WHERE {of_letters}
    ) AS letters
"""
"""Raw, since the ORM has no percentiles. A decision before the day it follows is a misprint: no days are counted."""

PUBLISHED = """
    NOT EXISTS (SELECT FROM decisions_case AS hidden WHERE hidden.id = {column} AND hidden.publication <> 'public')
"""
"""The others are few beside them, and found by an index of their own."""


@dataclass(frozen=True, slots=True)
class Days:
    """How many days passed until the decision.

    Args:
        since: from which day on.
        letters: that state both days, in an order that can be.
        others: letters that do not.
        quartiles: days within which a quarter, half and three quarters of them were decided; None without letters.
    """

    since: str
    letters: int
    others: int
    quartiles: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class LetterFigures:
    """Figures of the letters in which some decisions stand.

    Args:
        letters: how many there are.
        items: number of disputed items in a letter to the number of such letters; LONGEST means so many or more.
        days: from assignment and from the utilization review denial.
    """

    letters: int
    items: dict[int, int]
    days: tuple[Days, ...]


def letter_figures(engine: Engine, query: SearchQuery, counts: OutcomeCounts) -> Figures[LetterFigures] | None:
    """The figures of the letters of a search; None where it finds more than MOST_COUNTED decisions, but not all.

    Two queries where they must be counted.
    """
    if not _narrows(query):
        return OF_ALL
    if counts.found.total_items > MOST_COUNTED:
        return None
    return Figures("letter_figures", query, lambda: count_letters(_cases(engine, query)))


def count_letters(cases: list[int] | None) -> LetterFigures:
    """The figures of these cases' letters, by database id; of all published letters for None."""
    of_letters, chosen = (PUBLISHED, []) if cases is None else ("{column} = ANY(%s)", [cases])
    with connection.cursor() as cursor:
        cursor.execute(ITEMS.format(of_letters=of_letters.format(column="case_id")), [LONGEST, *chosen])
        items = dict(cursor.fetchall())
        cursor.execute(DAYS.format(of_letters=of_letters.format(column="decisions_case.id")), chosen)
        [letters, assigned, of_assigned, denied, of_denied] = cursor.fetchone()
    return LetterFigures(
        letters,
        items,
        (
            Days("From assignment", assigned, letters - assigned, tuple(of_assigned) if of_assigned else None),
            Days("From the UR denial", denied, letters - denied, tuple(of_denied) if of_denied else None),
        ),
    )


OF_ALL = Figures("letter_figures", "all", lambda: count_letters(None))
"""The figures of all published letters."""


def _cases(engine: Engine, query: SearchQuery) -> list[int]:
    listing = engine.listing(replace(query, sort=Sort.CASE, per_page=1, facets=()))
    hits = islice(listing.hits, MOST_COUNTED)
    return sorted({hit.case_id for hit in hits})


def _narrows(query: SearchQuery) -> bool:
    chosen = any(one != Selection() for one in query.filters.values())
    return bool(query.text or chosen or query.decided_from or query.decided_to)
