"""Which decisions come first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from decisions.search.query import SearchQuery
from tests.search.conftest import ENGINES
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from decisions.search.engine import Engine, ItemDocument

ITEMS = 6_000
SHARES = {"pain": 0.9, "medication": 0.6, "lumbar": 0.3, "surgery": 0.25, "injection": 0.05, "nausea": 0.01}
"""Words of the decisions, and in what share of them they stand."""


def decision(number: int) -> ItemDocument:
    random = Random(number)
    words = [word for word, share in SHARES.items() if random.random() < share for _ in range(random.randint(1, 6))]
    others = [f"filler{random.randint(0, 500)}" for _ in range(random.randint(0, 200))]
    asked = [word for word, share in SHARES.items() if random.random() < share / 20]
    return make_document(
        number,
        description=" ".join(asked),
        rationale=" ".join(random.sample([*words, *others], len(words) + len(others))),
        decision_date=date(2014, 1, 1 + number % 28),
    )


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Six thousand decisions in several parts of the index, the later ones of longer texts than the first."""
    decisions = sorted(map(decision, range(ITEMS)), key=lambda one: len(one.rationale))
    engine = ENGINES[request.param](tmp_path_factory.mktemp("ranking") / "index")
    engine.rebuild(decisions[:2_000])
    for start in range(2_000, ITEMS, 1_000):
        engine.update(decisions[start : start + 1_000], [])
    return engine


@pytest.mark.parametrize(
    "text",
    [
        *SHARES,
        "pain medication",
        "lumbar surgery",
        "pain lumbar surgery",
        "medication injection",
        "pain nausea",
        "absent",
    ],
)
def test_a_filter_that_leaves_all_in_changes_no_place(archive: Engine, text: str) -> None:
    searches = [SearchQuery(text, per_page=100, page=page, facets=()) for page in range(1, 8)]
    filtered = [replace(search, decided_from=date(2013, 1, 1)) for search in searches]
    listed, also_listed = (
        [hit for search in asked for hit in archive.search(search).hits] for asked in (searches, filtered)
    )
    assert listed == also_listed
    assert len(set(listed)) == len(listed)
    [total] = {archive.search(search).total_items for search in (*searches, *filtered)}
    assert len(listed) == min(total, 700)


def test_what_is_asked_for_weighs_more_than_what_is_said_often(engine: Engine) -> None:
    engine.rebuild(
        [
            make_document(1, description="Lumbar MRI", rationale="The request is not medically necessary."),
            make_document(2, description="Acupuncture", rationale="An MRI of the lumbar spine, MRI and MRI again."),
            make_document(3, description="Norco", rationale="No imaging.", summary="MRI of the lumbar spine in 2012."),
        ]
    )
    assert found(engine, "mri") == [1, 2, 3]
    assert found(engine, "lumbar mri") == [1, 2, 3]


def test_a_word_held_to_a_part_comes_first_where_it_is_asked_for(engine: Engine) -> None:
    engine.rebuild(
        [
            make_document(
                1, description="MRI of the lumbar spine", rationale="Lumbar films were normal, no red flags."
            ),
            make_document(2, description="Acupuncture", rationale="Lumbar pain, lumbar strain, lumbar spasm."),
        ]
    )
    assert found(engine, "rationale:lumbar") == [1, 2]
    assert found(engine, "lumbar") == [1, 2]


def test_all_names_of_what_is_asked_for_come_before_what_is_mentioned(engine: Engine) -> None:
    engine.rebuild(
        [
            make_document(1, description="Vicodin 5/300mg", rationale="The request is not medically necessary."),
            make_document(2, description="Norco 10/325mg", rationale="The request is not medically necessary."),
            make_document(3, description="Acupuncture", rationale="The patient takes Norco, and takes Norco again."),
        ]
    )
    for name in ("norco", "vicodin"):
        assert found(engine, name)[2:] == [3]
