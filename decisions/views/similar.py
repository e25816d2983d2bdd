"""Decisions like one that is being read, of either outcome."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.models import DisputedItem, Outcome, Publication
from decisions.pages.listed import fetch_items
from decisions.pages.passages import passages_of
from decisions.pages.results import group_results
from decisions.search.documents import documents_of
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery, Selection

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from decisions.pages.results import ResultGroup
    from decisions.search.engine import ItemDocument

OF_EACH = 5
"""Decisions of each outcome."""
SIDES = (Outcome.OVERTURNED, Outcome.UPHELD)
"""Both, always: what is alike is often decided differently."""

WORD = re.compile(r"[^\W\d_]{2,}")
SMALL_WORDS = frozenset(
    ["an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "per", "the", "to", "was", "with", "without"]
)


@require_safe
def similar(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """The decisions most like one item of a case, overturned and upheld apart."""
    items = DisputedItem.objects.filter(case__publication=Publication.PUBLIC).select_related("case")
    item = get_object_or_404(items, case__public_id=public_id, position=position)
    document = next((one for one in documents_of([item.case_id]) if one.item_id == item.pk), None)
    if document is None:
        raise Http404("The item was changed just now.")
    sides = [(outcome, _most_alike(document, outcome)) for outcome in SIDES]
    return render(request, "decisions/similar.html", {"item": item, "sides": sides})


def _most_alike(document: ItemDocument, outcome: Outcome) -> tuple[ResultGroup, ...]:
    engine = get_engine()
    hits = engine.similar(document, OF_EACH, {"outcome": Selection((outcome.value,))})
    items = fetch_items(hit.item_id for hit in hits)
    words = SearchQuery(_telling_words(document.description), synonyms=False)
    snippets = passages_of(words, items)
    return group_results(items, snippets)


def _telling_words(request: str) -> str:
    """A request's words but the small ones: "of the" marked in every passage would hide what is alike.

    >>> _telling_words("MRI of the left hip (7 days)")
    'MRI left hip days'
    """
    return " ".join(word for word in WORD.findall(request) if word.lower() not in SMALL_WORDS)
