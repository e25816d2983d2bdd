"""The words of a disputed item -> the part that is really decided, and what it asks for: all inferred."""

from __future__ import annotations

import re

from ingest.parsing.body_parts import find_body_parts
from ingest.parsing.items import trimmed
from ingest.parsing.parsed import ParsedQuantity, ParsedTreatment, Span
from ingest.parsing.quantity import parse_quantity
from ingest.parsing.remembering import remembered
from ingest.parsing.treatments import find_treatments
from ingest.parsing.values import value

# "...original request, Norco 10/325mg #35 is" / "The original request, a bath chair is"
_DECIDED = re.compile(
    r"\b(?:remaining\s+(?:IMR[ -]eligible\s+)?portion\s+of\s+the\s+original\s+request|The\s+original\s+request),\s*"
    r"(?P<request>.+?)(?:,?\s+is)?\s*[:.]?$",
    re.IGNORECASE | re.DOTALL,
)
_REQUEST_FOR = re.compile(r"(?:The )?(?:request|decision) for (?=\S)", re.IGNORECASE)


@value
class Request:
    """What an item's description asks for.

    Args:
        span: the part of the description that is really decided, counted from its beginning.
        treatments: the main one first; their spans are counted from the description's beginning too.
        body_parts: canonical names.
        quantity: None where none is stated.
    """

    span: Span
    treatments: tuple[ParsedTreatment, ...]
    body_parts: tuple[str, ...]
    quantity: ParsedQuantity | None


@remembered(20_000)  # the same requests recur all the time
def read_request(description: str) -> Request:
    """Read an item's description, the heading without its number and outcome."""
    span = _decided(description)
    words = span.of(description)
    treatments = tuple([treatment.moved(span.start) for treatment in find_treatments(words)])
    return Request(span, treatments, find_body_parts(words), parse_quantity(words))


def _decided(description: str) -> Span:
    """The part that is really decided: all of it, but for partly authorised requests."""
    partly = "original request" in description.casefold()
    decided = _DECIDED.search(description) if partly else None
    if decided:
        return trimmed(description, *decided.span("request"))
    opening = _REQUEST_FOR.match(description)
    request = trimmed(description, opening.end() if opening else 0, len(description))
    return Span(request.start, request.start + len(request.of(description).rstrip(". ")))
