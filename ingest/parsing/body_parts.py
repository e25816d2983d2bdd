"""Which parts of the body a request is about, with their side. Always our inference."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.parsing.phrases import Found, Phrases, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

VOCABULARY = Path(__file__).parent / "vocabulary" / "body_parts.toml"
BILATERAL = "bilateral"
# Words that may stand between a side and its part, or between parts that share one side.
_JOINING = frozenset(
    {"and", "or", "the", "of", "a", "to", "in", "joint", "area", "region", "upper", "lower", "side"}
)
_ONE_LETTER = frozenset({"l", "r"})
_WORDS_UP_TO_PART = 4
"""A side reaches a part up to so many words on: "left total knee", "right L4 medial branch"."""


class _Meaning(NamedTuple):
    """What a phrase says: a part, a side, or (both empty) nothing."""

    part: str = ""
    side: str = ""
    sided: bool = False


class _Mention(NamedTuple):
    """A part as mentioned: its canonical name, and its side where one is stated."""

    part: str
    side: str
    sided: bool


def find_body_parts(request: str) -> tuple[str, ...]:
    """The parts of the body that a request names, each once, in order.

    Args:
        request: what was asked for, in the letter's words.

    Returns:
        Canonical lower-case names: "lumbar spine", "left ankle", "bilateral upper extremities". A side
        holds for all parts joined to the first ("left wrist/hand"); the spine has none. A part named
        again without its side is not listed again.
    """
    words = Words(request)
    found = [match for match in _phrases().find(words) if match.meaning != _Meaning()]
    if not found:
        return ()
    mentions = list(_mentions(found, words))
    with_side = {mention.part for mention in mentions if mention.side}
    return tuple(
        dict.fromkeys(
            _canonical(mention) for mention in mentions if mention.side or mention.part not in with_side
        )
    )


def _mentions(found: list[Found[_Meaning]], words: Words) -> Iterator[_Mention]:
    side = ""
    for place, match in enumerate(found):
        meaning = match.meaning
        if not meaning.part:
            side = meaning.side if _has_part_ahead(found, place, words) else ""
            continue
        before = found[place - 1] if place else None
        if before and before.meaning.part and not _joined(before, match, words):
            side = ""
        stated = side or _side_behind(found, place, words) if meaning.sided else ""
        if not meaning.sided and before and before.meaning.part:
            side = ""
        yield _Mention(meaning.part, stated, meaning.sided)


def _has_part_ahead(found: list[Found[_Meaning]], place: int, words: Words) -> bool:
    """Whether the side at this place speaks of the part after it."""
    if place + 1 >= len(found) or not found[place + 1].meaning.part:
        return False
    gap = found[place + 1].first - found[place].last
    if words.forms[found[place].first] in _ONE_LETTER:
        return gap == 0 and found[place + 1].meaning.sided
    return gap <= (0 if _stands_behind_part(found, place, words) else _WORDS_UP_TO_PART)


def _stands_behind_part(found: list[Found[_Meaning]], place: int, words: Words) -> bool:
    """Whether the side stands right behind a part that has none before it: "knee, left"."""
    if not place or words.forms[found[place].first] in _ONE_LETTER:
        return False
    part = found[place - 1]
    before_part = found[place - 2].meaning if place > 1 else _Meaning()
    return part.meaning.sided and part.last == found[place].first and not before_part.side


def _side_behind(found: list[Found[_Meaning]], place: int, words: Words) -> str:
    """The side right behind the part at this place, where it does not belong to the next part."""
    if place + 1 >= len(found) or not found[place + 1].meaning.side:
        return ""
    behind = place + 1
    if not _stands_behind_part(found, behind, words) or _has_part_ahead(found, behind, words):
        return ""
    return found[behind].meaning.side


def _joined(before: Found[_Meaning], match: Found[_Meaning], words: Words) -> bool:
    """Whether only joining words stand between two parts."""
    return _JOINING.issuperset(words.forms[before.last : match.first])


def _canonical(mention: _Mention) -> str:
    if mention.side == BILATERAL:
        plural = _vocabulary()["plurals"].get(mention.part, f"{mention.part}s")
        return f"{BILATERAL} {plural}"
    return f"{mention.side} {mention.part}".strip()


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))


@cache
def _phrases() -> Phrases[_Meaning]:
    vocabulary = _vocabulary()
    meanings = [(phrase, _Meaning()) for phrase in vocabulary["ignored"]]
    for part, phrases in (*vocabulary["unsided"].items(), *vocabulary["whole"].items()):
        meanings += [(phrase, _Meaning(part=part)) for phrase in phrases]
    for part, phrases in vocabulary["sided"].items():
        meanings += [(phrase, _Meaning(part=part, sided=True)) for phrase in phrases]
    for side, phrases in vocabulary["sides"].items():
        meanings += [(phrase, _Meaning(side=side)) for phrase in phrases]
    return Phrases(meanings, {})
