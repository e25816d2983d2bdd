"""How fast letters get in: text extraction alone, reading, parsing, and the whole of `manage.py ingest`.

Fictional letters, the same in every run. Times are of processes that did nothing before; each of the shares is
measured in the same run, since machines differ.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import timeit
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2

from ingest.parsing.decision import parse_decision
from ingest.reading import read_text
from ingest.sources import sha256_of
from tests.bench.report import Measure, print_table
from tests.parsing.test_fuzz import PARTS, REPEATS, SIZE, letter_with

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
PDFS = int(os.environ.get("BENCH_PDFS", "1000"))
TEXTS = int(os.environ.get("BENCH_TEXTS", "4000"))
BATCH = int(os.environ.get("BENCH_BATCH", "20000"))
"""Letters that parsing is measured with, less the smallest."""
ROUNDS = 3
PARSING_ROUNDS = 5
PARSED_SIZE = 5_000
"""Bytes of the letters that are parsed, on average."""
SHARE = 1_000
"""Letters whose parsing is timed, at the beginning and at the end of a batch."""
SLICE = 50
"""Letters that are timed together: few, so that some round of each is without disturbance."""


def run(var: Path) -> list[Measure]:
    """Measure, print a table, return the figures. Letters are made once and kept in `var`."""
    pdfs = make_letters(var / "letters-pdf", PDFS, "--pdf")
    make_letters(var / "letters-txt", TEXTS)
    make_letters(var / "letters-batch", BATCH)
    measures = [
        rate("text extraction alone, all cores", "pdf", PDFS, lambda: on_all_cores(extract_only, pdfs)),
        rate("reading, all cores", "pdf", PDFS, lambda: on_all_cores(read, pdfs)),
        rate("whole ingest, all cores", "pdf", PDFS, lambda: ingest(var / "letters-pdf")),
        *parsing(var / "letters-batch"),
        rate("whole ingest, all cores", "txt", TEXTS, lambda: ingest(var / "letters-txt")),
    ]
    measures.append(slowest_text())
    print_table("Ingest", measures)
    print(f"This machine's Python sums up a thousand numbers in {reference():.0f} microseconds.")  # noqa: T201
    share = (measures[2].per_second or 0) / (measures[0].per_second or 1)
    print(f"Whole ingest from PDF reaches {share:.0%} of text extraction alone (bar: 70 %).")  # noqa: T201
    return measures


def largest(contents: list[bytes]) -> list[bytes]:
    """The letters without the smallest ones, which are left out until the mean is PARSED_SIZE or one is left."""
    kept = sorted(contents, key=len, reverse=True)
    size = sum(map(len, kept))
    while len(kept) > 1 and size < PARSED_SIZE * len(kept):
        size -= len(kept.pop())
    return sorted(kept, key=sha256_of)  # in no order that letters which are alike would stand in


def mean_size(contents: list[bytes]) -> float:
    """Bytes of a letter."""
    return sum(map(len, contents)) / len(contents)


def rate(engine: str, kind: str, count: int, work: Callable[[], float]) -> Measure:
    """Letters a second, the median of some rounds; `work` returns the seconds it took."""
    seconds = median(work() for _ in range(ROUNDS))
    return Measure("ingest", engine, query_class=kind, per_second=count / seconds, n=count)


def parsing(folder: Path) -> list[Measure]:
    """Letters a second and core, of each SLICE of letters the best of some rounds, each round in a fresh process.

    The best, since a neighbour on the other half of a core makes the same work take up to 1.7 times as long.
    """
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        rounds = pool.map(parse_batch, [folder] * PARSING_ROUNDS, chunksize=1)
    return [
        Measure(
            "ingest",
            f"parsing, one core: {letters}",
            query_class="txt",
            per_second=SHARE / sum(map(min, zip(*(each[letters] for each in rounds), strict=True))),
            n=SHARE,
        )
        for letters in rounds[0]
    ]


def parse_batch(folder: Path) -> dict[str, list[float]]:
    """Seconds of each SLICE: of the first letters that a process parses, the last of the batch, and these again.

    What letters share, such as the same request or guideline line, is worked out once; so the more a process has
    parsed, the less is new to it. All but the first thousands of a batch are parsed as the last are here, none of
    which was seen before.
    """
    contents = largest([path.read_bytes() for path in sorted(folder.glob("*.txt"))])
    first, others, last = contents[:SHARE], contents[SHARE:-SHARE], contents[-SHARE:]
    size = f"{mean_size(last) / 1000:.1f} kB"
    seconds = {f"the first of a process ({mean_size(first) / 1000:.1f} kB)": parse_slices(first)}
    parse_slices(others)
    seconds |= {f"new ones after {len(first + others):,} others ({size})": parse_slices(last)}
    seconds |= {f"the same again ({size})": parse_slices(last)}
    return seconds


def parse_slices(contents: list[bytes]) -> list[float]:
    """Seconds of processor time of each SLICE of letters, in order."""
    return [parse_all(contents[start : start + SLICE]) for start in range(0, len(contents), SLICE)]


def slowest_text() -> Measure:
    """The fuzzed text of 100,000 characters that takes the parser longest; its time in p95_ms (bar: 1,000)."""
    texts = [words for repeat in REPEATS for words in (repeat * (SIZE // len(repeat)), letter_with(repeat, PARTS))]
    slowest = max(parse_all([words.encode("utf-8", "surrogatepass")]) for words in texts)
    return Measure(
        "ingest", "slowest fuzzed text", query_class=f"{SIZE:,} characters", p95_ms=slowest * 1000, n=len(texts)
    )


def reference() -> float:
    """Microseconds of a piece of pure Python: what one core of this machine is worth at this moment."""
    return min(timeit.repeat("sum(range(1000))", number=2000, repeat=5)) / 2000 * 1e6


def make_letters(folder: Path, count: int, *options: str) -> list[Path]:
    """Fictional letters in a folder, made where they are not there yet."""
    command = [sys.executable, "manage.py", "make_letters", str(count), str(folder), "--seed", "bench", *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return sorted(path for path in folder.iterdir() if path.suffix != ".json")


def extract_only(path: Path) -> None:
    """What no PDF reader can do without: open the file, take the text of every page."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def read(path: Path) -> None:
    """The text as the parser wants it, with paragraphs."""
    read_text(path.read_bytes(), path.name)


