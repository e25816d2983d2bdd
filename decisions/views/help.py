"""How to search, and what the archive is and is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

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
    Example("work hardening", "both words, wherever they stand, in any of their forms"),
    Example('"functional improvement"', "exactly this phrase"),
    Example('"failed therapy"~5', "these words near each other, at most five moves apart"),
    Example("MRI OR CT lumbar", "lumbar, and MRI or CT: OR binds closer than the space between words"),
    Example("lumbar MRI -contrast", "the first words and not the last; NOT says the same"),
    Example("radicul*", "words that begin so: radiculopathy, radicular"),
    Example("(knee OR ankle) injection", "injection, and one of the words in parentheses"),
    Example("norco", "also hydrocodone and its other names, which the page lists; in quotation marks the word alone"),
    Example("rationale:plateau", "the word in the reviewer’s rationale"),
    Example("summary:ladder", "the word in the clinical case summary"),
    Example("treatment:norco", "the word in the request or the names of its treatment"),
    Example("guideline:opioids", "the word in the names of the guidelines relied on"),
)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """The query language, with examples that run."""
    return render(request, "decisions/help.html", {"examples": EXAMPLES, "outcomes": list(Outcome)})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the decisions come from and what they are not."""
    return render(request, "decisions/about.html", _contact())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the archive meets the accessibility guidelines, and where it falls short."""
    return render(request, "decisions/accessibility.html", _contact())


def _contact() -> dict[str, str]:
    """Whom to tell, as the settings say, and the address of a link to them; empty where it is none."""
    contact = settings.CONTACT
    if contact.startswith(("https://", "http://")):
        return {"contact": contact, "contact_url": contact}
    return {"contact": contact, "contact_url": f"mailto:{contact}" if "@" in contact else ""}
