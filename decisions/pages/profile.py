"""What a treatment's or guideline's page shows: outcomes, what goes with it, the latest decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from decisions.pages.facets import Facet, ways_in
from decisions.pages.finding import find
from decisions.pages.odds import OddsLine, archive_odds, odds_line
from decisions.pages.results import ResultGroup, group_results
from decisions.pages.standing import Standing, standing_of
from decisions.parameters import links
from decisions.parameters.section_names import learn_section_names
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.indexing import get_engine

LATEST = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """The decisions with one value in one facet.

    Args:
        standing: how they ended.
        odds: how often the denial was overturned; None where no outcome is stated.
        sides: other facets of theirs; each value links to the search for both.
        groups: the latest of them.
        search_url: all of them.
    """

    standing: Standing
    odds: OddsLine | None
    total_cases: int
    sides: tuple[Facet, ...]
    groups: tuple[ResultGroup, ...]
    search_url: str


def build_profile(facet: str, value: str, sides: tuple[str, ...]) -> Profile:
    """The profile of a facet's value; one search, three queries. Raises IndexUnavailableError."""
    vocabulary = current_vocabulary()
    query = links.searching(**{facet: value})
    found = find(replace(links.newest(query, LATEST), facets=("outcome", *sides)))
    learn_section_names(vocabulary, query, found.result.facets.get("section", ()))
    return Profile(
        standing=standing_of(found.result, query, vocabulary.label(facet, value), value),
        odds=odds_line(found.result, query, archive_odds(get_engine())),
        total_cases=found.result.total_cases,
        sides=ways_in(found.result, query, sides, vocabulary),
        groups=group_results(found.items, found.snippets),
        search_url=links.search_url(query),
    )
