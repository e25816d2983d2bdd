"""What a person typed, read into a small tree. Never an error: what cannot be read is repaired and said so.

The language: words (all must occur), "phrases", "near words"~5, OR, AND, NOT or -, parentheses, word*,
and the fields rationale: summary: treatment: guideline: case:. OR binds closer than AND, as it does in
Westlaw, Lexis and Google: `mri OR ct lumbar` is `(mri OR ct) lumbar`. The operators are written in
capitals, so that "not medically necessary" is three words. No word is too common to be searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.search.text_tokens import MIN_PREFIX, Span, Token, read_tokens, shorten

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, punctuation and all; `prefix` where it ended in `*`."""

    text: str
    span: Span
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotation marks, without these; up to `slop` moves apart."""

    text: str
    span: Span
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """A node that must hold within one of FIELDS."""

    field: str
    node: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    node: Node
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more nodes."""

    nodes: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more nodes; `names` where all of them name one thing, what was typed first."""

    nodes: tuple[Node, ...]
    span: Span
    names: bool = False


Node = Word | Phrase | Scope | Not | And | Or


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A read query: its tree (None where nothing is left to search for), and what was repaired."""

    root: Node | None
    notes: tuple[str, ...] = ()


PARTS = frozenset({"rationale", "summary", "treatment", "guideline"})
"""The fields that are parts of a decision; `case` is none."""

CASE_NUMBER = re.compile(
    r"""
    [\s"'#]* (?: (?:imr\s+)? case \s* (?:number|no\.?)? \s* [:#]? \s* )?
    c \s* m \s* (?P<year>[0-9]{2})
    (?: \s* [-‐‑–—_] \s* (?P<short>[0-9]{1,7}) | \s* (?P<serial>[0-9]{7}) )
    [\s"'.]*
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_case_number(text: str) -> str | None:
    """The case number in its printed form where `text` is one and nothing else, else None.

    >>> find_case_number("cm15 0012345")
    'CM15-0012345'
    """
    found = CASE_NUMBER.fullmatch(text[:80])
    if not found or len(text) > 80:
        return None
    return f"CM{found['year']}-{(found['short'] or found['serial']).zfill(7)}"


def parse_text(text: str) -> TextQuery:
    """Read any string; raises nothing."""
    notes: list[str] = []
    tokens = read_tokens(shorten(text, notes), notes)
    root = _Parser(tokens, notes).parse()
    if root is None and text.strip():
        notes.append("Nothing in the search box could be searched for, so it was left out.")
    return TextQuery(root, tuple(dict.fromkeys(notes)))


def positive_concepts(node: Node | None, parts: Collection[str] = PARTS) -> list[Word | Phrase | Or]:
    """What a result may owe its place to: words, phrases, and things of several names; all that are not excluded.

    What must stand in a certain part of the decision is among it only if that is one of `parts`.
    """
    if node is None or isinstance(node, Not):
        return []
    if isinstance(node, Word | Phrase) or (isinstance(node, Or) and node.names):
        return [node]
    if isinstance(node, Scope):
        return positive_concepts(node.node, parts) if node.field in parts else []
    return [concept for child in node.nodes for concept in positive_concepts(child, parts)]


def positive_leaves(node: Node | None, parts: Collection[str] = PARTS) -> list[Word | Phrase]:
    """The words and phrases of these, each name by itself."""
    leaves: list[Word | Phrase] = []
    for concept in positive_concepts(node, parts):
        if isinstance(concept, Or):
            leaves += [leaf for name in concept.nodes for leaf in positive_leaves(name, parts)]
        else:
            leaves.append(concept)
    return leaves


@dataclass(slots=True)
class _Parser:
    """Recursive descent over balanced tokens. Each method reads one rule and returns its node or None."""

    tokens: list[Token]
    notes: list[str]
    at: int = 0

    def parse(self) -> Node | None:
        return self.all_of()

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def all_of(self) -> Node | None:
        """Rule: all_of := any_of { [AND] any_of }."""
        nodes: list[Node] = []
        while self.peek() not in {"", ")"}:
            if self.peek() == "AND":
                token = self.take()
                if not nodes or self.peek() in {"", ")", "AND", "OR"}:
                    self.dangling(token)
                continue
            node = self.any_of()
            if node is not None:
                nodes.append(node)
        return joined(And, nodes)

    def any_of(self) -> Node | None:
        """Rule: any_of := one { OR one }."""
        nodes: list[Node] = []
        if self.peek() != "OR":
            self.append(nodes, self.one())
        while self.peek() == "OR":
            token = self.take()
            if not nodes or self.peek() in {"", ")", "AND", "OR"}:
                self.dangling(token)
                continue
            self.append(nodes, self.one())
        return joined(Or, nodes)

    @staticmethod
    def append(nodes: list[Node], node: Node | None) -> None:
        if node is not None:
            nodes.append(node)

    def one(self) -> Node | None:
        """Rule: one := { NOT } { FIELD } ( word | phrase | "(" all_of ")" )."""
        negations = self.take_run("NOT")
        fields = self.take_run("FIELD")
        node = self.atom(negations[-1:] + fields[-1:])
        if node is None:
            return None
        if fields:
            node = Scope(fields[-1].text, node, (fields[-1].span[0], node.span[1]))
        if len(negations) % 2:
            node = Not(node, (negations[0].span[0], node.span[1]))
        return node

    def take_run(self, kind: str) -> list[Token]:
        run: list[Token] = []
        while self.peek() == kind:
            run.append(self.take())
        return run

    def atom(self, before: list[Token]) -> Node | None:
        """A word, phrase or group; None, noted, where `before` stands before nothing of the kind."""
        kind = self.peek()
        if kind == "WORD":
            return self.word(self.take())
        if kind == "PHRASE":
            token = self.take()
            return Phrase(token.text, token.span, token.slop)
        if kind == "(":
            self.take()
            node = self.all_of()
            self.take()
            return node
        if kind == "NOT" and before:
            return self.one()
        for token in before:
            self.dangling(token)
        return None

    def word(self, token: Token) -> Node:
        """A word; with a star at its end the beginning of one."""
        text = token.text.rstrip("*")
        prefix = text != token.text
        if "*" in text:
            self.notes.append("A * works only at the end of a word: the others were left out.")
            text = text.replace("*", " ")
        if prefix and sum(map(str.isalnum, text)) < MIN_PREFIX:
            self.notes.append(
                f"A * needs at least {MIN_PREFIX} letters before it: “{text}” was searched for as a word."
            )
            prefix = False
        return Word(text, token.span, prefix)

    def dangling(self, token: Token) -> None:
        name = f"{token.text}:" if token.kind == "FIELD" else token.text
        self.notes.append(f"“{name}” had nothing to work on: it was left out.")


def joined(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    """None, the one node, or all under one."""
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(nodes), (nodes[0].span[0], nodes[-1].span[1]))
