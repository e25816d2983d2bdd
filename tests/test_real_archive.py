"""An archive of the real letters, loaded and searched as people do; skipped where the letters are absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client

from decisions.models import Case, SourceFile
from decisions.search.query import FACETS
from ingest.loading.run import ingest_paths
from tests.parsing.letters import LETTERS, all_paths, needs_letters, paths

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [needs_letters, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def archive(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.ORIGINALS_DIR = tmp_path / "originals"
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


def load(letters: list[Path]) -> None:
    for _ in ingest_paths(letters, workers=1):
        pass


def search(**parameters: str | list[str]) -> dict[str, Any]:
    response = Client().get(f"/decisions.json?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return response.json()


def counts(found: dict[str, Any], facet: str) -> dict[str, int]:
    return {value["value"]: value["count"] for value in found["facets"][facet]}


def test_every_letter_is_loaded() -> None:
    load([LETTERS])
    assert not SourceFile.objects.filter(state=SourceFile.State.FAILED).exists()
    assert Case.objects.count() == len(all_paths())


def test_page_125_of_the_seeds() -> None:
    load(paths("seeds", ".txt"))
    found = search(guideline_page="125")
    assert (found["total_items"], found["total_cases"]) == (4, 4)
    assert counts(found, "outcome") == {"upheld": 3, "overturned": 1}
    overturned = search(guideline_page="125", outcome="overturned")
    assert overturned["total_items"] == 1
    assert counts(overturned, "outcome") == {"upheld": 3, "overturned": 1}


@pytest.mark.parametrize(
    ("treatment", "items"),
    [("work hardening", 2), ("Work conditioning", 2), ("work-conditioning", 2), ("steroid injection", 1)],
)
def test_seeds_are_filtered_by_what_a_person_calls_the_treatment(treatment: str, items: int) -> None:
    load(paths("seeds", ".txt"))
    assert search(treatment=treatment)["total_items"] == items


def test_the_doctor_named_in_a_seed_is_masked_everywhere() -> None:
    load(paths("seeds", ".txt"))
    case = next(case for case in Case.objects.all() if case.leaks)
    name = case.leaks[0]["words"]
    client = Client()
    for url in (case.get_absolute_url(), f"/cases/{case.public_id}.json", f"/cases/{case.public_id}.txt"):
        assert name.encode() not in client.get(url).content
    assert search(q=name)["total_items"] == 0


def test_every_facet_value_counts_what_the_list_shows_after_the_click() -> None:
    load([LETTERS])
    everything = search(per_page="1")["facets"]
    values = [(facet, value) for facet in FACETS for value in everything[facet]]
    assert len(values) > 200
    wrong = [
        (facet, value["value"], value["count"], total)
        for facet, value in values
        if (total := search(**{facet: value["value"], "per_page": "1"})["total_items"]) != value["count"]
    ]
    assert wrong == []


def test_every_facet_value_counts_right_beside_a_search() -> None:
    load([LETTERS])
    chosen = {"q": "lumbar", "outcome": "upheld", "per_page": "1"}
    found = search(**chosen)["facets"]
    wrong = [
        (facet, value["value"], value["count"], total)
        for facet in FACETS
        if facet != "outcome"
        for value in found[facet][:12]
        if (total := search(**chosen, **{facet: value["value"]})["total_items"]) != value["count"]
    ]
    assert wrong == []
