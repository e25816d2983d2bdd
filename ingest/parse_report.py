"""How well letters are read: counts by layout, what was not understood, and what changed since last time."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ingest.letters import read_letters
from ingest.parsing.decision import PARSER_VERSION
from ingest.parsing.header import DATE_FIELDS
from ingest.parsing.schema import decision_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.parsing.parsed import ParsedDecision, ParsedItem
    from ingest.sources import SourceFile

# Rows of the table of layouts: in how many letters, and in how many items, each value was found.
LETTER_FIELDS = (
    *("case_number", *DATE_FIELDS),
    *("priority", "licensure_states", "specialties", "age", "sex", "clinical_case_summary", "outcome"),
)
ITEM_ROWS = (
    *(
        "item.outcome",
        "item.rationale",
        "item.administrator cites",
        "item.reviewer cites",
        "item.reviewer section",
    ),
    *("item.reviewer page", "item.rationale cites", "item.treatment", "item.body part", "item.quantity"),
    *("item.request in part", "item.dependent", "item.cut off"),
)
_COUNTERS = ("warnings", "guidelines", "treatments", "leaks")
ROWS = ("letters", *LETTER_FIELDS, "items", *ITEM_ROWS)


class UnusableReportError(ValueError):
    """A file that is no saved parse report."""


@dataclass(slots=True)
class ParseReport:
    """What a parser made of some letters; every number is a count of letters, items or occurrences.

    Args:
        parser_version: of the parser.
        layouts: layout to row (ROWS) to count.
        warnings: warnings by their code.
        guidelines: names of guidelines that the registry does not know, as worded.
        treatments: requests in which no treatment was found.
        leaks: leaks by kind.
        failures: files that are no letters, and why.
        answers: file to a digest of all that was read from it.
    """

    parser_version: str = PARSER_VERSION
    layouts: dict[str, Counter[str]] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    guidelines: Counter[str] = field(default_factory=Counter)
    treatments: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        """How many were read."""
        return len(self.answers)

    def add(self, other: ParseReport) -> None:
        """Count the letters of another report in as well."""
        for layout, rows in other.layouts.items():
            self.layouts.setdefault(layout, Counter()).update(rows)
        for name in (*_COUNTERS, "failures", "answers"):
            getattr(self, name).update(getattr(other, name))

    def total(self) -> Counter[str]:
        """Rows over all layouts."""
        return sum(self.layouts.values(), Counter())

    def changed_answers(self, previous: ParseReport) -> list[str]:
        """Files in both reports whose letters are now read differently."""
        return sorted(file for file, digest in self.answers.items() if previous.answers.get(file, digest) != digest)


def report_files(sources: list[SourceFile]) -> list[ParseReport]:
    """A report on each file; done in a worker, so that only counts have to travel."""
    return [
        report_decision(letter.decision, letter.name)
        if letter.decision
        else ParseReport(failures={letter.name: letter.reason})
        for letter in read_letters(sources)
    ]


def report_decision(decision: ParsedDecision, file: str) -> ParseReport:
    """The report on one letter."""
    return ParseReport(
        layouts={decision.layout: Counter(_rows(decision))},
        warnings=Counter(warning.code for warning in decision.warnings),
        guidelines=Counter(_unknown_guidelines(decision)),
        treatments=Counter(item.request for item in decision.items if not item.treatments),
        leaks=Counter(leak.kind for leak in decision.leaks),
        answers={file: _digest(decision)},
    )


def _rows(decision: ParsedDecision) -> Iterator[str]:
    yield "letters"
    yield from (name for name in LETTER_FIELDS if getattr(decision, name) not in {None, ()})
    for item in decision.items:
        yield "items"
        yield from (row for row, found in zip(ITEM_ROWS, _item_values(item), strict=True) if found)


def _item_values(item: ParsedItem) -> tuple[object, ...]:
    """What stands behind each of ITEM_ROWS."""
    reviewer = item.imr_reviewer.citations
    return (
        *(item.outcome, item.rationale, item.claims_administrator.citations, reviewer),
        *(any(citation.section for citation in reviewer), any(citation.pages for citation in reviewer)),
        *(item.rationale_citations, item.treatments, item.body_parts, item.quantity),
        *(item.request != item.description, item.depends_on, item.rationale_cut_off),
    )


def _unknown_guidelines(decision: ParsedDecision) -> Iterator[str]:
    for item in decision.items:
        for line in (item.claims_administrator, item.imr_reviewer):
            yield from (citation.guideline for citation in line.citations if citation.key is None)


def _digest(decision: ParsedDecision) -> str:
    """Differs when anything that `manage.py parse` prints differs, or a leak does."""
    answer = decision_as_json(decision, "") | {"leaks": [[leak.kind, *leak.span] for leak in decision.leaks]}
    del answer["parser_version"]
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:12]


def report_as_json(report: ParseReport) -> str:
    """The report as text to save: sorted, so that two of them can be compared line by line."""
    values = {part.name: getattr(report, part.name) for part in fields(report)}
    return json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def report_from_json(text: str) -> ParseReport:
    """A saved report.

    Raises:
        UnusableReportError: the text is none.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        report = ParseReport(values["parser_version"])
        report.layouts = {layout: Counter(rows) for layout, rows in values["layouts"].items()}
        for name in (*_COUNTERS, "failures", "answers"):
            getattr(report, name).update(values[name])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableReportError("This is no report saved with --save.") from error
    return report


