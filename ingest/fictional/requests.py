"""What is asked for: the words of a disputed item's heading and what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.parsing.parsed import ParsedQuantity

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from ingest.fictional.wording import Associated, Kind, Region

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_REFILLS = "with 2 refills"


@dataclass(frozen=True, slots=True)
class Request:
    """A disputed request.

    Args:
        description: the whole heading, without final colon and outcome.
        request: the part that is decided.
        part: the part of the body as a sentence names it, e.g. "right knee".
        body_parts: plain names, e.g. ("lumbar spine",).
        n: visits or tablets, 0 where none are stated.
    """

    description: str
    request: str
    part: str
    body_parts: tuple[str, ...]
    quantity: ParsedQuantity | None
    treatment: str
    n: int = 0


def make_request(rng: Random, kind: Kind, region: Region, service_day: date, *, whole: bool) -> Request:
    """A request of this kind for this region, now and then partly authorised already unless it is `whole`."""
    part, body_part = _choose_part(rng, region)
    if not whole and kind.partial and len(kind.amounts) > 1 and rng.random() < 0.11:
        return _partly_authorised(rng, kind, part, body_part)
    words, _, stated_part = rng.choice(kind.requests).partition(" @ ")
    template, _, treatment = words.partition(" => ")
    amount = rng.choice(kind.amounts) if kind.amounts else 0
    strength = rng.choice(kind.strengths) if kind.strengths else ""
    words = template.format(**_places(rng, part, amount, strength), dos=f"{service_day:%m/%d/%Y}")
    has_amount = any(place in template for place in ("{n}", "{N}", "{visits}", "{count}"))
    return Request(
        description=words,
        request=words,
        part=part,
        body_parts=_body_parts(stated_part or kind.fixed_part, template, part, body_part),
        quantity=_quantity(kind, amount if has_amount else 0, strength, words),
        treatment=treatment or kind.treatment,
        n=amount,
    )


def make_associated(rng: Random, service: Associated) -> Request:
    """A request that accompanies an operation."""
    amount = rng.choice(service.amounts) if service.amounts else 0
    words = rng.choice(service.requests).format(n=amount)
    days = next((int(word) for word, unit in zip(words.split(), words.split()[1:], strict=False) if unit == "day"), 0)
    quantity = ParsedQuantity(visits=amount or None, rental_days=days or None) if amount or days else None
    parts = (service.part,) if service.part else ()
    return Request(words, words, "", parts, quantity, service.treatment, amount)


def _choose_part(rng: Random, region: Region) -> tuple[str, str]:
    if not region.parts:
        return "", ""
    part, body_part = rng.choice(region.parts)
    side = rng.choice(("right", "left", "right", "left", "bilateral"))
    if side == "bilateral":
        return _plural(part.format(side=side)), _plural(body_part.format(side=side))
    return part.format(side=side), body_part.format(side=side)


def _plural(part: str) -> str:
    return part.replace("foot", "feet") if part.endswith("foot") else part + "s" * part.startswith("bilateral")


def _places(rng: Random, part: str, amount: int, strength: str) -> dict[str, str]:
    """What stands in the places of a template."""
    side = _side(part)
    return {
        "part": part,
        "side": side,
        "Side": side.capitalize(),
        "n": str(amount),
        "N": _NUMBERS[amount].capitalize() if amount < len(_NUMBERS) else str(amount),
        "visits": _visits(rng, amount),
        "count": f"#{amount}",
        "strength": strength,
    }


def _visits(rng: Random, total: int) -> str:
    """As "2x4", "2 times a week for 4 weeks" ... for a total of visits."""
    pairs = [(often, total // often) for often in (1, 2, 3) if total % often == 0 and 1 < total // often <= 12]
    if not pairs:
        return f"{total} sessions"
    often, weeks = rng.choice(pairs)
    how = rng.randrange(4)
    if how == 0:
        return f"{often}x{weeks}"
    if how == 1:
        return f"{_NUMBERS[often]} {_times(often)} a week for {_NUMBERS[weeks]} weeks"
    if how == 2:
        return f"{often} {_times(often)} per week for {weeks} weeks"
    return f"{often} {_times(often)} a week for {weeks} weeks"


def _times(often: int) -> str:
    return "time" if often == 1 else "times"


def _quantity(kind: Kind, amount: int, strength: str, words: str) -> ParsedQuantity | None:
    quantity = ParsedQuantity(
        visits=amount if amount and kind.amount_is == "visits" else None,
        count=amount if amount and kind.amount_is == "count" else _said_count(words),
        strength=strength or None,
        refills=2 if words.endswith(_REFILLS) else None,
        rental_days=30 if "30 day rental" in words else None,
    )
    return None if quantity == ParsedQuantity() else quantity


def _said_count(words: str) -> int | None:
    """How many things the first words say ("Four trigger point injections"), None where they speak of visits."""
    match = re.match(r"(?:Series of )?(One|one|three|Four)\b(?!.* (?:visits|sessions))", words)
    return _NUMBERS.index(match[1].lower()) if match else None


def _body_parts(stated: str | None, template: str, part: str, body_part: str) -> tuple[str, ...]:
    if stated:
        return (stated.format(side=_side(part)),)
    return (body_part,) if body_part and "{part}" in template else ()


def _side(part: str) -> str:
    """The side that a part is on; where it is on both or none, one is chosen for the request."""
    return "left" if part.startswith("left") else "right"


def _partly_authorised(rng: Random, kind: Kind, part: str, body_part: str) -> Request:
    """Only a remainder, or again the whole, of the original request is left to be decided."""
    template = kind.partial or ""
    whole = rng.choice([amount for amount in kind.amounts if amount > min(kind.amounts)])
    authorised = (
        rng.randrange(1, whole) if kind.amount_is == "count" else rng.choice(kind.amounts[: kind.amounts.index(whole)])
    )
    strength = rng.choice(kind.strengths) if kind.strengths else ""

    def words(amount: int) -> str:
        return template.format(part=part, n=amount, count=f"#{amount}", strength=strength)

    if rng.random() < 0.7:
        decided, amount = words(whole - authorised), whole - authorised
        description = (
            f"{words(whole)} was the original request. {words(authorised)} was authorized by the Claims Administrator. "
            f"The remaining IMR eligible portion of the original request, {decided} is"
        )
    else:
        decided, amount = words(whole), whole
        description = (
            f"{words(whole)} was the original request. The Claims Administrator authorized {words(authorised)}, "
            f"leaving the original request IMR eligible. The original request, {decided} is"
        )
    return Request(
        description=description,
        request=decided,
        part=part,
        body_parts=_body_parts(kind.fixed_part, template, part, body_part),
        quantity=_quantity(kind, amount, strength, decided),
        treatment=kind.treatment,
        n=amount,
    )
