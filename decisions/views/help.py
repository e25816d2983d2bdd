"""How to search, and what the archive is and is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from decisions.models import Outcome

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Example:
    """A query that runs, and what it finds."""

    text: str
    meaning: str

    @property
    def url(self) -> str:
        """The search."""
        return f"{reverse('search')}?{urlencode({'q': self.text})}"


EXAMPLES = (
    Example("work hardening", "both words, wherever they stand, in any form"),
    Example('"functional improvement"', "exactly this phrase"),
    Example("lumbar MRI -contrast", "the first words without the last"),
    Example('norco OR "opioid taper"', "either of them"),
)


def search_help(request: HttpRequest) -> HttpResponse:
    """The query language, with examples that run."""
    return render(request, "decisions/help.html", {"examples": EXAMPLES, "outcomes": list(Outcome)})


def about(request: HttpRequest) -> HttpResponse:
    """Where the decisions come from and what they are not."""
    return render(request, "decisions/about.html")
