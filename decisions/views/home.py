"""The front page: what the archive is, how it stands, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.models import Case
from decisions.pages.facets import ways_in
from decisions.pages.standing import standing_of
from decisions.parameters.vocabulary import current_vocabulary
from decisions.search.engine import IndexUnavailableError
from decisions.search.indexing import get_engine
from decisions.search.query import SearchQuery

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from decisions.search.engine import SearchResult

LISTS = ("category", "treatment", "specialty", "guideline")
ROWS = ("guideline_page", "year")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page; without an index it says so and the rest still stands."""
    dates = Case.objects.public().aggregate(first=Min("decision_date"), last=Max("decision_date"))
    result = _whole_archive()
    context: dict[str, object] = {"dates": dates, "result": result}
    if result:
        context["standing"] = standing_of(result, SearchQuery())
        context["lists"] = ways_in(result, SearchQuery(), LISTS, current_vocabulary())
        context["rows"] = ways_in(result, SearchQuery(), ROWS, current_vocabulary())
    return render(request, "decisions/home.html", context)


def _whole_archive() -> SearchResult | None:
    try:
        return get_engine().search(SearchQuery(per_page=1, facets=("outcome", *LISTS, *ROWS)))
    except IndexUnavailableError:
        return None
