"""Scores `manage.py parse` output against letters labelled by hand.

`python -m tests.parsing.labels` prints every difference and the scores; test_labelled.py asserts the bars.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.parsing.letters import letter_json, paths

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = (
    *("case_number", "date_assigned", "date_of_injury", "decision_date", "ur_denial_date"),
    *("application_received", "priority", "licensure_states", "specialties", "age", "sex"),
)
SIDES = ("claims_administrator", "imr_reviewer")
DROPPED = str.maketrans({"\N{SOFT HYPHEN}": "", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"})

Json = dict[str, Any]


class Difference(NamedTuple):
    """One thing that the parser reads otherwise than the label."""

    file: str
    field: str
    label: object
    parsed: object


@dataclass(frozen=True)
class Score:
    """What came of comparing letters with their labels; citations are counted over all items and sides."""

    differences: tuple[Difference, ...]
    labelled_citations: int
    parsed_citations: int
    equal_citations: int

    @property
    def precision(self) -> float:
        return self.equal_citations / max(1, self.parsed_citations)

    @property
    def recall(self) -> float:
        return self.equal_citations / max(1, self.labelled_citations)

    def of_citations(self) -> list[Difference]:
        return [row for row in self.differences if ".citations" in row.field]

    def of_fields(self) -> list[Difference]:
        return [row for row in self.differences if ".citations" not in row.field]


def fold(words: str | None) -> str:
    """Wording without case, spacing and trailing punctuation.

    >>> fold("Low  Back Complaints.")
    'low back complaints'
    """
    plain = re.sub(r"\s+", " ", (words or "").translate(DROPPED)).strip().lower()
    return plain.rstrip(" .,;:")


def names(citation: Json) -> set[str]:
    """The ways to write the guideline: its edition may stand in the name or apart."""
    guideline, edition = fold(citation["guideline"]), fold(citation.get("edition"))
    if not edition:
        return {guideline}
    return {guideline, f"{guideline} {edition}", f"{guideline}, {edition}", f"{guideline} ({edition})"}


def same_citation(label: Json, parsed: Json) -> bool:
    return (
        label["authority"] == parsed["authority"]
        and fold(label["section"]) == fold(parsed["section"])
        and sorted(label["pages"]) == sorted(parsed["pages"])
        and not names(label).isdisjoint(names(parsed))
    )


def match_citations(labels: list[Json], parsed: list[Json]) -> tuple[list[Json], list[Json]]:
    """What is left over on each side after pairing the equal ones."""
    extra, missing = list(parsed), []
    for label in labels:
        equal = next((citation for citation in extra if same_citation(label, citation)), None)
        if equal is None:
            missing.append(label)
        else:
            extra.remove(equal)
    return missing, extra


def citation_words(citation: Json) -> str:
    name = " ".join(filter(None, (citation["guideline"], citation.get("edition") and f"[{citation['edition']}]")))
    pages = f" p. {citation['pages']}" if citation["pages"] else ""
    return f"{citation['authority']} | {name} | {citation['section']}{pages}"


def begins(text: str | None, words: str) -> bool:
    return fold(text).startswith(fold(words))


def ends(text: str | None, words: str) -> bool:
    return fold(text).endswith(fold(words))


def compare_prose(label: Json, prose: str | None, name: str) -> Iterator[tuple[str, object, object]]:
    """First and last words of a summary or rationale."""
    first, last = label[f"{name}_first_words"], label[f"{name}_last_words"]
    if not begins(prose, first):
        yield f"{name} begins", first, (prose or "")[:60]
    if not ends(prose, last):
        yield f"{name} ends", last, (prose or "")[-60:]


def compare_item(label: Json, parsed: Json) -> Iterator[tuple[str, object, object]]:
    for name, same in (("description", fold), ("outcome", fold)):
        if same(label[name]) != same(parsed[name]):
            yield name, label[name], parsed[name]
    yield from compare_prose(label, parsed["rationale"], "rationale")
    for side in SIDES:
        if label[side]["mtus"] != parsed[side]["mtus"]:
            yield f"{side}.mtus", label[side]["mtus"], parsed[side]["mtus"]
        missing, extra = match_citations(label[side]["citations"], parsed[side]["citations"])
        for row in range(max(len(missing), len(extra))):
            yield (
                f"{side}.citations",
                citation_words(missing[row]) if row < len(missing) else None,
                citation_words(extra[row]) if row < len(extra) else None,
            )


def rationale_pages(rows: list[tuple[int, list[int]]]) -> Counter[tuple[int, int]]:
    """(item, page) pairs, each once."""
    return Counter({(item, page) for item, pages in rows for page in pages})


def compare_rationale_pages(label: Json, parsed: Json) -> Iterator[tuple[str, object, object]]:
    expected = rationale_pages([(row["item"], row["pages"]) for row in label["rationale_pages"]])
    found = rationale_pages(
        [
            (position, citation["pages"])
            for position, item in enumerate(parsed["items"])
            for citation in item["rationale_citations"]
        ]
    )
    for item, page in sorted((expected - found) | (found - expected)):
        here = (item, page) in expected
        yield f"items.{item}.rationale page", page if here else None, None if here else page


def compare_letter(label: Json, parsed: Json) -> Iterator[tuple[str, object, object]]:
    """(field, label, parsed) of every difference."""
    for name in HEADER:
        if label[name] != parsed[name]:
            yield name, label[name], parsed[name]
    yield from compare_prose(label, parsed["clinical_case_summary"], "summary")
    if len(label["items"]) != len(parsed["items"]):
        yield "items", len(label["items"]), len(parsed["items"])
    for position, (item_label, item) in enumerate(zip(label["items"], parsed["items"], strict=False)):
        for field, *values in compare_item(item_label, item):
            yield f"items.{position}.{field}", *values
    yield from compare_rationale_pages(label, parsed)


def count_citations(letter: Json) -> int:
    return sum(len(item[side]["citations"]) for item in letter["items"] for side in SIDES)


def score(pairs: list[tuple[str, Json, Json]]) -> Score:
    """Compare letters: (file, label, what `parse` prints)."""
    rows = [Difference(file, *row) for file, label, parsed in pairs for row in compare_letter(label, parsed)]
    labelled = sum(count_citations(label) for _, label, _ in pairs)
    found = sum(count_citations(parsed) for _, _, parsed in pairs)
    unmatched = sum(row.label is not None for row in rows if ".citations" in row.field)
    lost = sum(count_citations({"items": label["items"][len(parsed["items"]) :]}) for _, label, parsed in pairs)
    return Score(tuple(rows), labelled, found, labelled - unmatched - lost)


def labelled_pairs() -> list[tuple[str, Json, Json]]:
    """(file, label, parsed) of all labelled letters."""
    labels = paths("labelled", ".json")
    return [(path.stem, json.loads(path.read_text()), letter_json(path.with_suffix(".pdf"))) for path in labels]


def table(result: Score) -> str:
    """Every difference, the label above what was parsed, and the scores."""
    lines = []
    for row in result.differences:
        lines += [f"{row.file}  {row.field}", f"    label   {row.label!r}", f"    parsed  {row.parsed!r}"]
    counts = (result.equal_citations, result.labelled_citations, result.parsed_citations)
    return "\n".join(
        [
            *lines,
            "",
            f"field differences      {len(result.of_fields())}",
            f"citation differences   {len(result.of_citations())}",
            "citations              {} equal of {} labelled, {} parsed".format(*counts),
            f"precision / recall     {result.precision:.3f} / {result.recall:.3f}",
        ]
    )


if __name__ == "__main__":
    print(table(score(labelled_pairs())))  # noqa: T201 - a report for the terminal
