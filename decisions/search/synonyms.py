"""Other names of what was typed: brand and generic, short and long. Shown to the reader, who can switch it off.

Pure: a tree of a typed text and a thesaurus in, a wider tree out. Only words as they are typed are widened:
what stands in quotation marks, ends in a star or is excluded means itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from decisions.search.inflections import inflections
from decisions.search.text_query import And, Not, Or, Phrase, Scope, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from decisions.search.text_query import Node

MAX_WORDS = 6
"""Words of a name that is recognised."""
MAX_NAMES = 12
"""Names that are searched for in place of one."""

WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Widened:
    """What was also searched for: the words as typed, and the other names of what they name that find more."""

    typed: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Names that mean the same: each, folded, to all of its group."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> Thesaurus:
        """A thesaurus of groups, the chief name first; a name in two groups belongs to the first."""
        found: dict[str, tuple[str, ...]] = {}
        for names in groups:
            for name in names:
                found.setdefault(fold(name), tuple(names))
        return cls(found)

    def others(self, words: str) -> tuple[str, ...]:
        """The other names of what these words name, each once; none where they name nothing."""
        key = fold(words)
        by_fold = {fold(name): name for name in reversed(self.groups.get(key, ()))}
        return tuple(name for folded, name in reversed(by_fold.items()) if folded != key)


def fold(name: str) -> str:
    """A name as it is compared.

    >>> fold("Hydrocodone/APAP")
    'hydrocodone apap'
    """
    return " ".join(WORDS.findall(name.lower()))


def widen(node: Node, thesaurus: Thesaurus) -> tuple[Node, tuple[Widened, ...]]:
    """The tree that also finds other names, and which these are."""
    found: list[Widened] = []
    wider = _widen(node, thesaurus, found)
    return wider, tuple(dict.fromkeys(found))


def _widen(node: Node, thesaurus: Thesaurus, found: list[Widened]) -> Node:
    match node:
        case Word() if not node.prefix:
            return _named([node], thesaurus, found) or node
        case And():
            nodes = _widen_run(node.nodes, thesaurus, found)
            return nodes[0] if len(nodes) == 1 else replace(node, nodes=nodes)
        case Or():
            return replace(node, nodes=tuple(_widen(child, thesaurus, found) for child in node.nodes))
        case Scope() if node.field != "case":
            return replace(node, node=_widen(node.node, thesaurus, found))
        case Word() | Phrase() | Scope() | Not():
            return node


def _widen_run(nodes: Sequence[Node], thesaurus: Thesaurus, found: list[Widened]) -> tuple[Node, ...]:
    """Words side by side may be one name: the longest is taken, from the left."""
    wider: list[Node] = []
    at = 0
    while at < len(nodes):
        run = _words_from(nodes, at)
        for length in range(len(run), 1, -1):
            if named := _named(run[:length], thesaurus, found):
                wider.append(named)
                at += length
                break
        else:
            wider.append(_widen(nodes[at], thesaurus, found))
            at += 1
    return tuple(wider)


def _words_from(nodes: Sequence[Node], start: int) -> list[Word]:
    run: list[Word] = []
    for node in nodes[start : start + MAX_WORDS]:
        if not isinstance(node, Word) or node.prefix:
            break
        run.append(node)
    return run


def _named(words: Sequence[Word], thesaurus: Thesaurus, found: list[Widened]) -> Node | None:
    """What finds these words or any other name of what they name; None where they name nothing."""
    typed = " ".join(word.text for word in words)
    named = thesaurus.others(typed)
    if not named:
        return None
    span = (words[0].span[0], words[-1].span[1])
    literal = words[0] if len(words) == 1 else And(tuple(words), span)
    names = finding_more(typed.split(), named)[:MAX_NAMES]
    if not names:
        return literal
    found.append(Widened(typed, names))
    return Or((literal, *(Phrase(name, span) for name in names)), span, names=True)


def finding_more(typed: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The names that find what neither the typed words nor a shorter name finds.

    Whoever says "shoulder surgery" says "surgery" too: looking that up as well costs time and finds nothing.

    >>> finding_more(["surgery"], ["operation", "shoulder surgery", "open surgeries", "operation room"])
    ('operation',)
    """
    wanted = [[f" {form} " for form in forms_of(fold(word))] for word in typed]
    kept: dict[str, str] = {}
    for name in sorted(names, key=lambda name: len(fold(name))):
        said = f" {fold(name)} "
        found_as_typed = all(any(form in said for form in forms) for forms in wanted)
        if not found_as_typed and not any(shorter in said for shorter in kept):
            kept[said] = name
    return tuple(name for name in names if name in kept.values())


def forms_of(folded: str) -> list[str]:
    """What a typed word finds: words that punctuation joins stand as they are, one has its singular and plural."""
    return [folded] if " " in folded else inflections(folded)
