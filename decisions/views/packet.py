"""The packet of picked decisions, as a page to print and as a Word file; the page of the browser's bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.exports.packet_docx import write_packet
from decisions.pages.packet import MOST, build_packet
from decisions.views.site import site_of

if TYPE_CHECKING:
    from django.http import HttpRequest

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def packet(request: HttpRequest) -> HttpResponse:
    """The decisions named by `item`, or how to pick some where none is."""
    made = build_packet(request.GET.getlist("item"), site_of(request))
    query = urlencode([("item", one.key) for one in made.items])
    context = {
        "packet": made,
        "day": timezone.localdate(),
        "most": MOST,
        "docx_url": f"{reverse('packet_docx')}?{query}",
        "address": f"{site_of(request)}{reverse('packet')}?{query}",
    }
    return _private(render(request, "decisions/packet.html", context))


@require_safe
def packet_docx(request: HttpRequest) -> HttpResponse:
    """The same as a Word file; without a decision to put in it, the page that says how to pick some."""
    site, day = site_of(request), timezone.localdate()
    made = build_packet(request.GET.getlist("item"), site)
    if not made.items:
        return redirect("packet")
    query = urlencode([("item", one.key) for one in made.items])
    response = HttpResponse(write_packet(made, day, f"{site}{reverse('packet')}?{query}"), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="imr-packet-{len(made.items)}-{day.isoformat()}.docx"'
    return _private(response)


@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """The bookmarks that the browser keeps: a script fills them in; without it the page says what to do instead."""
    return _private(render(request, "decisions/bookmarks.html", {"most": MOST}))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
