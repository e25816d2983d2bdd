"""Which guidelines an item's decision relies on, gathered from its citations for a list to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decisions.models import CitedBy
from decisions.paths import path_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.pages.listed import ListedCitation

OF_REVIEWER = (CitedBy.REVIEWER, CitedBy.RATIONALE)
"""The reviewer's side: guideline line and rationale. The claims administrator's is another fact."""


class CitedPage(NamedTuple):
    """A cited page and where all decisions citing it are listed; no URL where the guideline is not known."""

    number: int
    url: str | None


class Reliance(NamedTuple):
    """A guideline with its sections and pages, each once, in the order cited; no slug where it is not known."""

    name: str
    slug: str | None
    sections: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def url(self) -> str | None:
        """The guideline's own page."""
        return path_to("guideline", self.slug) if self.slug else None

    @property
    def pages(self) -> tuple[CitedPage, ...]:
        """Made where they are printed, once for each value: not for each decision of a list."""
        return tuple(CitedPage(number, _page_url(self.slug, number)) for number in self.numbers)


def reliances(citations: Sequence[ListedCitation]) -> tuple[Reliance, ...]:
    """The guidelines that the reviewer relied on, those of the guideline line first.

    Args:
        citations: of an item, each side's in the order of the letter.
    """
    groups: dict[tuple[str | None, str], list[ListedCitation]] = {}
    for one in (one for side in OF_REVIEWER for one in citations if one.cited_by == side):
        groups.setdefault((one.slug, "" if one.slug else one.name), []).append(one)
    return tuple(_gather(group) for group in groups.values())


def _gather(group: list[ListedCitation]) -> Reliance:
    first = group[0]
    sections = dict.fromkeys(one.section for one in group if one.section)
    numbers = sorted({number for one in group for number in one.pages})
    return Reliance(first.known_as or first.name, first.slug, tuple(sections), tuple(numbers))


def _page_url(slug: str | None, page: int) -> str | None:
    return path_to("guideline_page", slug, page) if slug else None
