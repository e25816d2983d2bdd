"""Which guidelines an item's decision relies on, gathered from its citations for a list to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.models import CitedBy
from decisions.paths import path_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.models import Guideline, GuidelineCitation

OF_REVIEWER = (CitedBy.REVIEWER, CitedBy.RATIONALE)
"""The reviewer's side: guideline line and rationale. The claims administrator's is another fact."""


@dataclass(frozen=True, slots=True)
class CitedPage:
    """A cited page and where all decisions citing it are listed; no URL where the guideline is not known."""

    number: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Reliance:
    """A guideline with its sections and pages, each once, in the order cited."""

    name: str
    url: str | None
    sections: tuple[str, ...]
    pages: tuple[CitedPage, ...]


def reliances(citations: Iterable[GuidelineCitation]) -> tuple[Reliance, ...]:
    """The guidelines that the reviewer relied on, those of the guideline line first."""
    ours = [one for one in citations if one.cited_by in OF_REVIEWER]
    ours.sort(key=lambda one: (OF_REVIEWER.index(CitedBy(one.cited_by)), one.position))
    groups: dict[object, list[GuidelineCitation]] = {}
    for one in ours:
        groups.setdefault(one.guideline_id or one.name, []).append(one)
    return tuple(_gather(group) for group in groups.values())


def _gather(group: list[GuidelineCitation]) -> Reliance:
    guideline = group[0].guideline
    sections = dict.fromkeys(one.section for one in group if one.section)
    pages = sorted({page for one in group for page in one.pages})
    return Reliance(
        name=guideline.name if guideline else group[0].name,
        url=guideline.get_absolute_url() if guideline else None,
        sections=tuple(sections),
        pages=tuple(CitedPage(page, _page_url(guideline, page)) for page in pages),
    )


def _page_url(guideline: Guideline | None, page: int) -> str | None:
    return path_to("guideline_page", guideline.slug, page) if guideline else None
