"""Names, phones and numbers that redaction missed: hidden, same length, in all that the public may see."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.parsing.parsed import ParsedDecision, Span

BLOCK = "█"

_NOT_WORDS = {"key", "section_key", "layout", "parser_version", "case_number", "code", "field", "category"}
"""Fields whose strings are names of ours, never words of the letter."""


def leak_rows(decision: ParsedDecision, known: Iterable[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """`Case.leaks` of a letter; what staff cleared among the `known` rows stays cleared.

    A row is recognised by its words: by their order where they stand in the letter as often as before,
    else cleared only if all of them were.
    """
    flags: dict[str, list[bool]] = {}
    for row in known:
        flags.setdefault(row["words"], []).append(bool(row["cleared"]))
    rows = [
        {
            "kind": leak.kind,
            "start": leak.span.start,
            "end": leak.span.end,
            "words": leak.span.of(decision.text),
        }
        for leak in sorted(decision.leaks, key=lambda leak: leak.span)
    ]
    for words, before in flags.items():
        same = [row for row in rows if row["words"] == words]
        cleared = before if len(before) == len(same) else [all(before)] * len(same)
        for row, flag in zip(same, cleared, strict=True):
            row["cleared"] = flag
    return [{"cleared": False} | row for row in rows]


def mask_decision(decision: ParsedDecision, leaks: Sequence[Mapping[str, Any]]) -> ParsedDecision:
    """The letter with all leaks hidden that are not cleared, in its text and in every value read from it.

    Args:
        decision: as parsed, unmasked.
        leaks: its `leak_rows`.
    """
    hidden = [leak for leak in leaks if not leak["cleared"]]
    if not hidden:
        return decision
    masked: ParsedDecision = _Mask(decision.text, hidden).of(decision)
    return masked


class _Mask:
    """Hides the leaks of one letter in the dataclasses read from it."""

    def __init__(self, text: str, leaks: Sequence[Mapping[str, Any]]) -> None:
        self.original = text
        self.ranges = [(leak["start"], leak["end"]) for leak in leaks]
        self.masked = _blocked(text, self.ranges)
        words = sorted({leak["words"] for leak in leaks}, key=lambda one: (-len(one), one))  # a name before its parts
        self.words = re.compile("|".join(map(_spaced, words)))

    def of(self, parsed: Any) -> Any:
        """The same dataclass with its words masked, and those of all it holds."""
        spans: Mapping[str, Span] = getattr(parsed, "spans", {})
        changes = {}
        for field in dataclasses.fields(parsed):
            if field.name in _NOT_WORDS or field.name in {"spans", "leaks"}:
                continue
            before = getattr(parsed, field.name)
            after = self._value(before, spans.get(field.name))
            if after is not before:
                changes[field.name] = after
        if "section" in changes and hasattr(parsed, "section_key"):
            changes["section_key"] = None  # it is made of the section's words
        return dataclasses.replace(parsed, **changes)

    def _value(self, value: Any, span: Span | None) -> Any:
        if type(value) is str:  # not an enumeration's member
            return self._string(value, span)
        if isinstance(value, tuple):
            return tuple(self._value(part, None) for part in value)
        if dataclasses.is_dataclass(value):
            return self.of(value)
        return value

    def _string(self, value: str, span: Span | None) -> str:
        """Read anew from the masked text where the value is the words at its place, else its words masked."""
        if value == self.original:
            return self.masked
        if span is not None and span.of(self.original) == value:
            return span.of(self.masked)
        masked = self.words.sub(lambda match: BLOCK * len(match[0]), value)
        if masked == value and span is not None and self._overlaps(span):
            return span.of(self.masked)  # the leak is in it in other words: better the letter's own, hidden
        return masked

    def _overlaps(self, span: Span) -> bool:
        return any(start < span.end and span.start < end for start, end in self.ranges)


def _blocked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in ranges:
        letters[start:end] = BLOCK * (end - start)
    return "".join(letters)


def _spaced(words: str) -> str:
    """A pattern of the words, however the blanks between them are broken."""
    return r"\s+".join(map(re.escape, words.split()))
