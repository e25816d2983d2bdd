"""Which guidelines an item's decision relies on, gathered from its citations for a list to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decisions.models import CitedBy
from decisions.paths import path_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.pages.listed import ListedCitation

OF_REVIEWER = (CitedBy.REVIEWER, CitedBy.RATIONALE)
"""The reviewer's side: guideline line and rationale. The claims administrator's is another fact."""


class CitedPage(NamedTuple):
    """A cited page and where all decisions citing it are listed; no URL where the guideline is not known."""

    number: int
    url: str | None


class Reliance(NamedTuple):
    """A guideline with its sections and pages, each once, in the order cited."""

    name: str
    url: str | None
    sections: tuple[str, ...]
    pages: tuple[CitedPage, ...]


def reliances(citations: Iterable[ListedCitation]) -> tuple[Reliance, ...]:
    """The guidelines that the reviewer relied on, those of the guideline line first.

    Args:
        citations: of an item, each side's in the order of the letter.
    """
    ours = [one for one in citations if one.cited_by in OF_REVIEWER]
    ours.sort(key=lambda one: OF_REVIEWER.index(CitedBy(one.cited_by)))
    groups: dict[tuple[str | None, str], list[ListedCitation]] = {}
    for one in ours:
        groups.setdefault((one.slug, "" if one.slug else one.name), []).append(one)
    return tuple(_gather(group) for group in groups.values())


def _gather(group: list[ListedCitation]) -> Reliance:
    first = group[0]
    sections = dict.fromkeys(one.section for one in group if one.section)
    pages = sorted({page for one in group for page in one.pages})
    return Reliance(
        name=first.known_as or first.name,
        url=path_to("guideline", first.slug) if first.slug else None,
        sections=tuple(sections),
        pages=tuple(CitedPage(page, _page_url(first.slug, page)) for page in pages),
    )


def _page_url(slug: str | None, page: int) -> str | None:
    return path_to("guideline_page", slug, page) if slug else None
