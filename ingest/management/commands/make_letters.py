"""`manage.py make_letters N DIR --seed S`: fictional letters with their truth beside them."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from ingest.fictional.render import render_text
from ingest.fictional.truth import LAYOUTS, Truth, make_truth
from ingest.workers import default_workers

_CHUNK = 250  # letters handed to a process at once
# How often each layout is made where none is asked for.
_WEIGHTS = {
    "physician_reviewer_2013": 10,
    "expert_reviewer_2014": 26,
    "expert_reviewer_2016": 28,
    "expert_reviewer_2018": 26,
    "notice_2013": 4,
    "full_letter_2013": 4,
    "professional_review": 2,
}


class Command(BaseCommand):
    help = (
        "Write N fictional letters to DIR, each with its truth as JSON beside it. The same seed gives the same files; "
        "letters whose truth is there already are left alone, so that a stopped run goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="N", type=_positive, help="how many letters")
        parser.add_argument("folder", metavar="DIR", type=Path, help="where to; made if missing")
        parser.add_argument("--seed", default="0", help="any word; another seed, other letters (default: 0)")
        parser.add_argument("--start", type=int, default=0, metavar="K", help="number of the first letter (default: 0)")
        parser.add_argument("--pdf", action="store_true", help="write PDFs instead of text")
        parser.add_argument(
            "--layout", action="append", choices=LAYOUTS, help="only this layout; repeat for several (default: all)"
        )

    def handle(self, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["pdf"] and not find_spec("reportlab"):
            raise CommandError(
                "Letters as PDF need reportlab, which a server is not given: leave out --pdf or install it."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"Cannot make the folder {folder}: {error.strerror}.") from error
        layouts = options["layout"] or list(_WEIGHTS)
        numbers = range(options["start"], options["start"] + options["number"])
        chunks = [numbers[first : first + _CHUNK] for first in range(0, len(numbers), _CHUNK)]
        write = partial(write_letters, folder, options["seed"], layouts, pdf=options["pdf"])
        written = 0
        with Progress(disable=options["verbosity"] == 0) as progress, ExitStack() as stack:
            task = progress.add_task("Letters", total=len(numbers))
            run = stack.enter_context(_pool()).map if len(chunks) > 1 else map
            for chunk, done in zip(chunks, run(write, chunks), strict=True):
                written += done
                progress.advance(task, len(chunk))
        self.stdout.write(f"{written} letters written to {folder}, {options['number'] - written} were there already.")


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(default_workers(), mp_context=get_context("spawn"))


def write_letters(folder: Path, seed: str, layouts: list[str], numbers: range, *, pdf: bool) -> int:
    """Write the letters with these numbers; returns how many were not there already."""
    return sum(write_letter(folder, seed, number, layouts, pdf=pdf) for number in numbers)


def write_letter(folder: Path, seed: str, number: int, layouts: list[str], *, pdf: bool) -> bool:
    """Write letter `number` of a seed and its truth; False where its truth is there already."""
    truth, rng = letter_of(seed, number, layouts)
    answers = folder / f"{truth.stem}.json"
    if answers.exists():
        return False
    if pdf:
        from ingest.fictional.pdf import render_pdf  # noqa: PLC0415 - reportlab is no package of a server

        (folder / f"{truth.stem}.pdf").write_bytes(render_pdf(truth))
    else:
        (folder / f"{truth.stem}.txt").write_text(render_text(truth, rng), encoding="utf-8", newline="")
    answers.write_text(json.dumps(truth.as_json(), ensure_ascii=False) + "\n", encoding="utf-8")
    return True


def letter_of(seed: str, number: int, layouts: list[str]) -> tuple[Truth, Random]:
    """The truth of letter `number` of a seed, and the source of choices for its text."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 - fiction, no secret
    layout = rng.choices(layouts, [_WEIGHTS[name] for name in layouts])[0]
    return make_truth(rng, layout, number), rng


def _positive(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise ArgumentTypeError(f"{words!r} is no number of letters; give 1 or more.")
    return int(words)
