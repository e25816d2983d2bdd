"""The links from one page of a list to the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; no number stands for a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the list the page is: entries `first` to `last`, 1-based, and the other pages."""

    first: int
    last: int
    links: tuple[PageLink, ...]
    previous_url: str
    next_url: str


def last_page(total: int, per_page: int) -> int:
    """The number of the last page that has entries, at least 1."""
    return max(1, -(-total // per_page))


def page_asked(text: str, total: int, per_page: int) -> int:
    """The page that a URL asks for, the last one where it is beyond it, the first where it is no number."""
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 1
    return min(max(1, number), last_page(total, per_page))


def paging(number: int, per_page: int, total: int, url_of: Callable[[int], str]) -> Paging:
    """The paging of page `number` of a list of `total` entries; `url_of` says where a page is."""
    last = last_page(total, per_page)
    return Paging(
        first=(number - 1) * per_page + 1,
        last=min(total, number * per_page),
        links=_page_links(number, last, url_of),
        previous_url=url_of(number - 1) if number > 1 else "",
        next_url=url_of(number + 1) if number < last else "",
    )


def _page_links(current: int, last: int, url_of: Callable[[int], str]) -> tuple[PageLink, ...]:
    """The first page, the last, and those around the current one; a gap between. None for a single page."""
    if last == 1:
        return ()
    near = {number for number in range(current - 1, current + 2) if 1 <= number <= last}
    numbers = sorted({1, last, *near})
    found: list[PageLink] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number > before + 1:
            found.append(PageLink(None))
        found.append(PageLink(number, url_of(number), current=number == current))
    return tuple(found)
