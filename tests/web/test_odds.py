"""How often such decisions were overturned, on the pages that list them."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from decisions.models import DisputedItem
from decisions.search.indexing import index_stale
from tests.builders import NORCO, Item, make_case
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client

FILTERS = int(os.environ.get("ODDS_FILTERS", "200"))


@pytest.fixture(autouse=True)
def archive() -> None:
    load_four_cases()
    for number, outcome in enumerate(["upheld"] * 9 + ["overturned"] * 3, 10):
        make_case(f"CM16-00000{number}", items=[Item(description="Norco 10mg", treatment=NORCO, outcome=outcome)])
    index_stale()


def test_a_search_says_how_often_its_decisions_were_overturned(client: Client) -> None:
    html = read(client.get("/decisions/?treatment=hydrocodone-apap"))
    assert "Overturned in 4 of 14 decisions, 29 % (95 % interval 12–55 %)." in html.text
    assert "Whole archive: 5 of 18, 28 %." in html.text


def test_a_chosen_outcome_does_not_change_the_odds(client: Client) -> None:
    html = read(client.get("/decisions/?treatment=hydrocodone-apap&outcome=upheld"))
    assert "Overturned in 4 of 14 decisions" in html.text


def test_few_decisions_say_nothing(client: Client) -> None:
    html = read(client.get("/decisions/?treatment=work-conditioning"))
    assert "Overturned in 1 of 3 decisions: too few to say how such requests fare." in html.text


def test_a_treatments_page_says_the_same(client: Client) -> None:
    html = read(client.get("/treatments/hydrocodone-apap/"))
    assert "Overturned in 4 of 14 decisions, 29 %" in html.text


def test_every_figure_equals_a_recount(client: Client) -> None:
    rng = random.Random(5)
    items = list(DisputedItem.objects.select_related("case__reviewer", "treatment"))
    for _ in range(FILTERS):
        year, treatment = rng.choice(["", "2015", "2016"]), rng.choice(["", "work-conditioning", "hydrocodone-apap"])
        found = [
            item
            for item in items
            if (not year or (item.case.decision_date and str(item.case.decision_date.year) == year))
            and (not treatment or (item.treatment and item.treatment.slug == treatment))
        ]
        chosen = rng.choice(["", "upheld", "-upheld", "overturned"])
        line = client.get(f"/decisions/?year={year}&treatment={treatment}&outcome={chosen}").context["narrowing"].odds
        odds = (line.odds.overturned, line.odds.decided) if line else (0, 0)
        assert odds == (sum(item.outcome == "overturned" for item in found), len(found)), (year, treatment, chosen)
