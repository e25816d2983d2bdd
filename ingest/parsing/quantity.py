"""How much a request asks for: visits, tablets, strength, refills, days of rental. Always our inference.

Number words become digits first, so that every pattern below reads digits alone. Of a range ("2-3 times
a week", "12-18 sessions") the upper end counts: it is what was asked to be authorized at most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.parsing.parsed import ParsedQuantity

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty".split()
_DAYS: Mapping[str, int] = {"d": 1, "w": 7, "m": 30, "y": 365}
_WEEKS_IN_MONTH = 4


def _number_words() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate([*_ONES, *_TEENS], start=1)}
    for ten, word in enumerate(_TENS, start=2):
        words[word] = str(ten * 10)
        words |= {f"{word}-{one}": str(ten * 10 + number) for number, one in enumerate(_ONES, start=1)}
    return words | {"once": "1 times", "twice": "2 times"}


_NUMBER_WORDS = _number_words()
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b")

# 11/18/16, 12-07-2016; not 320.5/30/16mg
_DATE = re.compile(
    r"(?<![\d./-]) (?:0?[1-9]|1[0-2]) ([/-]) (?:0?[1-9]|[12]\d|3[01]) \1 (?:19|20)?\d\d (?![\d/%.]|\s?m[gc])",
    re.VERBOSE,
)

# --- visits --------------------------------------------------------------------------------------

_N = r"(?<![\w.#]) (?:\d{1,3}\s?(?:-|–|to|or)\s?)? (\d{1,3}) (?:\s?\(\d+\))? (?![\d.%])"
_TIMES = r"(?:x|×|\*|times?)"
_VISIT = r"(?:sessions?|visits?|treatments?|appointments?)"
_PERIOD = r"(weeks?|wks?|months?|mos?)\b"

# "3 times a week for 2 weeks", "2x/wk x 6 wks", "2-3 times weekly times 6 weeks", "2 times per week x 4"
_FREQUENCY = re.compile(
    rf"""{_N} [\s-]* (?:{_TIMES}|{_VISIT}|days?)? \s* (?:per|a|/|every|each|-|{_TIMES}|{_VISIT})? \s*
         (week|wk|month|mo)(?:ly|s)?\b
         (?: \D{{0,80}}? {_N} [\s-]* (?:more\s|additional\s|consecutive\s)? {_PERIOD}
           | [\s,]* (?:{_TIMES}|for) \s* {_N} (?!\s*(?:{_VISIT}|days?)) )""",
    re.VERBOSE,
)
# "2x4", "2 times 8", "2 x 6 weeks"
_SHORT = re.compile(
    rf"(?<![\w.#-]) (?:\d-)? (\d) \s? {_TIMES} \s? (?:\d{{1,2}}-)? (\d{{1,2}}) (?![\w.%]|\s?(?:mg|cm|inch|gauze|{_TIMES}))",
    re.VERBOSE,
)
_NO_BETWEEN = r"(?!(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|times?|x|per|a|mg|years?|weekly|monthly|level)\b)"
# "12 sessions", "6 additional chiropractic visits", "12-18 sessions"; not "2 visits per week", "30 minute sessions"
_STATED = re.compile(
    rf"""{_N} [\s-]* (?: {_NO_BETWEEN} [a-z][a-z/&'-]* [\s,-]+ ){{0,6}}? {_VISIT} \b
         (?! \s* (?:per|a|/|every|each|x|times?)? \s* (?:week|wk|month|day|mo\b|other) )""",
    re.VERBOSE,
)
# "sessions #6", "visits: 8", "sessions x 12"
_STATED_BEHIND = re.compile(
    rf"""{_VISIT} \b [^\d.;]{{0,60}}? (?:\#|qty:?|quantity:?|{_TIMES}|:|\() \s* (\d{{1,3}}) (?![\w.%/-])
         (?! \s* (?:{_TIMES}|per|a\b|weeks?|wks?|months?|minutes?|mins?|hours?|days?) )""",
    re.VERBOSE,
)
# "x 12", "times 12", after no number of its own
_TIMES_OVER = re.compile(
    rf"(?<!\d)(?<!\d\s) (?:(?<=\s)|(?<=,)|(?<=^)) {_TIMES} \s? (\d{{1,3}}) (?![\w.%/-]|\s*(?:{_TIMES}|weeks?|wks?|months?|mos?|days?|hours?|hrs?|min|mg|years?))",
    re.VERBOSE,
)
_TOTAL = re.compile(
    r"(?:total\s(?:of\s)?(\d{1,3})|(?<![\w.#-])(\d{1,3})\stotal)\b(?!\s*(?:weeks|months|days))"
)
# What is done in visits: "x 12" then means visits, else pieces.
_IN_VISITS = re.compile(
    r"\b(?:therap\w+|physiotherapy|psychotherapy|acupuncture|chiro\w*|massage|manipulations?|pt|ot|cbt|biofeedback"
    r"|conditioning|hardening|rehab\w*|visits?|sessions?|follow.ups?|program|release|counseling|exercises?|exams?)\b"
    r"(?!\s(?:unit|machine|device|pad|system))"
)
_NOT_IN_VISITS = re.compile(
    r"\b(?:unit|rental|purchase|mg|patch(?:es)?|injections?|cold|supplies|wraps?)\b|%"
)

# --- pieces, strength, refills, rental -----------------------------------------------------------

# "#60", "qty: 30", "quantity of 30"
_COUNT = re.compile(
    r"(?: (?<!tylenol\s)(?<!codeine\s)(?<!tylenol)\#\s? | \b(?:qty|quantity|count|dispense|disp)\b[\s.:#]*(?:of\s|is\s)?\(? ) (\d{1,4}) (?![\d.%]|\s?mg)",
    re.VERBOSE,
)
# "60 tablets", "2 boxes"; not the dose "1 tablet twice a day"
_PIECES = re.compile(
    r"""(?<![\w./#-]) (\d{1,4}) \s? (?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|units?|pairs?|box(?:es)?
        |bottles?|tubes?|vials?|count|ct|each|kits?|syringes?) \b
        (?! \s* (?:of\s)? (?:by|po\b|daily|every|per|a\b|q\w*|at|in|once|\d|orally|bid|tid|on|to|as|for|nightly|/) )""",
    re.VERBOSE,
)
_SERIES = re.compile(r"series\sof\s(\d{1,2})\b|(?<![\w./#-])(\d{1,2})\s(?:[a-z-]+\s){0,3}injections?\b")
# "1 knee scooter", "Associated surgical service: 2 leg wraps"
_LEADING = re.compile(
    r"""(?:^|:\s?|^retrospective\s|^purchase\sof\s|^additional\s) (\d{1,3}) \s (?=[a-z])
        (?! (?:x|times?|days?|weeks?|wks?|months?|mos?|years?|hours?|hrs?|min\w*|in|to|or|of|views?|leads?|levels?|points?
            |panels?|steps?|phase|tesla|d|ml|mg|gm?|wheel\w*|part|more|per|stage|and|channel|lb|pound|pack|sided?)\b )""",
    re.VERBOSE,
)
_STRENGTH_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_STRENGTH_UNIT = r"(?:mg|mcg|µg|ug|meq|iu|%)"
# "10/325mg", "7.5-325mg", "5%", "25mg/ml", "4%-27.5%-0.0325%", "320.5/30/16mg", "25 mcg/hr"
_STRENGTH = re.compile(
    rf"""(?<![\w.,#/-]) {_STRENGTH_NUMBER} {_STRENGTH_UNIT}? (?:\s?[/-]\s?{_STRENGTH_NUMBER}\s?{_STRENGTH_UNIT}?)*
         \s?(?:(?<=%)|{_STRENGTH_UNIT}) (?:/(?:\d+(?:\.\d+)?\s?)?(?:ml|gm?|hr|hour|h|spray|act\w*)\b)? (?![a-z\d])""",
    re.VERBOSE | re.IGNORECASE,
)
# "10/325", "7.5-325" where no unit is stated
_STRENGTH_BARE = re.compile(r"(?<![\w.,#/-])\d{1,2}(?:\.\d+)?[/-]\d{3}(?![\d/-])")
_REFILLS = re.compile(
    r"(?<![\w.])(\d{1,2})\s?(?:\(\d+\)\s?)?(?:additional\s)?(?:refills?|rf)\b"
    r"|\b(?:refills?|rf)\s?(?:x|times|:|\#|=|-|\()*\s?(\d{1,2})(?![\d.%]|\s?mg)"
)
_NO_REFILLS = re.compile(r"\b(?:no|zero|without)\s(?:any\s)?refills?\b")
_ON_LOAN = re.compile(r"\b(?:rentals?|rent|renting|rented|trial)\b")
_RENTAL = re.compile(
    r"""(?<![\w.]) (?:\d{1,3}\s?(?:-|to)\s?)? (\d{1,3}) (?:\s?\(\d+\))? [\s-]* (d|w|m|y)(?:ays?|eeks?|ks?|onths?|os?|ears?|rs?)?\b
        [\s-]* (?:[a-z-]+\s){0,3} (?:rentals?|rent|trial)\b
      | (?:rentals?|rent|renting|rented|trial)\b [^\d#]{0,30} (?:\d{1,3}\s?(?:-|to)\s?)? (\d{1,3}) (?:\s?\(\d+\))? [\s-]* (d|w|m|y)(?:ays?|eeks?|ks?|onths?|os?|ears?|rs?)\b""",
    re.VERBOSE,
)


def parse_quantity(request: str) -> ParsedQuantity | None:
    """How much a request states, None where it states nothing.

    A stated total ("6 sessions") counts more than one computed ("2 times a week for 3 weeks"); two
    totals joined by "and" are added. "x 12" means visits of what is done in visits, else pieces.
    Strengths of several ingredients of a compound are left out: none of them is the compound's.

    Args:
        request: what was asked for, in the letter's words.
    """
    text = _DATE.sub(" ", _NUMBER_WORD.sub(_digits, request.lower()))
    if not any(map(str.isdigit, text)):
        return ParsedQuantity(refills=0) if _NO_REFILLS.search(text) else None
    in_visits = bool(_IN_VISITS.search(text)) and not _NOT_IN_VISITS.search(text)
    visits = _visits(text, in_visits=in_visits)
    quantity = ParsedQuantity(
        visits=visits,
        count=None if visits is not None else _count(text),
        strength=_strength(request),
        refills=_refills(text) if "ref" in text or "rf" in text else None,
        rental_days=_rental_days(text) if _ON_LOAN.search(text) else None,
    )
    return None if quantity == ParsedQuantity() else quantity


def _digits(word: re.Match[str]) -> str:
    return _NUMBER_WORDS[word[0]]


def _number(match: re.Match[str] | None) -> int | None:
    """The one number that a pattern's alternatives captured."""
    return int(next(group for group in match.groups() if group)) if match else None


def _visits(text: str, *, in_visits: bool) -> int | None:
    stated = _stated_visits(text)
    if stated is not None:
        return stated
    if match := _FREQUENCY.search(text):
        return _visits_in_all(match)
    if not in_visits:
        match = None if _NOT_IN_VISITS.search(text) else _SHORT.search(text)
        return int(match[1]) * int(match[2]) if match else None
    if match := _SHORT.search(text):
        return int(match[1]) * int(match[2])
    return _number(_TOTAL.search(text) or _TIMES_OVER.search(text) or _COUNT.search(text))


def _stated_visits(text: str) -> int | None:
    """A total that the request states; those joined by "and" are added."""
    stated = list(_STATED.finditer(text))
    if not stated:
        return _number(_STATED_BEHIND.search(text))
    total = int(stated[0][1])
    for before, match in zip(stated, stated[1:], strict=False):
        if text[before.end() : match.start()].rstrip().endswith(" and"):
            total += int(match[1])
    return total


def _visits_in_all(frequency: re.Match[str]) -> int | None:
    """Visits of so many a week or month over so many weeks or months; four weeks make a month."""
    often, every, length, unit, bare_length = frequency.groups()
    over = int(length or bare_length)
    if every[0] == (unit or every)[0]:
        return int(often) * over
    return int(often) * over * _WEEKS_IN_MONTH if every[0] == "w" else None


def _count(text: str) -> int | None:
    match = _COUNT.search(text) or _PIECES.search(text) or _SERIES.search(text)
    return _number(match or _TIMES_OVER.search(text) or _LEADING.search(text))


def _strength(request: str) -> str | None:
    found = _STRENGTH.findall(request)
    if sum("%" in strength for strength in found) > 1:
        return None
    if found:
        return str(found[0])
    bare = _STRENGTH_BARE.search(request)
    return bare[0] if bare else None


def _refills(text: str) -> int | None:
    match = _REFILLS.search(text)
    if match is None and _NO_REFILLS.search(text):
        return 0
    return _number(match)


def _rental_days(text: str) -> int | None:
    match = _RENTAL.search(text)
    if match is None:
        return None
    length, unit, length_behind, unit_behind = match.groups()
    return int(length or length_behind) * _DAYS[unit or unit_behind]
