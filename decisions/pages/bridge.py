"""From a guideline's pages to its sections and back, as letters that name both join them.

Letters up to 2015 cite pages, later ones sections. No map is invented: a section and a page belong together
where a citation states both ("Work conditioning, work hardening Page(s): 125").
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, IntegerField

from decisions.pages.citing import published_citations
from decisions.pages.remembering import Figures
from decisions.paths import path_to

if TYPE_CHECKING:
    from decisions.models import Guideline


@dataclass(frozen=True, slots=True)
class SectionPages:
    """A section and the pages that letters state with it.

    Args:
        wording: the section as most letters word it.
        pages: page to the number of items whose letter states both, by page.
        links: those pages, each with its address.
        url: the page of the section.
    """

    wording: str
    pages: tuple[tuple[int, int], ...]
    links: tuple[tuple[int, str], ...]
    url: str


def sections_of(guideline: Guideline, page: int | None = None) -> Figures[list[SectionPages]]:
    """As `sections_with_pages`, to be remembered."""
    return Figures("sections", (guideline.pk, page), lambda: sections_with_pages(guideline, page))


def sections_with_pages(guideline: Guideline, page: int | None = None, key: str | None = None) -> list[SectionPages]:
    """The sections of a guideline stated with pages, most often stated first; one query.

    Args:
        guideline: whose sections.
        page: only the sections stated with this page.
        key: only this section.
    """
    stated = published_citations(guideline).filter(section_key__isnull=False)
    stated = stated.filter(pages__contains=[page]) if page is not None else stated.exclude(pages=[])
    stated = stated.filter(section_key=key) if key is not None else stated
    each_page = Func(F("pages"), function="unnest", output_field=IntegerField())
    counted = stated.annotate(page=each_page).order_by().values_list("section_key", "section", "page")
    wordings: dict[str, Counter[str]] = {}
    pages: dict[str, Counter[int]] = {}
    for section, wording, number, items in counted.annotate(items=Count("item", distinct=True)):
        wordings.setdefault(section, Counter())[wording] += items
        pages.setdefault(section, Counter())[number] += items
    often = sorted(pages, key=lambda section: (-pages[section].total(), section))
    return [
        SectionPages(
            wording=wordings[section].most_common(1)[0][0],
            pages=tuple(sorted(pages[section].items())),
            links=tuple(
                (number, path_to("guideline_page", guideline.slug, number)) for number in sorted(pages[section])
            ),
            url=path_to("guideline_section", guideline.slug, section),
        )
        for section in often
    ]
