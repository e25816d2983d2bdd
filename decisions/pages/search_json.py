"""The search as JSON: the public contract of /decisions.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.parameters import links
from decisions.search.query import FACETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.models import GuidelineCitation
    from decisions.pages.finding import Found
    from decisions.pages.listed import ListedCitation, ListedItem
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import FacetCount, SearchResult, Snippet
    from decisions.search.query import SearchQuery


def search_as_json(found: Found, vocabulary: Vocabulary) -> dict[str, Any]:
    """The search that was carried out, its totals, results and all values of all facets."""
    return {
        "query": query_as_json(found.query),
        "total_items": found.result.total_items,
        "total_cases": found.result.total_cases,
        "page": found.query.page,
        "results": [result_as_json(item, snippet) for item, snippet in zip(found.items, found.snippets, strict=True)],
        "facets": facets_as_json(found.result, vocabulary),
    }


def facets_as_json(result: SearchResult, vocabulary: Vocabulary) -> dict[str, Any]:
    """All values of all facets that were counted."""
    return {name: _values(name, result.facets.get(name, ()), vocabulary) for name in FACETS}


def query_as_json(query: SearchQuery) -> dict[str, Any]:
    """The parameters as they were understood; a facet's are a list, "-" before what is excluded."""
    stated: dict[str, Any] = {"q": query.text}
    for name, value in links.parameters(query):
        if name in FACETS:
            stated.setdefault(name, []).append(value)
        else:
            stated[name] = value
    return {**stated, "sort": query.sort.value, "page": query.page, "per_page": query.per_page}


def citation_as_json(citation: GuidelineCitation | ListedCitation) -> dict[str, Any]:
    """A citation as the letter words it, and who cites."""
    return {
        "guideline": citation.name,
        "section": citation.section,
        "pages": citation.pages,
        "cited_by": citation.cited_by,
    }


def result_as_json(item: ListedItem, snippet: Snippet) -> dict[str, Any]:
    """One decision of the list."""
    return {
        "case": item.public_id,
        "item": item.position,
        "url": item.url,
        "treatment": item.treatment,
        "outcome": item.outcome,
        "decision_date": item.decision_date,
        "specialties": item.specialties,
        "citations": [citation_as_json(citation) for citation in item.citations],
        "snippet": snippet.text,
    }


def _values(facet: str, counts: Sequence[FacetCount], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    return [
        {
            "value": count.value,
            "label": vocabulary.label(facet, count.value),
            "count": count.count,
            "selected": count.selected,
        }
        for count in counts
    ]
