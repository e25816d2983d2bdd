"""The passage of a text that answers a search, with the words found marked. Pure: texts in, spans out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from decisions.search.engine import Snippet
from decisions.search.text_query import PARTS, Phrase, Word, positive_concepts, positive_leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decisions.search.engine import Summaries
    from decisions.search.text_query import Node

    Forms = Callable[[str], Sequence[str]]

LENGTH = 240
"""Characters of a passage, ellipses apart."""
REACH = 30
"""Characters that a passage's end may move to meet the end of a word."""

BLANK = re.compile(r"\s")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SECTIONS = frozenset({"rationale", "summary"})
"""The sections of a letter that passages are from, as the fields are called."""


def best_passages(root: Node | None, forms: Forms, rationales: Sequence[str], summaries: Summaries) -> list[Snippet]:
    """As Engine.snippets.

    Args:
        root: of the query, with other names.
        forms: a lower-case word to all forms of it that the search accepts.
        rationales: one for each decision.
        summaries: see there.
    """
    pattern = _pattern_for("rationale", root, forms)
    passages = [make_snippet(text, pattern) for text in rationales]
    wanted = len(positive_concepts(root))
    lacking = [place for place, passage in enumerate(passages) if passage.words < wanted]
    if not lacking or not (pattern := _pattern_for("summary", root, forms)):
        return passages
    for place, text in zip(lacking, summaries(lacking), strict=True):
        passage = make_snippet(text, pattern, "summary")
        if passage.words > passages[place].words:
            passages[place] = passage
    return passages


def _pattern_for(section: str, root: Node | None, forms: Forms) -> re.Pattern[str] | None:
    """Of what may stand in a section: not of what was asked for in the other."""
    others = SECTIONS - {section}
    return highlighter(positive_leaves(root, PARTS - others), forms)


def highlighter(leaves: Sequence[Word | Phrase], forms: Forms) -> re.Pattern[str] | None:
    """A pattern of all words that a search looks for, in folded text; None where it looks for none.

    Args:
        leaves: the words and phrases of the search that are not excluded.
        forms: a lower-case word to all forms of it that the search accepts.
    """
    alternatives = sorted({pattern for leaf in leaves for pattern in leaf_patterns(leaf, forms)}, key=len, reverse=True)
    if not alternatives:
        return None
    rests: dict[str, list[str]] = {}
    for alternative in alternatives:
        rests.setdefault(alternative[0], []).append(alternative[1:])
    found = "|".join(rf"(?<={initial})(?:{'|'.join(of_initial)})" for initial, of_initial in rests.items())
    return re.compile(rf"[{''.join(rests)}](?<![^\W_].)(?:{found})(?![^\W_])")  # a set first: three times as fast


def leaf_patterns(leaf: Word | Phrase, forms: Forms) -> list[str]:
    """The patterns of one word or phrase."""
    words = re.findall(r"[^\W_]+", fold(leaf.text))
    if isinstance(leaf, Phrase) and leaf.slop:
        return words
    if isinstance(leaf, Word) and leaf.prefix and words:
        return [r"[\W_]+".join(words) + r"[^\W_]*"]
    if isinstance(leaf, Word) and len(words) == 1:
        return list(forms(words[0]))
    return [r"[\W_]+".join(words)] if words else []


def fold(text: str) -> str:
    """The text in lower case and without accents, every character still in its place.

    >>> fold("A CAFÉ of \N{KELVIN SIGN}nees, ſpines and Straßen")
    'a cafe of knees, spines and straßen'
    """
    return (text if text.isascii() else NOT_ASCII.sub(lambda match: _plain(match[0]), text)).lower()


@lru_cache(maxsize=5_000)
def _plain(character: str) -> str:
    """What is compared for a character: one, though some have two in lower case."""
    base = unicodedata.normalize("NFD", character)[0]
    folded = base.casefold()
    return folded if len(folded) == 1 else base


def make_snippet(text: str, pattern: re.Pattern[str] | None, section: str = "rationale") -> Snippet:
    """The passage in which most of the words of `pattern` stand; the text's beginning without any."""
    matches = list(pattern.finditer(fold(text))) if pattern else []
    start, end = widen(text, *best_window(matches)) if matches else widen(text, 0, LENGTH)
    opening = "… " if start > 0 else ""
    closing = " …" if end < len(text) else ""
    shift = len(opening) - start
    passage = opening + BLANK.sub(" ", text[start:end]) + closing
    inside = [match for match in matches if start <= match.start() and match.end() <= end]
    highlights = tuple((match.start() + shift, match.end() + shift) for match in inside)
    return Snippet(passage, highlights, section, len({match[0] for match in inside}))


def best_window(matches: Sequence[re.Match[str]]) -> tuple[int, int]:
    """The stretch of LENGTH with the most different words found, then the most, then the earliest."""
    found = [match.span() for match in matches]
    words = [match[0] for match in matches]
    best, best_value = 0, (0, 0)
    last = 0
    for first, (begin, _) in enumerate(found):
        while last < len(found) and found[last][1] <= begin + LENGTH:
            last += 1
        value = (len(set(words[first:last])), last - first)
        if value > best_value:
            best, best_value, best_last = first, value, last
    if not best_value[1]:  # one found phrase longer than a passage
        return found[0][0], found[0][0] + LENGTH
    begin, end = found[best][0], found[best_last - 1][1]
    lead = (LENGTH - (end - begin)) // 3  # more of what follows than of what came before
    return max(0, begin - lead), max(0, begin - lead) + LENGTH


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with its ends moved to borders of words, within REACH."""
    if start > 0:
        border = BLANK.search(text, start - 1, start + REACH)
        start = border.end() if border else start
    if end < len(text):
        border_at = max(text.rfind(" ", end - REACH, end + 1), text.rfind("\n", end - REACH, end + 1))
        end = border_at if border_at > start else end
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
