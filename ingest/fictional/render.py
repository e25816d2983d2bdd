"""Truth -> the letter's text, in its layout and with the line breaks of one extractor or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.fictional.blocks import compose
from ingest.fictional.header import header_lines
from ingest.fictional.line_breaking import LineBreaking, lay_out

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.truth import Truth

WITHOUT_TABLE = ("notice_2013",)
"""Layouts whose header is no table but lines of their own."""


def render_text(truth: Truth, rng: Random, breaking: LineBreaking | None = None) -> str:
    """The letter's text; `breaking` is chosen by `rng` where none is given."""
    header = [] if truth.letter.layout in WITHOUT_TABLE else header_lines(truth.letter, rng)
    blocks = compose(truth, rng)
    return lay_out(header, blocks, breaking or LineBreaking.of(rng))
