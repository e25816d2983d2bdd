"""How well results are ordered: nDCG@10 over judged queries on the sample letters, `relevance.toml`.

Run as `python -m tests.bench.relevance` in a process whose IMR_VAR is the samples' own.
"""

from __future__ import annotations

import math
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from decisions.models import DisputedItem

JUDGED = Path(__file__).with_suffix(".toml")
DEPTH = 10
SHOWN = 5
"""Queries that do worst, named."""


def main() -> None:
    """Load the samples where they are not, ask, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up

    call_command("migrate", verbosity=0)
    call_command("reindex", "--if-needed", verbosity=0)
    call_command("load_samples", verbosity=0)
    call_command("reindex", verbosity=0)
    judged = tomllib.loads(JUDGED.read_text())
    scores = {query: ndcg(found(query), grades) for query, grades in judged.items()}
    mean = sum(scores.values()) / len(scores)
    print(f"Relevance: nDCG@{DEPTH} {mean:.3f} over {len(scores)} judged queries on the samples.")  # noqa: T201
    worst = sorted(scores.items(), key=lambda one: one[1])[:SHOWN]
    print("  worst:", ", ".join(f"{query} {score:.2f}" for query, score in worst))  # noqa: T201


def found(query: str) -> list[str]:
    """The first decisions of a search, as "case#item"; a letter without a number by its file's."""
    from decisions.models import DisputedItem  # noqa: PLC0415
    from decisions.search.indexing import get_engine  # noqa: PLC0415
    from decisions.search.query import SearchQuery  # noqa: PLC0415

    hits = get_engine().search(SearchQuery(query, per_page=DEPTH, facets=())).hits
    items = DisputedItem.objects.select_related("case").in_bulk([hit.item_id for hit in hits])
    return [name_of(items[hit.item_id]) for hit in hits]


def name_of(item: DisputedItem) -> str:
    """A decision as the judgements name it."""
    file = item.case.source_files.order_by("pk").first()
    name = item.case.case_number or Path(file.name).name.partition("_")[0]
    return f"{name}#{item.position}"


def ndcg(listed: Sequence[str], grades: Mapping[str, int]) -> float:
    """Discounted gain of the list over that of the best list there is: 1 where nothing could stand better."""

    def gain(ordered: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:DEPTH]))

    return gain([grades.get(one, 0) for one in listed]) / gain(sorted(grades.values(), reverse=True))


if __name__ == "__main__":
    main()
