"""The results page, ready to print: totals, chips, paging; then what its facets' counts lead to.

Asks for nothing but `count`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.pages.facets import KIND_OF, KINDS, Facet, short_facets
from decisions.pages.odds import OddsLine, odds_line
from decisions.pages.paging import Paging, paging
from decisions.pages.ways_out import WayOut, by_name, ways_out
from decisions.parameters import links
from decisions.parameters.filters import MAX_DEPTH
from decisions.paths import path_to
from decisions.search.query import SearchQuery, Sort
from decisions.search.text_query import find_case_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from decisions.pages.finding import Found
    from decisions.parameters.filters import Asked
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.statistics.odds import Odds

PER_PAGE = (10, 20, 50, 100)
SORTS = {
    Sort.RELEVANCE: "Best match",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.CASE: "Case number",
}

PLAIN_WORD = re.compile(r"\w+(?:['’./-]\w+)*")
OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search, in words, and the search without it."""

    title: str
    label: str
    excluded: bool
    remove_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole search."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the results page prints without a facet's count.

    Args:
        query: the search as it was carried out.
        chips: what narrows it besides its words.
        notes: how the search differs from what was asked, one sentence each.
        about: whether the number of cases is an estimate.
        also_searched: other names searched for; `synonyms_url` is the search without them, or with them again.
        meant: the words with misspelt ones replaced, where some stand in no decision.
        own_url: the search from its first page.
        downloads: files of all its decisions; `feed_url` tells of its newest.
        unknown_case: the case number that the words are, where the archive has no such case; else empty.
        any_word_url: the decisions with any of the words, where none has all of them; empty for other searches.
        ways_out: where nothing is found, the search without each of its parts.
        by_name: the search for what the words name, in place of the words.
    """

    query: SearchQuery
    total_items: int
    total_cases: int
    chips: tuple[Chip, ...]
    clear_url: str
    paging: Paging
    sorts: tuple[Choice, ...]
    per_page: tuple[Choice, ...]
    notes: tuple[str, ...]
    json_url: str
    feed_url: str
    own_url: str
    downloads: tuple[Download, ...]
    about: bool
    also_searched: tuple[str, ...]
    synonyms_url: str
    meant: str
    meant_url: str
    unknown_case: str
    any_word_url: str
    ways_out: tuple[WayOut, ...]
    by_name: tuple[WayOut, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the results page prints of the facets' counts.

    Args:
        hidden: parameters that no visible control of the form carries; Apply must not lose them.
        odds: how often such decisions were overturned; None where none with an outcome is found.
    """

    facets: tuple[Facet, ...]
    hidden: tuple[tuple[str, str], ...]
    odds: OddsLine | None


def build_page(asked: Asked, found: Found, count: Callable[[SearchQuery], int]) -> SearchPage:
    """The page of a search that was carried out; does not wait for its facets.

    Args:
        asked: what was asked for, and what of it was left out.
        found: what was found.
        count: says how many decisions a neighbouring search finds.
    """
    query, result, vocabulary = found.query, found.result, asked.vocabulary
    unpaged = links.unpaged(query)
    return SearchPage(
        query=query,
        total_items=result.total_items,
        total_cases=result.total_cases,
        chips=chips(query, vocabulary),
        clear_url=links.search_url(links.cleared(query)),
        paging=_paging(query, result.total_items),
        sorts=_sorts(query),
        per_page=_per_page(query),
        notes=(*result.notes, *map(str, asked.ignored), *_page_note(asked.query.page, query.page)),
        json_url=links.search_url(query, path=path_to("search_json")),
        feed_url=links.search_url(unpaged, path=path_to("decisions_atom")),
        own_url=links.search_url(unpaged),
        downloads=_downloads(unpaged),
        about=not result.cases_exact,
        also_searched=tuple(f"{also.typed}: {', '.join(also.names)}" for also in result.also_searched),
        synonyms_url=links.search_url(links.with_synonyms(query, on=not query.synonyms)),
        meant=result.did_you_mean,
        meant_url=links.search_url(links.with_text(query, result.did_you_mean)),
        unknown_case=find_case_number(query.text) or "",
        any_word_url="" if result.total_items else _any_word_url(query),
        ways_out=() if result.total_items else ways_out(query, vocabulary, count),
        by_name=by_name(query, vocabulary, count),
    )


