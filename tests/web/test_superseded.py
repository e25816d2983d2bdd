"""A decision on a guideline that was no longer in force says so, and no other does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from decisions.pages.superseded import load_superseded
from ingest.parsing.guidelines import load_guidelines
from tests.builders import Cite, Item, make_case
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client

LOW_BACK = Cite("low-back-complaints", "Low Back Complaints", edition="2004")
CHRONIC_PAIN = "chronic-pain-medical-treatment"
NAME = "Chronic Pain Medical Treatment Guidelines"


def notes(client: Client, item: Item, **dates: date | None) -> list[str]:
    make_case("CM18-0000001", items=[item], **dates)
    html = read(client.get("/cases/CM18-0000001/"))
    return [words for words in html.texts("li") if "replaced on" in words]


@pytest.mark.parametrize(
    ("cite", "decided", "replaced"),
    [
        (LOW_BACK, date(2017, 11, 30), None),
        (LOW_BACK, date(2017, 12, 1), "the Low Back Disorders Guideline of ACOEM, 2016 replaced on December 1, 2017"),
        (Cite("low-back-complaints", "Low Back Complaints"), date(2018, 1, 1), "replaced on December 1, 2017"),
        (Cite(CHRONIC_PAIN, NAME, edition="2009"), date(2016, 7, 27), None),
        (Cite(CHRONIC_PAIN, NAME, edition="2009"), date(2016, 8, 1), "the edition of 2009 of Chronic Pain"),
        (
            Cite(CHRONIC_PAIN, NAME, edition="May 2009"),
            date(2016, 8, 1),
            "the edition of 2016 replaced on July 28, 2016",
        ),
        (Cite(CHRONIC_PAIN, NAME, edition="2016"), date(2017, 1, 1), None),
        (Cite(CHRONIC_PAIN, NAME), date(2017, 1, 1), None),  # which edition, it does not say
        (Cite(CHRONIC_PAIN, NAME), date(2018, 1, 1), "replaced on December 1, 2017"),
        (Cite("acoem-low-back-disorders", "Low Back Disorders", edition="2016"), date(2019, 8, 10), None),
        (Cite("acoem-low-back-disorders", "Low Back Disorders", edition="2016"), date(2020, 1, 1), "August 11, 2019"),
        (Cite("acoem-low-back-disorders", "Low Back Disorders", edition="2019"), date(2020, 1, 1), None),
        (Cite(None, "Low Back Complaints"), date(2020, 1, 1), None),
        (LOW_BACK, None, None),
    ],
)
def test_a_guideline_replaced_before_the_decision_is_noted(
    client: Client, cite: Cite, decided: date | None, replaced: str | None
) -> None:
    found = notes(client, Item(reviewer_citations=(cite,)), decision_date=decided)
    assert len(found) == (replaced is not None)
    assert (replaced or "") in " ".join(found)


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        (date(2018, 1, 2), "before the request was denied."),
        (date(2017, 10, 1), "before this decision; it may still have governed a request made earlier."),
        (None, "before this decision; it may still have governed a request made earlier."),
    ],
)
def test_it_is_said_what_the_dates_can_tell(client: Client, denied: date | None, said: str) -> None:
    item = Item(reviewer_citations=(LOW_BACK,), rationale_citations=(LOW_BACK,))
    [note] = notes(client, item, decision_date=date(2018, 3, 1), ur_denial_date=denied)
    assert note.endswith(said)


def test_a_denial_on_a_guideline_replaced_by_then_is_noted_apart(client: Client) -> None:
    item = Item(administrator_citations=(LOW_BACK,))
    denied = {"decision_date": date(2018, 3, 1), "ur_denial_date": date(2018, 1, 2)}
    [note] = notes(client, item, **denied)
    assert note.startswith("The denial relied on Low Back Complaints")


def test_a_denial_before_the_day_or_on_a_day_not_stated_is_not(client: Client) -> None:
    item = Item(administrator_citations=(LOW_BACK,))
    assert notes(client, item, decision_date=date(2018, 3, 1)) == []


def test_the_table_names_guidelines_that_there_are() -> None:
    assert {entry.guideline for entry in load_superseded()} <= set(load_guidelines())
