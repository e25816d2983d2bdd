"""How much a request asks for: visits, pieces, strength, refills, days of rental. Always our inference.

Number words become digits first, so that every pattern below reads digits alone. Of a range ("2-3 times
a week", "12-18 sessions") the upper end counts: it is the most that was asked to be authorized.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.parsing.parsed import ParsedQuantity

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAYS: Mapping[str, int] = {"d": 1, "w": 7, "m": 30, "y": 365}
_WEEKS_IN_MONTH = 4
_UP_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty ninety"


def _number_words() -> dict[str, str]:
    small = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split(), start=1)}
    tens = dict(zip(_TENS.split(), (20, 30, 40, 50, 60, 90), strict=True))
    mixed = {f"{ten}-{one}": tens[ten] + small[one] for ten in tens for one in list(small)[:9] if ten != "ninety"}
    numbers = {word: str(number) for word, number in (small | tens | mixed).items()}
    return numbers | {"once": "1 times", "twice": "2 times"}


_NUMBER_WORDS = _number_words()
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b")
_DIGIT = re.compile(r"\d")

# 11/18/16, 12-07-2016; not 320.5/30/16mg
_DATE = re.compile(
    r"""(?<![\d./-]) (?:0?[1-9]|1[0-2]) ([/-]) (?:0?[1-9]|[12]\d|3[01]) \1 (?:19|20)?\d\d
        (?! [\d/%.] | \s?m[gc] )""",
    re.VERBOSE,
)

# --- visits --------------------------------------------------------------------------------------

# A number with the upper end of its range: "6", "6 (six)", "2-3", "12 to 18"
_N = r"(?<![\w.#]) (?:\d{1,3}\s?(?:-|–|to|or)\s?)? (\d{1,3}) (?:\s?\(\d+\))? (?![\d.%])"
_TIMES = r"(?:x|×|\*|times?)"
_VISIT = r"(?:sessions?|visits?|treatments?|appointments?)"
_SPAN = r"(?:weeks?|wks?|months?|mos?|days?|hours?|hrs?|minutes?|mins?|years?)\b"

# "3 times a week for 2 weeks", "2x/wk x 6 wks", "2-3 times weekly times 6 weeks", "2 times per week x 4"
_FREQUENCY = re.compile(
    rf"""{_N} [\s-]* (?:{_TIMES}|{_VISIT}|days?)? \s* (?:per|a|/|every|each|-|{_TIMES}|{_VISIT})? \s*
         (week|wk|month|mo)(?:ly|s)?\b
         (?: \D{{0,80}}? {_N} [\s-]* (?:more\s|additional\s|consecutive\s)? (weeks?|wks?|months?|mos?)\b
           | [\s,]* (?:{_TIMES}|for) \s* {_N} (?! \s* (?:{_VISIT}|days?) ) )""",
    re.VERBOSE,
)
# "2x4", "2 times 8", "2 x 6 weeks"
_SHORT = re.compile(
    rf"""(?<![\w.#-]) (?:\d-)? (\d) \s? {_TIMES} \s? (?:\d{{1,2}}-)? (\d{{1,2}})
         (?! [\w.%] | \s?(?:mg|cm|inch|gauze|{_TIMES}) )""",
    re.VERBOSE,
)
# "12 sessions", "6 more chiropractic visits", "12-18 sessions"; not "2 visits per week", "30 minute sessions"
_STATED = re.compile(
    rf"""{_N} [\s-]* (?: (?! (?:{_SPAN}|times?\b|x\b|per\b|a\b|mg\b|weekly\b|monthly\b|level\b) )
                         [a-z][a-z/&'-]* [\s,-]+ ){{0,6}}? {_VISIT} \b
         (?! \s* (?:per|a|/|every|each|x|times?)? \s* (?:week|wk|month|day|mo\b|other) )""",
    re.VERBOSE,
)
# "sessions #6", "visits: 8", "sessions x 12"
_STATED_BEHIND = re.compile(
    rf"""{_VISIT} \b [^\d.;]{{0,60}}? (?:\#|qty:?|quantity:?|{_TIMES}|:|\() \s* (\d{{1,3}})
         (?! [\w.%/-] | \s* (?:{_TIMES}|per|a\b|{_SPAN}) )""",
    re.VERBOSE,
)
# "x 12", "times 12", after no number of its own
_TIMES_OVER = re.compile(
    rf"""(?:^|[\s,(]) (?<!\d\s) {_TIMES} \s? (\d{{1,3}})
         (?! [\w.%/-] | \s* (?:{_TIMES}|per\b|a\b|{_SPAN}|mg) )""",
    re.VERBOSE,
)
_TOTAL = re.compile(r"(?:total\s(?:of\s)?(\d{1,3})|(?<![\w.#-])(\d{1,3})\stotal)\b(?!\s*(?:weeks|months|days))")
# What is done in visits: there "x 12" means visits, elsewhere pieces.
_IN_VISITS = re.compile(
    r"""\b (?:\w*therap\w+|acupuncture|chiro\w*|massage|manipulations?|pt|ot|cbt|\w*feedback|eswt|emdr|tms
        |conditioning|hardening|rehab\w*|visits?|sessions?|follow.ups?|program|release|counseling|exercises?
        |exams?|traction) \b (?! \s(?:unit|machine|device|pad|system) )""",
    re.VERBOSE,
)
_IN_PIECES = re.compile(r"\b(?:unit|rental|purchase|patch(?:es)?|injections?|cold|supplies|wraps?)\b|\d\s?(?:mg|mcg|%)")

# --- pieces, strength, refills, rental -----------------------------------------------------------

# "#60", "# 60"; not the names "Tylenol #3", "tooth #14"
_NUMBER_SIGN = re.compile(
    r"""(?<!tylenol\s)(?<!codeine\s)(?<!tylenol)(?<!tooth\s)(?<!teeth\s)(?<!crown\s)(?<!site\s)
        \# \s? (\d{1,4}) (?! [\d.%] | \s?mg )""",
    re.VERBOSE,
)
# "qty: 30", "quantity of 30"
_SAID_QUANTITY = re.compile(
    r"\b(?:qty|quantity|count|disp(?:ense)?)\b[\s.:]*(?:of\s|is\s)?\(?(\d{1,4})(?![\d.%]|\s?mg)"
)
# "60 tablets", "2 boxes"; not the dose "1 tablet twice a day"
_PIECES = re.compile(
    r"""(?<![\w./#-]) (\d{1,4}) \s?
        (?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|units?|pairs?|box(?:es)?|bottles?|tubes?|vials?
        |count|ct|each|kits?|syringes?) \b
        (?! \s* (?:of\s)? (?:by|po|daily|every|per|a|q|at|in|once|orally|bid|tid|on|to|as|for|nightly)\b
          | \s* (?:\d|/|q\d) )""",
    re.VERBOSE,
)
_SERIES = re.compile(r"series\sof\s(\d{1,2})\b|(?<![\w./#-])(\d{1,2})\s(?:[a-z-]+\s){0,3}injections?\b")
# One knee scooter; "Associated surgical service: 2 leg wraps"
_LEADING = re.compile(
    rf"""(?:^|:\s?|^retrospective\s|^purchase\sof\s|^additional\s) (\d{{1,3}}) \s (?=[a-z])
         (?! {_SPAN} | (?:x|times?|in|to|or|of|and|per|more|views?|leads?|levels?|points?|panels?|steps?|phase
             |tesla|d|ml|mg|gm?|wheel\w*|part|stage|channel|weekly|monthly|lb|pounds?|pack|sided?)\b )""",
    re.VERBOSE,
)
_STRENGTH_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_STRENGTH_UNIT = r"(?:mg|mcg|µg|ug|meq|iu|%)"
# As in 10/325mg, 7.5-325mg, 5%, 25mg/ml, 4%-27.5%-0.0325%, 320.5/30/16mg, 25 mcg/hr
_STRENGTH = re.compile(
    rf"""(?<![\w.,#/-]) {_STRENGTH_NUMBER} {_STRENGTH_UNIT}?
         (?: \s?[/-]\s? {_STRENGTH_NUMBER} \s? {_STRENGTH_UNIT}? )*
         \s? (?:(?<=%)|{_STRENGTH_UNIT})
         (?: / (?:\d+(?:\.\d+)?\s?)? (?:ml|gm?|hr|hour|h|spray|act\w*)\b )? (?![a-z\d])""",
    re.VERBOSE | re.IGNORECASE,
)
# As in 10/325, 7.5-325, where no unit is stated
_STRENGTH_BARE = re.compile(r"(?<![\w.,#/-])\d{1,2}(?:\.\d+)?[/-]\d{3}(?![\d/-])")
_REFILLS = re.compile(
    r"""(?<![\w.#]) (\d{1,2}) \s? (?:\(\d+\)\s?)? (?:additional\s)? (?:refills?|rf)\b
      | \b (?:refills?|rf) \s? (?:x|times|:|\#|=|-|\()* \s? (\d{1,2}) (?! [\d.%] | \s?mg )""",
    re.VERBOSE,
)
_NO_REFILLS = re.compile(r"\b(?:no|zero|without)\s(?:any\s)?refills?\b")
_UNIT_OF_TIME = r"(d|w|m|y)(?:ays?|eeks?|ks?|onths?|os?|ears?|rs?)\b"
_LENGTH = rf"(?:\d{{1,3}}\s?(?:-|to)\s?)? (\d{{1,3}}) (?:\s?\(\d+\))? [\s-]* {_UNIT_OF_TIME}"
# "1 month rental", "rental for 7 days", "30-day trial"
_RENTAL = re.compile(
    rf"""(?<![\w.]) {_LENGTH} [\s-]* (?:[a-z-]+\s){{0,3}} (?:rentals?|rent|trial)\b
       | (?:rentals?|rent|renting|rented|trial)\b [^\d#]{{0,30}} {_LENGTH}""",
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
    text = _NUMBER_WORD.sub(_digits, request.lower())
    if not _DIGIT.search(text):
        return ParsedQuantity(refills=0) if _NO_REFILLS.search(text) else None
    if "/" in text or "-" in text:
        text = _DATE.sub(" ", text)
    visits = _visits(text)
    quantity = ParsedQuantity(
        visits=visits,
        count=_count(text) if visits is None else None,
        strength=_strength(request),
        refills=_refills(text) if "refill" in text or "rf" in text else None,
        rental_days=_rental_days(text) if "rent" in text or "trial" in text else None,
    )
    return None if quantity == _NOTHING else quantity


_NOTHING = ParsedQuantity()


def _digits(word: re.Match[str]) -> str:
    return _NUMBER_WORDS[word[0]]


def _number(match: re.Match[str] | None) -> int | None:
    """The one number that a pattern's alternatives captured."""
    return int(next(group for group in match.groups() if group)) if match else None


def _visits(text: str) -> int | None:
    stated = _stated_visits(text)
    if stated is not None:
        return stated
    if match := _FREQUENCY.search(text):
        return _visits_in_all(match)
    if _IN_PIECES.search(text):
        return None
    if match := _SHORT.search(text):
        return int(match[1]) * int(match[2])
    if not _IN_VISITS.search(text):
        return None
    return _number(_TOTAL.search(text) or _TIMES_OVER.search(text)) or _said_count(text)


def _stated_visits(text: str) -> int | None:
    """A total that the request states; those joined by "and" are added."""
    stated = list(_STATED.finditer(text))
    if not stated:
        return _number(_STATED_BEHIND.search(text))
    total = int(stated[0][1])
    for before, match in pairwise(stated):
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


def _said_count(text: str) -> int | None:
    """A number that the request itself calls the quantity."""
    match = _NUMBER_SIGN.search(text) if "#" in text else None
    return _number(match or _SAID_QUANTITY.search(text))


def _count(text: str) -> int | None:
    said = _said_count(text)
    if said is not None:
        return said
    match = _PIECES.search(text) or _SERIES.search(text) or _TIMES_OVER.search(text)
    return _number(match or _LEADING.search(text))


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
