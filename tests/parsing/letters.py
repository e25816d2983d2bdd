"""The real letters that tests may read where they stand: the folder named by IMR_LETTERS."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ingest.parsing.decision import parse_decision
from ingest.parsing.schema import decision_as_json
from ingest.reading import read_text

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedDecision

ROOT = Path(__file__).parents[2]
LETTERS = Path(os.environ.get("IMR_LETTERS", ROOT.parent / "shared" / "letters"))

needs_letters = pytest.mark.skipif(
    not LETTERS.is_dir(), reason=f"no real letters at {LETTERS}: set IMR_LETTERS to their folder"
)


def paths(folder: str, ending: str) -> list[Path]:
    """The letters of one folder, in order; none where the folder is absent."""
    return sorted((LETTERS / folder).glob(f"*{ending}"))


def all_paths() -> list[Path]:
    return [*paths("seeds", ".txt"), *paths("pdf", ".pdf"), *paths("labelled", ".pdf")]


@cache
def read_letter(path: Path) -> str:
    """The letter's text as the archive reads it."""
    return read_text(path.read_bytes(), path.name)


@cache
def parse_letter(path: Path) -> ParsedDecision:
    return parse_decision(read_letter(path), path.name)


def letter_json(path: Path) -> dict[str, Any]:
    """What `manage.py parse` prints of the letter."""
    return json.loads(json.dumps(decision_as_json(parse_letter(path), path.name)))
