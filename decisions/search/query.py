"""What is asked of the archive: one plain value, free of Django's requests and of any engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

NOT_STATED = "not-stated"
"""The facet value of items for which the letter does not say."""

FACETS: tuple[str, ...] = (
    "outcome",
    "category",
    "subcategory",
    "treatment",
    "body_part",
    "specialty",
    "state",
    "guideline",
    "section",
    "guideline_page",
    "admin_guideline",
    "year",
    "case_outcome",
    "priority",
    "age_band",
    "sex",
    "injury_age",
    "flag",
)
"""The facets of the index; also the names of their URL parameters."""


class Sort(StrEnum):
    """Order of the results. Ties are broken by case number and position: every order is total."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen values of one facet: any of `include`, none of `exclude`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search for disputed items: OR inside one facet, AND between facets, text and dates.

    Args:
        text: what was typed; empty to browse.
        filters: facet name (of FACETS) to its selection.
        decided_from: earliest decision date, inclusive.
        decided_to: latest decision date, inclusive.
        sort: order; RELEVANCE without text means NEWEST.
        page: 1-based.
        per_page: items a page.
        facets: names of the facets to count; none of them for a mere list.
        synonyms: whether other names of what was typed are searched for too.
    """

    text: str = ""
    filters: Mapping[str, Selection] = field(default_factory=dict)
    decided_from: date | None = None
    decided_to: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    facets: tuple[str, ...] = FACETS
    synonyms: bool = True
