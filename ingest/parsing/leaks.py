"""What redaction missed: names of people, and the numbers and addresses that lead to them.

Recall before precision: what is found is hidden from the public, listed for staff, and a false alarm is
cleared with one click. Two cheap passes over the whole text, one for anchor words and one for the shapes of
numbers, find where patterns are tried at all; a letter without leaks costs little more than these passes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.parsing import leak_numbers as numbers
from ingest.parsing import leak_patterns as patterns
from ingest.parsing.anchors import Anchors
from ingest.parsing.parsed import ParsedLeak, Span
from ingest.parsing.people import load_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ingest.parsing.leak_patterns import LeakPattern

Match = re.Match[str]

_ANCHORED = (*patterns.NAMES, *numbers.NUMBERS)
_SHAPES = bytes.maketrans(b"123456789. ", b"000000000--")
_NAME_WORD = re.compile(patterns.WORD)
_LOWER_CASE_WORD = re.compile(r"\b[a-z]{2,25}\b")
_SEPARATOR = re.compile(r",? (?:and|&) |, ?|/(?:Dr\. ?)?")
_NEXT_WORDS = re.compile(r"(?:'s|’s)?((?: [\w'’-]{2,24}){1,2})")
# "Smith J, Jones K, et al. Spine 2007", "Harris J, editor": the author of a source, not somebody in the case.
_SOURCE_FOLLOWS = re.compile(
    r"[^\n]{0,60}?(?:\bet al\b|\beds?\.|\beditors?\b|\bPress\b|\bJournal\b|\(\d{4}\)|\b\d{4};|\bVol\b)"
)


def find_leaks(text: str) -> tuple[ParsedLeak, ...]:
    """Everything in a letter's canonical text that redaction should have removed.

    Args:
        text: of any length; paragraphs are single lines.

    Returns:
        The leaks in order, none overlapping another. The span of a name leaves out title and credentials.
        A name found once is found wherever else it stands in the letter.
    """
    text = _readable(text)
    found = [*_find_anchored(text), *_find_shaped(text)]
    if not found:
        return ()
    return _without_overlaps([*found, *_find_again(text, found)])


def _readable(text: str) -> str:
    """The text itself; halves of surrogate pairs, which no real text holds, as question marks."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _find_anchored(text: str) -> Iterator[ParsedLeak]:
    anchors, meanings = _anchors()
    windows: dict[str, list[Span]] = {}
    for anchor, start, end in anchors.find(text):
        pattern = meanings[anchor]
        if pattern is None:
            yield from _find_given_name(text, start)
        elif pattern.before:
            _widen(windows.setdefault(pattern.name, []), max(0, start - pattern.before), end + pattern.after)
        elif match := pattern.pattern.match(text, start, end + pattern.after):
            yield from _judge(pattern, match)
    for pattern in _ANCHORED:
        for window in windows.get(pattern.name, ()):
            for match in pattern.pattern.finditer(text, *window):
                yield from _judge(pattern, match)


def _widen(windows: list[Span], start: int, end: int) -> None:
    """Add a window; where it overlaps the last one, the two become one, so that nothing is read twice."""
    if windows and start <= windows[-1].end:
        windows[-1] = Span(windows[-1].start, end)
    else:
        windows.append(Span(start, end))


@cache
def _anchors() -> tuple[Anchors, tuple[LeakPattern | None, ...]]:
    """All anchors, and the pattern of each; None for a given name."""
    meanings: dict[tuple[str, str], LeakPattern | None] = {
        (anchor, pattern.name): pattern for pattern in _ANCHORED for anchor in pattern.anchors
    }
    meanings |= {(f"{name} ", ""): None for name in load_people().given_names}
    return Anchors((anchor for anchor, _ in meanings), overlapping=True), tuple(meanings.values())


def _judge(pattern: LeakPattern, match: Match) -> Iterator[ParsedLeak]:
    """The leaks of one match; none where its words are no person's."""
    judge = _JUDGES.get(pattern.name)
    spans = [Span(*match.span("leak"))] if judge is None else judge(match)
    for span in spans:
        yield ParsedLeak(pattern.kind, span)


def _judge_title(match: Match) -> Iterator[Span]:
    people = load_people()
    title, leak = match["title"], match["leak"]
    if len(leak) == 1 and match.string[match.end() :][:2].strip(" ")[:1].islower() and leak in {"A", "I"}:
        return  # "seen by Dr. A progress note": an article after a gap
    if title.isupper() and len(title) == 2 and not leak.isupper():
        return  # "omeprazole DR. Norco was"
    first = True
    for part in _parts(match):
        word = _words(match.string, part)[0]
        if first and len(word) > 1 and not people.may_follow_title(word):
            return
        if span := _trim(match.string, part, people.may_be_name, keep_first=first):
            yield span
        if not first and not span:
            return
        first = False


def _judge_credential(match: Match) -> Iterator[Span]:
    people = load_people()
    span = _trim(match.string, Span(*match.span("leak")), people.may_be_name)
    if span is None:
        return
    words = _words(match.string, span)
    known = words[0] in people.given_names or bool(re.match(r"[A-Z]\.? ", span.of(match.string)))
    if match["weak"] and not (known and len(words) > 1):
        return  # "Home Health, RN"
    if not match["comma"] and (len(words) < 2 or span.of(match.string).isupper()) and not _dotted(match):
        return  # "Ortho MD"
    if len(words) == 1 and words[0].isupper() and len(words[0]) < 5:
        return  # "MRI, MD"
    yield span


def _dotted(match: Match) -> bool:
    return "." in (match["strong"] or "")


def _judge_role(match: Match) -> Iterator[Span]:
    span = _trim(match.string, Span(*match.span("leak")), _is_rare_word(match.string))
    if span and (match["named"] or match["tail"] or len(_words(match.string, span)) > 1):
        yield span


