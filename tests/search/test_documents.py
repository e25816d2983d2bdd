from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from decisions.search.documents import documents_of
from tests.builders import MRI_SPINE, NORCO, Cite, Item, make_case, make_treatment

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_document() -> None:
    make_treatment(*NORCO, synonyms=("Norco", "Vicodin"))
    item = Item(
        description="Norco 10/325mg #120",
        outcome="overturned",
        treatment=NORCO,
        rationale="Tapering is documented.",
        body_parts=["Low back"],
        reviewer_citations=(Cite(pages=(125, 126), section="Opioids, criteria for use"),),
        rationale_citations=(Cite(None, "Some Unknown Guideline: Spine", pages=(3,), authority="Non-MTUS"),),
        administrator_citations=(Cite("odg", "ODG", section="Pain", pages=(999,), authority="Non-MTUS"),),
    )
    case = make_case(
        "CM15-0000001",
        decision_date=date(2015, 3, 9),
        specialties=("Physical Medicine & Rehabilitation", "Pain Management"),
        states=("New York", "California"),
        clinical_case_summary="A roofer.",
        date_of_injury=date(2012, 3, 10),
        priority="Standard",
        age=44,
        sex="male",
        items=[item],
    )
    [document] = documents_of([case.pk])
    assert (document.case_id, document.case_key, document.position) == (case.pk, "CM15-0000001", 1)
    assert document.item_id == case.items.get().pk
    assert document.decision_date == date(2015, 3, 9)
    assert document.description == "Norco 10/325mg #120"
    assert document.treatment.split("\n") == ["Hydrocodone/APAP"]
    assert document.rationale == "Tapering is documented."
    assert document.guideline.split("\n") == [
        "Some Unknown Guideline: Spine",
        "Chronic Pain Medical Treatment Guidelines",
        "Opioids, criteria for use",
    ]
    assert document.summary == "A roofer."
    assert {name: set(values) for name, values in document.facets.items()} == {
        "outcome": {"overturned"},
        "category": {"pharmacy"},
        "subcategory": {"pharmacy:opioids"},
        "treatment": {"hydrocodone-apap"},
        "body_part": {"low-back"},
        "specialty": {"physical-medicine-rehabilitation", "pain-management"},
        "state": {"california", "new-york"},
        "guideline": {"chronic-pain", "some-unknown-guideline-spine"},
        "section": {"chronic-pain:opioids-criteria-for-use"},
        "guideline_page": {"125", "126", "3"},
        "admin_guideline": {"odg"},
        "year": {"2015"},
        "case_outcome": {"overturned"},
        "priority": {"standard"},
        "age_band": {"40-49"},
        "sex": {"male"},
        "injury_age": {"2-years"},
        "flag": {"other-guideline"},
    }


def test_what_a_letter_does_not_state_is_left_empty() -> None:
    item = Item(outcome=None, treatment=None, rationale="", reviewer_citations=())
    case = make_case(
        "d-0123456789ab",
        decision_date=None,
        specialties=(),
        states=(),
        clinical_case_summary=None,
        items=[item],
    )
    [document] = documents_of([case.pk])
    assert (document.decision_date, document.summary, document.guideline) == (None, "", "")
    assert {name: values for name, values in document.facets.items() if values} == {"flag": ("no-authority",)}


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({}, ("none",)),
        ({"administrator_citations": (Cite(), Cite("odg", "ODG"))}, ("none",)),
        ({"administrator_citations": (Cite("odg", "ODG"),)}, ("other-guideline",)),
        ({"reviewer_citations": (), "administrator_citations": (Cite(),)}, ("no-authority",)),
        ({"reviewer_citations": (), "rationale_citations": (Cite(),)}, ("none",)),
        ({"rationale_cut_off": True, "depends_on": 2}, ("depends-on-item", "rationale-cut-off")),
    ],
)
def test_what_is_out_of_the_ordinary_is_flagged(fields: dict[str, Any], flags: tuple[str, ...]) -> None:
    [document] = documents_of([make_case(items=[Item(**fields)]).pk])
    assert document.facets["flag"] == flags


def test_all_treatments_of_an_item_count_each_once() -> None:
    case = make_case(items=[Item(treatment=MRI_SPINE)])
    case.items.get().treatments.add(make_treatment("mri-knee", "MRI of the knee", *MRI_SPINE[2:]))
    [document] = documents_of([case.pk])
    assert set(document.facets["treatment"]) == {"mri-spine", "mri-knee"}
    assert document.facets["category"] == ("diagnostic-testing",)


def test_many_cases_take_as_many_queries_as_one(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    cases = [make_case(f"CM15-{number:07d}", items=[Item(), Item(treatment=NORCO)]) for number in range(1, 6)]
    with django_assert_num_queries(7):
        documents = list(documents_of([case.pk for case in cases]))
    assert [(one.case_id, one.position) for one in documents] == [
        (case.pk, position) for case in cases for position in (1, 2)
    ]