def build_narrowing(found: Found, vocabulary: Vocabulary, archive: Odds) -> Narrowing:
    """The facets of a search that was carried out, once they are counted; `archive` are the odds of all decisions."""
    query, result = found.query, found.result
    counts = {kind.name: result.facets.get(kind.name, ()) for kind in KINDS}
    facets = short_facets(query, counts, vocabulary)
    return Narrowing(
        facets=tuple(facet for facet in facets if facet.values or facet.folded),
        hidden=_hidden(query, facets),
        odds=odds_line(result, query, archive),
    )


def chips(
    query: SearchQuery, vocabulary: Vocabulary, url_of: Callable[[SearchQuery], str] = links.search_url
) -> tuple[Chip, ...]:
    """What narrows the search besides its words, one chip each; `url_of` gives addresses of the page they are on."""
    found = []
    for facet, selection in query.filters.items():
        for value in (*selection.include, *selection.exclude):
            remove_url = url_of(links.without_value(query, facet, value))
            excluded = value in selection.exclude
            found.append(Chip(KIND_OF[facet].title, vocabulary.label(facet, value), excluded, remove_url))
    for title, attribute in (("Decided from", "decided_from"), ("Decided to", "decided_to")):
        if day := getattr(query, attribute):
            remove_url = url_of(links.without_day(query, attribute))
            found.append(Chip(title, spoken_day(day), excluded=False, remove_url=remove_url))
    return tuple(found)


def spoken_day(day: date) -> str:
    """A day as the pages write it.

    >>> from datetime import date
    >>> spoken_day(date(2015, 3, 9))
    'March 9, 2015'
    """
    return f"{day:%B} {day.day}, {day.year}"


def _any_word_url(query: SearchQuery) -> str:
    """The search for any of the words; empty where they are one alone, or more than words."""
    words = [word for typed in query.text.split() if (word := typed.strip(".,;!?"))]
    plain = all(PLAIN_WORD.fullmatch(word) and word not in OPERATORS for word in words)
    return links.search_url(links.with_text(query, " OR ".join(words))) if plain and words[1:] else ""


def _hidden(query: SearchQuery, facets: Iterable[Facet]) -> tuple[tuple[str, str], ...]:
    shown = {(one.facet, one.parameter) for facet in facets for one in facet.values if one.chosen}
    carried = {*KIND_OF, "synonyms"}
    return tuple(pair for pair in links.parameters(query) if pair[0] in carried and pair not in shown)


def _paging(query: SearchQuery, total: int) -> Paging:
    def url_of(number: int) -> str:
        return links.search_url(links.on_page(query, number))

    return paging(query.page, query.per_page, min(total, MAX_DEPTH), url_of)


def _downloads(query: SearchQuery) -> tuple[Download, ...]:
    return (
        Download("spreadsheet", links.search_url(query, path=path_to("decisions_xlsx"))),
        Download("CSV", links.search_url(query, path=path_to("decisions_csv"))),
        Download("JSON", links.search_url(query, path=path_to("search_json"), per_page="all")),
    )


def _sorts(query: SearchQuery) -> tuple[Choice, ...]:
    if query.text:
        return tuple(Choice(sort.value, label, sort == query.sort) for sort, label in SORTS.items())
    current = Sort.NEWEST if query.sort == Sort.RELEVANCE else query.sort
    return tuple(Choice(sort.value, label, sort == current) for sort, label in SORTS.items() if sort != Sort.RELEVANCE)


def _per_page(query: SearchQuery) -> tuple[Choice, ...]:
    sizes = sorted({*PER_PAGE, query.per_page})
    return tuple(Choice(str(size), str(size), size == query.per_page) for size in sizes)


def _page_note(asked: int, shown: int) -> tuple[str, ...]:
    return () if asked <= shown else (f"There is no page {asked}: this is page {shown}, the last one.",)
