"""The whole of a search to take away: .csv, .xlsx, .json; its newest decisions as a feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.exports.feed import ENTRIES, build_feed
from decisions.exports.statement import Statement, state
from decisions.exports.table_csv import csv_chunks
from decisions.exports.whole_json import json_chunks
from decisions.exports.workbook import MOST_ROWS, write_workbook
from decisions.pages.finding import find
from decisions.parameters import links
from decisions.parameters.filters import Asked, read_parameters
from decisions.parameters.section_names import learn_section_names
from decisions.search.indexing import get_engine
from decisions.search.query import FACETS
from decisions.views.site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from decisions.search.engine import Listing

ALL = "all"
"""The `per_page` of /decisions.json that asks for every result."""
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AnyResponse = TypeVar("AnyResponse", bound="HttpResponseBase")


@dataclass(frozen=True, slots=True)
class Export:
    """A whole search, ready to be written."""

    asked: Asked
    listing: Listing
    statement: Statement
    site: str


@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """A table for any program, as long as it is."""
    export = _export(request)
    chunks = csv_chunks(export.listing.hits, export.statement, export.site)
    return _download(request, chunks, export, "csv", "text/csv; charset=utf-8")


@require_safe
def decisions_xlsx(request: HttpRequest) -> HttpResponseBase:
    """A spreadsheet; a page that says what to do instead where the search finds more than one holds."""
    export = _export(request)
    if export.statement.total > MOST_ROWS:
        context = {"total": export.statement.total, "most": MOST_ROWS, "search": export.statement.search}
        context |= {"csv_url": links.search_url(export.asked.query, path=reverse("decisions_csv"))}
        context |= {"search_url": links.search_url(export.asked.query)}
        return _private(render(request, "decisions/too_many.html", context, status=413), export)
    if request.method == "HEAD":
        return _download(request, iter(()), export, "xlsx", SPREADSHEET)
    file = write_workbook(export.listing.hits, export.statement, export.site)
    name = export.statement.file_name("xlsx")
    return _private(FileResponse(file, as_attachment=True, filename=name, content_type=SPREADSHEET), export)


def whole_json(request: HttpRequest) -> HttpResponseBase:
    """Every result of the search for programs."""
    export = _export(request, facets=FACETS)
    asked = export.asked
    learn_section_names(asked.vocabulary, asked.query, export.listing.result.facets["section"])
    chunks = json_chunks(asked.query, export.listing, export.statement, asked.vocabulary)
    return _download(request, (chunk.encode() for chunk in chunks), export, "json", "application/json")


@require_safe
def decisions_atom(request: HttpRequest) -> HttpResponse:
    """The newest decisions of the search as a feed."""
    asked, site = read_parameters(request.GET), site_of(request)
    found = find(replace(links.newest(asked.query, ENTRIES), facets=()))
    learn_section_names(asked.vocabulary, asked.query)
    statement = state(asked, found.result.total_items, site)
    feed_url = f"{site}{links.search_url(links.unpaged(asked.query), path=request.path)}"
    feed = build_feed(found, statement, feed_url, site)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return name_ignored(response, asked)


def name_ignored(response: AnyResponse, asked: Asked) -> AnyResponse:
    """The response with a header that names the parameters left out, for programs."""
    if asked.ignored:
        pairs = (f"{ignored.parameter}={ignored.value}"[:200] for ignored in asked.ignored[:20])
        response["X-Ignored-Parameters"] = "&".join(quote(pair, safe="=") for pair in pairs)
    return response


def _export(request: HttpRequest, facets: tuple[str, ...] = ()) -> Export:
    """The search of the request, whole: its pages do not count. Raises IndexUnavailableError."""
    data = request.GET.copy()
    for name in ("page", "per_page"):
        data.pop(name, None)
    asked = read_parameters(data)
    listing = get_engine().listing(replace(asked.query, per_page=1, facets=facets))
    learn_section_names(asked.vocabulary, asked.query)
    site = site_of(request)
    return Export(asked, listing, state(asked, listing.result.total_items, site), site)


def _download(
    request: HttpRequest, chunks: Iterator[bytes], export: Export, ending: str, content_type: str
) -> HttpResponseBase:
    """The chunks as a file; where only the head is asked for, nothing is read."""
    response = (
        HttpResponse(content_type=content_type)
        if request.method == "HEAD"
        else StreamingHttpResponse(chunks, content_type=content_type)
    )
    response["Content-Disposition"] = f'attachment; filename="{export.statement.file_name(ending)}"'
    return _private(response, export)


def _private(response: AnyResponse, export: Export) -> AnyResponse:
    """Letters tell of people's health: no web search engine lists what they are copied into."""
    response["X-Robots-Tag"] = "noindex"
    return name_ignored(response, export.asked)
