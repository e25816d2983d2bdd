"""Reading a page as a person or a browser would: its words, links and what its form would send."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"dd", "div", "dt", "h1", "h2", "h3", "li", "p", "td", "th", "tr"}


class Html(HTMLParser):
    """A parsed page; unclosed or crossed tags fail."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.elements: list[tuple[str, dict[str, str], str]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self.elements.append((tag, attributes, ""))
        else:
            self.open.append((tag, attributes, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, ""))

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, words = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"
        self.elements.append((tag, attributes, squeeze("".join(words))))

        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if any(tag in {"title", "script", "style"} for tag, _, _ in self.open):
            return
        self.words.append(data)
        for _, _, words in self.open:
            words.append(data)

    @property
    def text(self) -> str:
        """All that is printed, with single spaces."""
        return squeeze("".join(self.words))

    @property
    def links(self) -> dict[str, str]:
        """Words of each link to where it leads."""
        return {words: attributes.get("href", "") for tag, attributes, words in self.elements if tag == "a"}

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]

    def texts(self, tag: str) -> list[str]:
        """The words of each element of a kind."""
        return [words for one, _, words in self.elements if one == tag]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of a kind."""
        return [attributes for one, attributes, _ in self.elements if one == tag]

    def count_of_class(self, name: str) -> int:
        """How many elements have a class."""
        return sum(name in attributes.get("class", "").split() for _, attributes, _ in self.elements)

    def form_fields(self) -> Iterator[tuple[str, str]]:
        """What the page's only form would send as it stands, empty fields included."""
        for tag, attributes, words in self.elements:
            if tag == "input" and (attributes.get("type") != "checkbox" or "checked" in attributes):
                yield attributes["name"], attributes.get("value", "")
            if tag == "option" and "selected" in attributes:
                yield self._select_of(words), attributes.get("value", words)

    def _select_of(self, words: str) -> str:
        """The name of the select that has an option with these words."""
        return next(
            attributes["name"] for tag, attributes, inside in self.elements if tag == "select" and words in inside
        )


def squeeze(text: str) -> str:
    return " ".join(text.split())


def read(response: HttpResponse | Any, status: int = 200) -> Html:
    """The page of a response."""
    assert response.status_code == status
    return Html(response.content.decode())
