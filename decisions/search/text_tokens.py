"""The first stage of reading a typed text: cut into tokens, with quotation marks and parentheses repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 1_000
"""Characters that are read; nobody types more, and a pasted letter is no search."""
MAX_WORDS = 40
"""Words and phrases that are read."""
MAX_DEPTH = 20
"""Parentheses within parentheses."""
MIN_PREFIX = 2
"""Letters before a `*`: fewer would match a large part of the archive's vocabulary."""
MAX_SLOP = 50
"""Words that may stand between those of "..."~n."""

FIELDS = ("rationale", "summary", "treatment", "guideline", "case")
"""The parts of a decision that a search can be held to."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the typed text: kind is one of ( ) AND OR NOT FIELD WORD PHRASE."""

    kind: str
    text: str
    span: Span
    slop: int = 0


TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | "(?P<phrase>[^"]*)(?P<close>"(?:~(?P<slop>\d{1,9}))?)?
    | (?P<paren>[()])
    | (?<![^\s(:])(?P<minus>-)(?=[^\s)\-])
    | (?P<field>[^\W\d_]+):(?!//)
    | (?P<word>[^\s"():]+|:)
    """,
    re.VERBOSE,
)

STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "\0": " "})


def shorten(text: str, notes: list[str]) -> str:
    """The text up to MAX_LENGTH, its quotation marks straight; positions stay."""
    if len(text) > MAX_LENGTH:
        notes.append(f"Only the first {MAX_LENGTH:,} characters were searched for.")
        text = text[:MAX_LENGTH]
    return text.translate(STRAIGHT_QUOTES)


def read_tokens(text: str, notes: list[str]) -> list[Token]:
    """Cut the text into tokens: every character of it belongs to one, or is a space."""
    tokens: list[Token] = []
    words = 0
    for found in TOKEN.finditer(text):
        token = read_token(found, notes)
        if token is None:
            continue
        words += token.kind in {"WORD", "PHRASE"}
        if words > MAX_WORDS:
            notes.append(f"Only the first {MAX_WORDS} words were searched for.")
            break
        tokens.append(token)
    return balance(tokens, notes)


def read_token(found: re.Match[str], notes: list[str]) -> Token | None:
    """The token of one match of TOKEN; None where there is nothing to search for in it."""
    span = found.span()
    match found.lastgroup:
        case "paren":
            return Token(found[0], found[0], span)
        case "minus":
            return Token("NOT", "-", span)
        case "field":
            return read_field(found, span, notes)
        case "word":
            return read_word(found[0], span, notes)
        case "phrase" | "close" | "slop":
            return read_phrase(found, span, notes)
    return None


def read_field(found: re.Match[str], span: Span, notes: list[str]) -> Token:
    """`rationale:` and its like; another name before a colon is an ordinary word."""
    name = found["field"]
    if name.lower() in FIELDS:
        return Token("FIELD", name.lower(), span)
    notes.append(f"“{name}:” is not a field ({', '.join(FIELDS)} are): it was searched for as a word.")
    return Token("WORD", name, (span[0], span[1] - 1))


def read_word(word: str, span: Span, notes: list[str]) -> Token | None:
    """An operator or a word; None for mere punctuation."""
    if word in {"AND", "OR", "NOT"}:
        return Token(word, word, span)
    if not any(character.isalnum() for character in word):
        if "*" in word:
            notes.append("A * needs the beginning of a word before it: it was left out.")
        return None
    return Token("WORD", word, span)


def read_phrase(found: re.Match[str], span: Span, notes: list[str]) -> Token | None:
    """Quoted words; an open quotation mark is closed at the end of the text."""
    phrase = found["phrase"]
    if found["close"] is None:
        notes.append(f"A quotation mark had no partner: “{phrase.strip()[:60]}” was searched for as a phrase.")
    if not any(character.isalnum() for character in phrase):
        notes.append("Quotation marks with no word between them were left out.")
        return None
    return Token("PHRASE", phrase, span, min(int(found["slop"] or 0), MAX_SLOP))


def balance(tokens: list[Token], notes: list[str]) -> list[Token]:
    """The tokens with parentheses that match and are at most MAX_DEPTH deep."""
    kept: list[Token] = []
    open_kept: list[bool] = []
    for token in tokens:
        if token.kind == "(":
            open_kept.append(len(open_kept) < MAX_DEPTH)
            if not open_kept[-1]:
                notes.append(f"Parentheses more than {MAX_DEPTH} deep were left out.")
                continue
        elif token.kind == ")":
            if not open_kept:
                notes.append("A closing parenthesis had no partner: it was left out.")
                continue
            if not open_kept.pop():
                continue
        kept.append(token)
    if open_kept:
        notes.append("An opening parenthesis had no partner: it was closed at the end.")
        end = tokens[-1].span[1]
        kept.extend(Token(")", "", (end, end)) for was_kept in open_kept if was_kept)
    return kept
