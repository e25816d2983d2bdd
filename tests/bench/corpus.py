"""An archive of any size, made up row by row: the same for the same number of items, in no time.

The letters are not rendered and parsed: only what search and pages read is there. Sentences are those that
fictional letters are made of, beside free ones of a vocabulary with a long tail; values are skewed as in the
real archive (nine in ten upheld, few treatments asked for often, most of them seldom).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.treatments import load_treatments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORDING = Path(__file__).parent.parent.parent / "ingest" / "fictional" / "wording"
REVIEWERS = Path(__file__).parent.parent.parent / "ingest" / "parsing" / "vocabulary" / "reviewers.toml"
FILLERS = {"who": "the injured worker", "Who": "The injured worker", "complaint": "low back pain", "request": "request"}
VOCABULARY = 50_000
FREE_SENTENCES = 30_000
SECTIONS = 25
BODY_PARTS = (
    "lumbar spine",
    "cervical spine",
    "shoulder",
    "knee",
    "wrist",
    "ankle",
    "hip",
    "elbow",
    "hand",
    "thoracic",
)
FIRST_DAY = date(2013, 6, 1)
DAYS = 4_200
"""To the end of 2024."""

Choice = TypeVar("Choice")


class Zipf(Generic[Choice]):
    """Choices of which the n-th is taken about 1/n as often as the first."""

    def __init__(self, choices: Sequence[Choice], power: float = 1.0) -> None:
        self._choices = choices
        self._weights = list(accumulate(1 / rank**power for rank in range(1, len(choices) + 1)))

    def some(self, random: Random, count: int) -> list[Choice]:
        """As many choices; some may be the same."""
        return random.choices(self._choices, cum_weights=self._weights, k=count)

    def one(self, random: Random) -> Choice:
        """One choice."""
        return self.some(random, 1)[0]


@dataclass(frozen=True)
class ItemRow:
    """A disputed item: its request, outcome, treatments by slug, body parts, rationale, citations.

    A citation is (cited by, guideline's slug, section or None, pages).
    """

    request: str
    outcome: str
    treatments: tuple[str, ...]
    body_parts: tuple[str, ...]
    rationale: str
    citations: tuple[tuple[str, str, str | None, tuple[int, ...]], ...]


@dataclass(frozen=True)
class CaseRow:
    """A case with its items; `reviewer` counts from 0 in `reviewers()`."""

    public_id: str
    decision_date: date
    reviewer: int
    summary: str
    items: tuple[ItemRow, ...]


def reviewers() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Credential profiles: specialties and states."""
    random = Random("reviewers")
    named: dict[str, Any] = tomllib.loads(REVIEWERS.read_text())
    specialties = Zipf([entry["name"] for entry in named["specialty"]])
    states = Zipf(["California", *random.sample(named["states"], len(named["states"]))])
    profiles = {
        (
            tuple(dict.fromkeys(specialties.some(random, 1 + (random.random() < 0.4)))),
            tuple(sorted(set(states.some(random, 1 + (random.random() < 0.3))))),
        )
        for _ in range(3_000)
    }
    return sorted(profiles)


def sentences() -> list[str]:
    """The sentences of the fictional letters, gaps filled."""
    found = [
        re.sub(r"\{(\w+)\}", lambda gap: FILLERS.get(gap[1], gap[1]), words)
        for path in sorted(WORDING.glob("*.toml"))
        for words in strings_in(tomllib.loads(path.read_text()))
    ]
    found = [" ".join(words.split()) for words in found]
    return [words for words in dict.fromkeys(found) if len(words) > 50 and words.endswith(".")]


def strings_in(value: Any) -> Iterator[str]:
    """All strings of a read TOML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


def invented_word(random: Random) -> str:
    """A word that no one has written."""
    syllables = (
        "ba",
        "cor",
        "den",
        "fil",
        "gra",
        "hy",
        "jun",
        "kel",
        "lo",
        "mar",
        "nos",
        "pru",
        "ri",
        "sta",
        "tu",
        "vex",
    )
    return "".join(random.choices(syllables, k=random.randint(2, 5)))


class Corpus:
    """Makes the cases of an archive of `items` disputed items."""

    def __init__(self, items: int, seed: str = "bench") -> None:
        self.items, self._seed = items, seed
        self._random = random = Random(seed)
        written = sentences()
        random.shuffle(written)
        known = list(dict.fromkeys(word for each in written for word in re.findall(r"[a-z]{4,}", each)))
        invented = list(dict.fromkeys(invented_word(random) for _ in range(VOCABULARY)))
        self._words = Zipf([*known, *invented], 0.9)
        self._written = Zipf(written, 0.7)
        self._free = [self._free_sentence(random.randint(8, 18)) for _ in range(FREE_SENTENCES)]
        treatments = list(load_treatments().values())
        random.shuffle(treatments)
        self._treatments = Zipf(treatments)
        guidelines = list(load_guidelines())
        random.shuffle(guidelines)
        self._guidelines = Zipf(guidelines)
        self._sections = {key: Zipf(self._section_names()) for key in guidelines}
        self._reviewers = Zipf(range(len(reviewers())))

    def cases(self, start: int, end: int) -> Iterator[CaseRow]:
        """The cases of the items from `start` to `end`, by date of decision; the last one is cut at `end`.

        The same for the same archive and `start`, whatever was made before.
        """
        self._random = Random(f"{self._seed} {start}")
        number = start
        while start < end:
            count = min(end - start, 1 + min(int(self._random.expovariate(0.75)), 20))
            day = FIRST_DAY + timedelta(days=DAYS * start // self.items)
            yield CaseRow(
                public_id=f"CM{day.year % 100:02d}-{number % 10_000_000:07d}",
                decision_date=day,
                reviewer=self._reviewers.one(self._random),
                summary=self._prose(4, 3),
                items=tuple(self._item(day) for _ in range(count)),
            )
            start, number = start + count, number + 1

    def _item(self, day: date) -> ItemRow:
        random = self._random
        treatments = self._treatments.some(random, 1 + (random.random() < 0.15))
        outcome = random.choices(("upheld", "overturned"), (89, 11))[0]
        parts = random.sample(BODY_PARTS, random.choices((0, 1, 2), (30, 60, 10))[0])
        of_parts = f" for the {' and '.join(parts)}" if parts else ""
        neither = "" if outcome == "overturned" else "not "
        end = f"{treatments[0].name} is {neither}medically necessary."
        if random.random() < 0.25:
            end = f"Medical necessity is {neither}established."
        return ItemRow(
            request=f"{treatments[0].name}{of_parts}, {random.randint(1, 24)}",
            outcome=outcome,
            treatments=tuple(dict.fromkeys(treatment.key for treatment in treatments)),
            body_parts=tuple(parts),
            rationale=f"{self._prose(6, 6)} {end}",
            citations=tuple(self._citations(day)),
        )

    def _citations(self, day: date) -> Iterator[tuple[str, str, str | None, tuple[int, ...]]]:
        random = self._random
        for side, often in (("claims_administrator", 0.9), ("reviewer", 0.9), ("reviewer", 0.4), ("rationale", 0.25)):
            if random.random() < often:
                guideline = self._guidelines.one(random)
                section = self._sections[guideline].one(random) if random.random() < 0.6 else None
                pages = (int(random.paretovariate(0.6)) % 400 + 1,) if day.year < 2016 or side == "rationale" else ()
                yield side, guideline, section, pages * (side != "rationale" or random.random() < 0.5)

    def _prose(self, written: int, free: int) -> str:
        """Sentences as of letters, some free ones, and one that no other decision has."""
        random = self._random
        chosen = [
            *self._written.some(random, written),
            *random.choices(self._free, k=free),
            self._free_sentence(8),
        ]
        random.shuffle(chosen)
        return " ".join(chosen)

    def _free_sentence(self, words: int) -> str:
        return " ".join(self._words.some(self._random, words)).capitalize() + "."

    def _section_names(self) -> list[str]:
        count = self._random.randint(3, SECTIONS)
        return [" ".join(self._words.some(self._random, 2)).capitalize() for _ in range(count)]
