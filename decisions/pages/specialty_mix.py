"""What a specialty's share overturned would be by its mix of treatments alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from decisions.parameters import links
from decisions.search.query import SearchQuery
from decisions.statistics.odds import TOO_FEW
from decisions.statistics.standardised import standardise

if TYPE_CHECKING:
    from decisions.search.engine import Engine
    from decisions.statistics.standardised import Standardised

STRATA = ("treatment",)


def standardised_share(engine: Engine, specialty: str) -> Standardised | None:
    """The share of a specialty beside what its mix of treatments would make it; None of too few decisions.

    Raises IndexUnavailableError.
    """
    own = engine.outcomes(replace(links.searching(specialty=specialty), facets=STRATA))
    archive = engine.outcomes(SearchQuery(facets=STRATA))
    found = standardise(own.facets["treatment"], archive.facets["treatment"])
    return found if found.decided >= TOO_FEW else None
