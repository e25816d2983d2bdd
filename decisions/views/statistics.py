"""How decisions fared: the tables of a search, and each of them as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.exports.statistics_csv import FILES, statistics_file
from decisions.pages.statistics_page import build_statistics, subject
from decisions.parameters.filters import read_parameters
from decisions.search.indexing import get_engine
from decisions.views.exports import name_ignored
from decisions.views.site import site_of

if TYPE_CHECKING:
    from django.http import HttpRequest

TOO_MANY = "So many decisions are not counted by letter. Narrow the search, or take the whole archive.\n"


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """All tables of a search, or the one named by `table` alone, and longer."""
    asked = read_parameters(request.GET, besides=("table",))
    page = build_statistics(asked, get_engine(), request.GET.get("table", ""))
    return render(request, "decisions/statistics.html", {"page": page})


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The table named by `table` as a file; without a name all tables of decisions, one under the other."""
    table = request.GET.get("table", "")
    if table and table not in FILES:
        raise Http404(f"There is no table {table}: the tables are {', '.join(sorted(FILES))}.")
    asked = read_parameters(request.GET, besides=("table",))
    file = statistics_file(subject(asked.query), asked.vocabulary, get_engine(), table, site_of(request))
    if file is None:
        return HttpResponse(TOO_MANY, status=413, content_type="text/plain")
    response = HttpResponse(file, content_type="text/csv; charset=utf-8")
    words = "-".join(filter(None, ("imr-statistics", table.replace("_", "-"), timezone.localdate().isoformat())))
    response["Content-Disposition"] = f'attachment; filename="{words}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return name_ignored(response, asked)