def on_all_cores(work: Callable[[Path], None], paths: list[Path]) -> float:
    """Seconds that all cores together take, without starting the processes."""
    with get_context("spawn").Pool() as pool:
        pool.map(work, paths[:64], chunksize=8)  # each process has loaded its modules
        start = time.perf_counter()
        pool.map(work, paths, chunksize=16)
        return time.perf_counter() - start


def parse_all(contents: list[bytes]) -> float:
    """Seconds of processor time that parsing takes on one core, from decoded text."""
    letters = [content.decode() for content in contents]
    load_vocabularies()
    start = time.process_time()
    for letter in letters:
        parse_decision(letter)
    return time.process_time() - start


@cache
def load_vocabularies() -> None:
    """Once a process: any letter needs them."""
    parse_decision(letter_with("Norco, page 3, ", PARTS))


def ingest(folder: Path) -> float:
    """Seconds of `manage.py ingest` into a new archive, without making the archive."""
    with tempfile.TemporaryDirectory(prefix="imr-bench-") as var:
        environment = os.environ | {"IMR_VAR": var}
        os.chmod(var, 0o755)  # noqa: PTH101 - the embedded server runs as another user where this one is root
        manage("migrate", "--verbosity", "0", environment=environment)
        start = time.perf_counter()
        manage("ingest", str(folder), environment=environment)
        return time.perf_counter() - start


def manage(*arguments: str, environment: dict[str, str]) -> None:
    """One manage.py command, silent."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
