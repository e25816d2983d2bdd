"""Decisions like another one, by the words of its request, rationale and guideline that say most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tantivy

from decisions.search.query import SearchQuery
from decisions.search.tantivy_schema import fold
from decisions.search.tantivy_text import MUST, MUST_NOT, SHOULD, filter_clauses, value_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decisions.search.engine import Hit, ItemDocument
    from decisions.search.query import Selection
    from decisions.search.tantivy_snapshot import Snapshot

TERMS = 25
"""Words that are compared."""
SAME_TREATMENT = 8.0
"""What the same treatment weighs beside them: about three rare words."""


def find_similar(
    snapshot: Snapshot, document: ItemDocument, count: int, filters: Mapping[str, Selection]
) -> tuple[Hit, ...]:
    """Items of other cases, best first."""
    schema = snapshot.schema
    clauses = [
        (MUST, alike(snapshot, document)),
        (MUST_NOT, tantivy.Query.term_query(schema, "case_id", document.case_id)),
        *((occur, unweighted(query)) for occur, query in filter_clauses(schema, SearchQuery(filters=filters))),
    ]
    found = snapshot.searcher.search(tantivy.Query.boolean_query(clauses), limit=max(count, 1), count=False)
    return snapshot.hits([address for _, address in found.hits[:count]])


def alike(snapshot: Snapshot, document: ItemDocument) -> tantivy.Query:
    """What shares telling words with the item, or its treatment."""
    fields = {
        "text_treatment": [fold(document.description), fold(document.treatment)],
        "text_rationale": [fold(document.rationale)],
        "text_guideline": [fold(document.guideline)],
    }
    words = tantivy.Query.more_like_this_document_fields_query(
        snapshot.schema,
        fields,
        min_doc_frequency=1,
        max_doc_frequency=max(snapshot.searcher.num_docs // 4, 10),
        min_term_frequency=1,
        max_query_terms=TERMS,
        min_word_length=3,
    )
    treatments = [
        tantivy.Query.boost_query(unweighted(value_query(snapshot.schema, "treatment", value)), SAME_TREATMENT)
        for value in document.facets.get("treatment", ())
    ]
    return tantivy.Query.boolean_query([(SHOULD, query) for query in (words, *treatments)])


def unweighted(query: tantivy.Query) -> tantivy.Query:
    """The query with the same score for all that it finds."""
    return tantivy.Query.const_score_query(query, 1.0)
