"""One file to one parsed letter: reading and parsing together, as worker processes do it. No database."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ingest.errors import IngestError, NotALetterError, TooLargeError
from ingest.originals import keep_original
from ingest.parsing.decision import parse_decision
from ingest.reading import read_text
from ingest.reading.formats import media_type
from ingest.sources import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ingest.parsing.parsed import ParsedDecision
    from ingest.sources import SourceFile

DISK_THREADS = 4
"""Originals on their way to the disk at once: its latency, not its speed, is what costs time."""

MAX_ITEMS = 300
"""Of a letter; the longest known has under 50. A page of thousands would keep the web server busy for minutes."""

MAX_CITATIONS = 3_000
"""Of all items of a letter, each page cited counted too, for the same reason."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A file that was read, with what it says or why it says nothing.

    Args:
        name: of the file, its zip's name before an exclamation mark.
        sha256: of its bytes; empty where not even these were to be had.
        size: in bytes.
        media_type: told from the bytes; empty where unknown.
        decision: None where the file failed.
        reason: why it failed, one line; empty where it did not.
        undecided: what was read of a file that failed because it decides nothing.
        corrections: that a person made in it: field to value.
    """

    name: str
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    decision: ParsedDecision | None = None
    reason: str = ""
    undecided: ParsedDecision | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)


def parse_letter(content: bytes, name: str) -> ParsedDecision:
    """What the letter in these bytes says; `name` may be evidence of its case number.

    Raises:
        UnreadableFileError: no text can be read out of the bytes.
        NotALetterError: the text decides nothing.
        TooLargeError: it decides more than any letter.
    """
    file_name = PurePosixPath(name.rpartition("!")[2]).name
    decision = parse_decision(read_text(content, file_name), file_name)
    citations = count_citations(decision)
    if len(decision.items) > MAX_ITEMS or citations > MAX_CITATIONS:
        raise TooLargeError(
            f"{len(decision.items):,} disputed items with {citations:,} citations, "
            "more than any letter has; split it into one file a letter."
        )
    if decision.items:
        return decision
    if is_letter(decision):
        reason = "A letter without a disputed item: no treatment and outcome found; is it complete?"
    else:
        reason = "Not an IMR determination: none of such a letter's headings is in its text."
    raise NotALetterError(reason, decision)


def count_citations(decision: ParsedDecision) -> int:
    """How many rows the citations of a letter and their pages are."""
    return sum(
        1 + len(citation.pages)
        for item in decision.items
        for line in (item.claims_administrator.citations, item.imr_reviewer.citations, item.rationale_citations)
        for citation in line
    )


def is_letter(decision: ParsedDecision) -> bool:
    """Whether anything in the text is as in a determination letter."""
    found = (decision.decision_date, decision.licensure_states, decision.specialties, decision.clinical_case_summary)
    return decision.layout != "unknown" or bool(decision.items) or any(found)


def read_letters(sources: list[SourceFile], originals: Path | None = None) -> list[Letter]:
    """Read and parse files; whatever is wrong with one ends up in its `reason`, never as an exception.

    Args:
        sources: the files.
        originals: folder to keep their bytes in, None to keep nothing. They are on the disk when this
            returns; threads wait for the disk while the next file is read.

    Raises:
        OSError: an original cannot be kept (disk full): not the file's fault.
    """
    kept: list[Future[Path]] = []
    letters = []
    for source in sources:
        try:
            content = source.read()
        except IngestError as error:
            letters.append(Letter(source.name, reason=str(error)))
            continue
        sha256 = sha256_of(content)
        if originals is not None:
            kept.append(_disk().submit(keep_original, originals, sha256, content))
        letters.append(_read_content(source.name, sha256, content))
    wait(kept)
    for original in kept:
        original.result()
    return letters


@cache
def _disk() -> ThreadPoolExecutor:
    """Threads that wait for the disk, started once a process: to start some takes as long as to read a letter."""
    return ThreadPoolExecutor(DISK_THREADS)


def _read_content(name: str, sha256: str, content: bytes) -> Letter:
    letter = Letter(name, sha256, len(content), media_type(content))
    try:
        return replace(letter, decision=parse_letter(content, name))
    except NotALetterError as error:
        return replace(letter, reason=str(error), undecided=error.decision)
    except IngestError as error:
        return replace(letter, reason=str(error))
    except Exception as error:  # a fault of ours: told, and the batch goes on
        logger.exception("Reading %s failed", name)
        reason = f"The archive could not read it ({type(error).__name__}: {error}); please report this letter."
        return replace(letter, reason=reason)
