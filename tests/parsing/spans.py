"""Every span of a parsed letter, found by walking its dataclasses."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from ingest.parsing.parsed import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


VERBATIM = {
    *(
        "clinical_case_summary",
        "description",
        "request",
        "rationale",
        "text",
        "guideline",
        "edition",
        "section",
    ),
}


def parsed_values(value: Any) -> Iterator[Any]:
    """The dataclass itself and every one inside it."""
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from parsed_values(getattr(value, field.name))
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for part in value:
            yield from parsed_values(part)


def spans_of(decision: Any) -> list[Span]:
    """Every span anywhere in a parsed letter, the leaks' included."""
    found = []
    for value in parsed_values(decision):
        found += getattr(value, "spans", {}).values()
        found += [value.span] if hasattr(value, "span") else []
    return found


def recorded_strings(decision: Any) -> list[tuple[str, str, Span]]:
    """(field, its value, span) of every string kept as the letter words it."""
    return [
        (f"{type(value).__name__}.{name}", getattr(value, name), span)
        for value in parsed_values(decision)
        for name, span in getattr(value, "spans", {}).items()
        if name in VERBATIM and getattr(value, name, None) is not None
    ]