def _judge_by(match: Match) -> Iterator[Span]:
    span = Span(*match.span("leak"))
    rare = _is_rare_word(match.string)
    if all(rare(word) for word in _words(match.string, span)) and not _names_a_thing(match.string, span.end):
        yield span


def _judge_lone_name(match: Match) -> Iterator[Span]:
    word = match["leak"]
    if _is_rare_word(match.string)(word) and not (word.isupper() and len(word) < 5):  # "per FDA who"
        yield Span(*match.span("leak"))


def _judge_label(match: Match) -> Iterator[Span]:
    people = load_people()
    for part in _parts(match):
        if span := _trim(match.string, part, people.may_be_name):
            yield span


def _find_given_name(text: str, start: int) -> Iterator[ParsedLeak]:
    match = patterns.GIVEN_NAME.match(text, start)
    if not match or text[max(0, start - 4) : start] in {"San ", "nta ", " St "}:
        return
    span = Span(*match.span("leak"))
    surname = _words(text, span)[-1]
    if not _is_rare_word(text)(surname) or _names_a_thing(text, span.end) or _SOURCE_FOLLOWS.match(text, span.end):
        return
    yield ParsedLeak("name", span)


def _judge_phone(match: Match) -> Iterator[Span]:
    digits = re.sub(r"\D", "", match["leak"]).removeprefix("1")
    if len(digits) in {7, 10} and digits not in load_people().public_numbers:
        yield Span(*match.span("leak"))


def _judge_email(match: Match) -> Iterator[Span]:
    if not match["domain"].lower().endswith(load_people().public_mail_domains):
        yield Span(*match.span("leak"))


def _judge_address(match: Match) -> Iterator[Span]:
    if match["leak"] not in load_people().public_addresses:
        yield Span(*match.span("leak"))


_JUDGES: dict[str, Callable[[Match], Iterable[Span]]] = {
    "title": _judge_title,
    "credential": _judge_credential,
    "role": _judge_role,
    "by": _judge_by,
    "by-one-name": _judge_lone_name,
    "possessive": _judge_lone_name,
    "label": _judge_label,
    "phone-stated": _judge_phone,
    "email": _judge_email,
    "address": _judge_address,
}


def _find_shaped(text: str) -> Iterator[ParsedLeak]:
    """Phone and social security numbers, looked for only where their shape stands in the text."""
    shape = text.encode().translate(_SHAPES)
    if numbers.PHONE_SHAPE in shape:
        for match in numbers.PHONE.finditer(text):
            yield from (ParsedLeak("phone", span) for span in _judge_phone(match))
    if numbers.SSN_SHAPE in shape:
        yield from (ParsedLeak("ssn", Span(*match.span("leak"))) for match in numbers.SSN.finditer(text))


def _find_again(text: str, found: list[ParsedLeak]) -> Iterator[ParsedLeak]:
    """The words of the names found, wherever else they stand: "Pereira also noted ..."."""
    people = load_people()
    words = {word for leak in found if leak.kind == "name" for word in _words(text, leak.span)}
    known = sorted(word for word in words if len(word) > 2 and people.may_be_name(word))
    if not known:
        return
    for _, start, end in Anchors(known, overlapping=True).find(text):
        alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        if alone and not _names_a_thing(text, end):
            yield ParsedLeak("name", Span(start, end))


def _without_overlaps(leaks: list[ParsedLeak]) -> tuple[ParsedLeak, ...]:
    """In order; of overlapping ones the earliest, then the longest."""
    kept: list[ParsedLeak] = []
    for leak in sorted(leaks, key=lambda leak: (leak.span.start, -leak.span.end, leak.kind)):
        if not kept or leak.span.start >= kept[-1].span.end:
            kept.append(leak)
    return tuple(kept)


def _parts(match: Match) -> Iterator[Span]:
    """The single names of a list: "Lee, Park and Cruz"."""
    start, end = match.span("leak")
    for separator in _SEPARATOR.finditer(match.string, start, end):
        yield Span(start, separator.start())
        start = separator.end()
    yield Span(start, end)


def _words(text: str, span: Span) -> list[str]:
    """The name's words without initials; the whole where it is nothing but initials."""
    return _NAME_WORD.findall(text, *span) or [span.of(text)]


def _trim(text: str, span: Span, may_be_name: Callable[[str], bool], *, keep_first: bool = False) -> Span | None:
    """The name without the other capitalised words around it; None where nothing of it is left."""
    words = [match.span() for match in _NAME_WORD.finditer(text, *span)]
    if not words:
        return span
    fits = [(keep_first and number == 0) or may_be_name(text[slice(*word)]) for number, word in enumerate(words)]
    if True not in fits:
        return None
    first = fits.index(True)
    last = first
    while last + 1 < len(fits) and fits[last + 1]:
        last += 1
    return Span(span.start if first == 0 else words[first][0], words[last][1])


def _is_rare_word(text: str) -> Callable[[str], bool]:
    """Tells names from terms where no title helps: a name is not in the letter in lower case."""
    people = load_people()
    return lambda word: people.may_be_name(word) and word.lower() not in _lower_case_words(text)


@lru_cache(maxsize=1)
def _lower_case_words(text: str) -> frozenset[str]:
    """The letter's words in lower case; kept for the next question about the same letter."""
    return frozenset(_LOWER_CASE_WORD.findall(text))


def _names_a_thing(text: str, end: int) -> bool:
    """Whether a test, a scale or a hospital follows: "Roland Morris Disability Questionnaire"."""
    match = _NEXT_WORDS.match(text, end, end + 60)
    return match is not None and not load_people().eponym_nouns.isdisjoint(match[1].lower().split())