def report_as_text(report: ParseReport, previous: ParseReport | None = None, top: int = 40) -> str:
    """The report for a person, as plain tables.

    Args:
        report: the present one.
        previous: an older one; every count that differs shows by how much, "38 (+2)".
        top: how many unknown guidelines and requests to list.
    """
    old = previous or report
    sections = [
        _summary(report, previous),
        _layout_table(report, old),
        _frequencies("Warnings", report.warnings, old.warnings, None),
        _frequencies("Unknown guidelines", report.guidelines, old.guidelines, top),
        _frequencies("Requests without a known treatment", report.treatments, old.treatments, top),
        _frequencies("Suspected names and numbers", report.leaks, old.leaks, None),
        _listed("Not read", [f"{file}: {reason}" for file, reason in sorted(report.failures.items())]),
    ]
    if previous:
        sections.append(_listed("Read differently than before", report.changed_answers(previous)))
    return "\n\n".join("\n".join(lines) for lines in sections)


def _listed(title: str, names: list[str]) -> list[str]:
    return [f"{title}: {len(names)}", *(f"  {name}" for name in names)]


def _summary(report: ParseReport, previous: ParseReport | None) -> list[str]:
    lines = [_headline("Parse report", report)]
    return [*lines, _headline("Compared with", previous)] if previous else lines


def _headline(title: str, report: ParseReport) -> str:
    return (
        f"{title + ':':<14} {report.letters} letters, {len(report.failures)} not read, "
        f"parser version {report.parser_version}"
    )


def _layout_table(report: ParseReport, old: ParseReport) -> list[str]:
    """Rows by layouts, all layouts last."""
    names = sorted({*report.layouts, *old.layouts})
    none: Counter[str] = Counter()
    columns = [(name, report.layouts.get(name, none), old.layouts.get(name, none)) for name in names]
    columns.append(("all", report.total(), old.total()))
    lines = [["", *(name for name, _, _ in columns)]]
    lines += [[row, *(_count(now[row], before[row]) for _, now, before in columns)] for row in ROWS]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [_aligned(line, widths) for line in lines]


def _aligned(cells: list[str], widths: list[int]) -> str:
    """The name of the row to the left, its numbers to the right of their columns."""
    numbers = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "  ".join([cells[0].ljust(widths[0]), *numbers]).rstrip()


def _frequencies(title: str, now: Mapping[str, int], before: Mapping[str, int], top: int | None) -> list[str]:
    """A title and the names by frequency; those that are gone are listed as well."""
    names = sorted({*now, *before}, key=lambda name: (-max(now.get(name, 0), before.get(name, 0)), name))
    counts = [(_count(now.get(name, 0), before.get(name, 0)), name) for name in names[:top]]
    width = max((len(count) for count, _ in counts), default=0)
    lines = [f"  {count:>{width}}  {name}" for count, name in counts]
    more = [f"  ... and {len(names) - top} more"] if top is not None and len(names) > top else []
    return [f"{title}: {sum(now.values())}", *lines, *more]


def _count(now: int, before: int) -> str:
    return str(now) if now == before else f"{now} ({now - before:+})"
