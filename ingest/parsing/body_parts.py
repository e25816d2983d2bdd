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
_JOINING = frozenset({"and", "or", "the", "of", "a", "to", "in", "joint", "area", "region", "upper", "lower", "side"})
_ONE_LETTER = frozenset({"l", "r"})
_WORDS_UP_TO_PART = 4
"""A side reaches a part up to so many words on: "left total knee", "right L4 medial branch"."""
_WORDS_BACK_TO_PART = 2
"""A side behind its part stands at most so many words from it: "knee brace, left"."""


class _Meaning(NamedTuple):
    """What a phrase says: a part, a side, or (both empty) nothing."""

    part: str = ""
    side: str = ""
    sided: bool = False


class _Mention(NamedTuple):
    """A part as mentioned: its canonical name, and its side where one is stated."""

    part: str
    side: str


def find_body_parts(request: str) -> tuple[str, ...]:
    """The parts of the body that a request names, each once, in order.

    Args:
        request: what was asked for, in the letter's words.

    Returns:
        Canonical lower-case names: "lumbar spine", "left ankle", "bilateral upper extremities". A side
        holds for all parts joined to the first ("left wrist/hand"); the spine has none.
    """
    words = Words(request)
    found = [match for match in _phrases().find(words) if match.meaning != _Meaning()]
    if not found:
        return ()
    mentions = list(_mentions(found, words))
    if len(mentions) > 1:
        mentions = _without_repeats(mentions)
    return tuple(dict.fromkeys([_canonical(mention) for mention in mentions]))


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
        yield _Mention(meaning.part, stated)


def _has_part_ahead(found: list[Found[_Meaning]], place: int, words: Words) -> bool:
    """Whether the side at this place speaks of the part after it."""
    if place + 1 >= len(found) or not found[place + 1].meaning.part:
        return False
    part = found[place + 1]
    gap = part.first - found[place].last
    if words.forms[found[place].first] in _ONE_LETTER or _may_speak_of_part_behind(found, place, words):
        return gap == 0 and part.meaning.sided
    return gap <= _WORDS_UP_TO_PART


def _may_speak_of_part_behind(found: list[Found[_Meaning]], place: int, words: Words) -> bool:
    """Whether the side at this place stands right after a part that has none before it: "knee, left"."""
    if not place or words.forms[found[place].first] in _ONE_LETTER:
        return False
    part = found[place - 1]
    has_side = place > 1 and bool(found[place - 2].meaning.side)
    near = found[place].first - part.last <= _WORDS_BACK_TO_PART
    return part.meaning.sided and near and not has_side


def _side_behind(found: list[Found[_Meaning]], place: int, words: Words) -> str:
    """The side behind the part at this place, where it does not belong to the next part."""
    if place + 1 >= len(found) or not found[place + 1].meaning.side:
        return ""
    behind = place + 1
    if not _may_speak_of_part_behind(found, behind, words) or _has_part_ahead(found, behind, words):
        return ""
    return found[behind].meaning.side


def _joined(before: Found[_Meaning], match: Found[_Meaning], words: Words) -> bool:
    """Whether only joining words stand between two parts."""
    return _JOINING.issuperset(words.forms[before.last : match.first])


def _without_repeats(mentions: list[_Mention]) -> list[_Mention]:
    """Drops a part named again without its side, and a part of which a narrower one is named."""
    with_side = {mention.part for mention in mentions if mention.side}
    parts = {mention.part for mention in mentions}
    narrower = _vocabulary()["narrower"]
    return [
        mention
        for mention in mentions
        if (mention.side or mention.part not in with_side) and parts.isdisjoint(narrower.get(mention.part, ()))
    ]


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
