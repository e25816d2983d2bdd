"""What the archive holds and what of it could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.pages.coverage import coverage as read_coverage
from decisions.search.indexing import get_engine

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How many decisions, of which years, and how much the letters leave unsaid."""
    return render(request, "decisions/coverage.html", {"coverage": read_coverage(get_engine())})
