"""The whole search as JSON, streamed: the keys of /decisions.json with every result, and what the file is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from decisions.exports.rows import in_chunks
from decisions.pages.listed import fetch_items
from decisions.pages.passages import passages_of
from decisions.pages.search_json import facets_as_json, query_as_json, result_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.exports.statement import Statement
    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import Listing
    from decisions.search.query import SearchQuery


def json_chunks(query: SearchQuery, listing: Listing, statement: Statement, vocabulary: Vocabulary) -> Iterator[str]:
    """One JSON object, a chunk of results at a time."""
    head = {
        "query": {**query_as_json(query), "page": 1, "per_page": "all"},
        "search": statement.search,
        "retrieved": statement.retrieved,
        "total_items": listing.result.total_items,
        "total_cases": listing.result.total_cases,
        "page": 1,
    }
    yield f'{_dump(head)[:-1]}, "results": ['
    comma = ""
    for items in in_chunks(listing.hits, fetch_items):
        snippets = passages_of(query, items)
        for item, snippet in zip(items, snippets, strict=True):
            yield f"{comma}\n{_dump(result_as_json(item, snippet))}"
            comma = ","
    yield f'\n], "facets": {_dump(facets_as_json(listing.result, vocabulary))}}}\n'


def _dump(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)
