"""The URLs of searches: a `SearchQuery` to its canonical address, and its neighbours one click away."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from decisions.paths import path_to
from decisions.search.query import FACETS, SearchQuery, Selection, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEFAULTS = SearchQuery()
PLACE = "at"
"""The parameter of a case's page that says where it stands in the list of the search that its address carries."""
_quoted = lru_cache(maxsize=2_000)(quote_plus)  # values of facets: most recur on every page
_ORDER = {name: place for place, name in enumerate(("q", *FACETS))}  # of parameters in an address; all others follow


def parameters(query: SearchQuery) -> list[tuple[str, str]]:
    """The URL parameters of a search in a fixed order, defaults left out."""
    pairs = [("q", query.text)]
    for facet in sorted(query.filters, key=FACETS.index):
        selection = query.filters[facet]
        pairs += [(facet, value) for value in selection.include]
        pairs += [(facet, f"-{value}") for value in selection.exclude]
    pairs += [
        ("from", query.decided_from.isoformat() if query.decided_from else ""),
        ("to", query.decided_to.isoformat() if query.decided_to else ""),
        ("synonyms", "" if query.synonyms else "off"),
        ("sort", "" if query.sort == DEFAULTS.sort else query.sort.value),
        ("per_page", "" if query.per_page == DEFAULTS.per_page else str(query.per_page)),
        ("page", "" if query.page == DEFAULTS.page else str(query.page)),
    ]
    return [(name, value) for name, value in pairs if value]


def search_url(query: SearchQuery, *, path: str | None = None, **more: str) -> str:
    """Where the search is found; `path` of another page that reads the same parameters."""
    pairs = parameters(query) + [(name, value) for name, value in more.items() if value]
    path = path or search_path()
    return f"{path}?{_encoded(pairs)}" if pairs else path


def elsewhere(query: SearchQuery) -> Callable[[str], str]:
    """What leads from the path of a page that reads the same parameters to the search, from its first page, on it.

    As `search_url(on_page(query, 1), path=path)` says, for all facets of a page.
    """
    carried = _encoded(_carried(query))
    return lambda path: f"{path}?{carried}" if carried else path


def search_path() -> str:
    """Where searches are."""
    return path_to("search")


def adding(query: SearchQuery, facet: str) -> Callable[[str], str]:
    """What leads from a value of the facet, neither chosen nor excluded, to the search with it added.

    As `search_url(with_value(query, facet, value))` says, for the hundred values of a page.
    """
    carried = _carried(query)
    before = sum((_ORDER.get(name, len(_ORDER)), value[0] == "-") <= (_ORDER[facet], False) for name, value in carried)
    opening = f"{search_path()}?{_encoded([*carried[:before], (facet, '')])}"
    closing = "".join([f"&{_encoded([pair])}" for pair in carried[before:]])
    return lambda value: f"{opening}{_quoted(value)}{closing}"


def in_search(query: SearchQuery) -> Callable[[str, int], str]:
    """What leads to a decision found: its address and its 1-based place in the list to the same with the search along.

    So the case's page can lead back and on, without a session and without JavaScript.
    """
    carried = _encoded(_carried(query))
    first = f"{carried}&" if carried else ""

    def at_place(url: str, place: int) -> str:
        path, hash_sign, fragment = url.partition("#")
        return f"{path}?{first}{PLACE}={place}{hash_sign}{fragment}"

    return at_place


def searching(**filters: str) -> SearchQuery:
    """A search with one value in each of these facets."""
    return SearchQuery(filters={facet: Selection((value,)) for facet, value in filters.items()})


def with_selection(query: SearchQuery, facet: str, selection: Selection) -> SearchQuery:
    """The first page of the search with this selection in a facet."""
    filters = {name: chosen for name, chosen in query.filters.items() if name != facet}
    if selection.include or selection.exclude:
        filters[facet] = selection
    return replace(query, filters=filters, page=1)


def with_value(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The search with `value` added to a facet, no longer excluded."""
    old = query.filters.get(facet, Selection())
    return with_selection(query, facet, Selection((*_without(old.include, value), value), _without(old.exclude, value)))


def with_exclusion(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The search with `value` excluded."""
    old = query.filters.get(facet, Selection())
    return with_selection(query, facet, Selection(_without(old.include, value), (*_without(old.exclude, value), value)))


def without_value(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The search with `value` neither asked for nor excluded."""
    old = query.filters.get(facet, Selection())
    return with_selection(query, facet, Selection(_without(old.include, value), _without(old.exclude, value)))


def without_facet(query: SearchQuery, facet: str) -> SearchQuery:
    """The search with nothing selected in a facet."""
    return with_selection(query, facet, Selection())


def cleared(query: SearchQuery) -> SearchQuery:
    """The search with its words alone."""
    return SearchQuery(text=query.text, sort=query.sort, per_page=query.per_page, synonyms=query.synonyms)


def without_day(query: SearchQuery, attribute: str) -> SearchQuery:
    """The search without its `decided_from` or `decided_to`."""
    if attribute == "decided_from":
        return replace(query, decided_from=None, page=1)
    return replace(query, decided_to=None, page=1)


def without_text(query: SearchQuery) -> SearchQuery:
    """The search without its words."""
    return replace(query, text="", page=1)


def with_synonyms(query: SearchQuery, *, on: bool) -> SearchQuery:
    """The search with or without other names of its words."""
    return replace(query, synonyms=on, page=1)


def with_text(query: SearchQuery, text: str) -> SearchQuery:
    """The search for other words."""
    return replace(query, text=text, page=1)


def on_page(query: SearchQuery, number: int) -> SearchQuery:
    """Another page of the search."""
    return replace(query, page=number)


def unpaged(query: SearchQuery) -> SearchQuery:
    """The search from its beginning, whatever page was asked for."""
    return replace(query, page=DEFAULTS.page, per_page=DEFAULTS.per_page)


def newest(query: SearchQuery, count: int) -> SearchQuery:
    """The `count` latest decisions of the search."""
    return replace(query, sort=Sort.NEWEST, page=1, per_page=count)


def _carried(query: SearchQuery) -> list[tuple[str, str]]:
    """What leads to the first page of the search."""
    return [pair for pair in parameters(query) if pair[0] != "page"]


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """As `urlencode` writes them, whose names are plain: a page of results asks for thirty."""
    return "&".join([f"{name}={quote_plus(value)}" for name, value in pairs])


def _without(values: Iterable[str], value: str) -> tuple[str, ...]:
    return tuple(one for one in values if one != value)
