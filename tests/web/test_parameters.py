from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from decisions.parameters.filters import MAX_TEXT, read_parameters
from decisions.search.query import SearchQuery, Selection, Sort
from tests.builders import make_case, make_guideline, make_treatment


@pytest.fixture(autouse=True)
def names() -> None:
    make_treatment("work-hardening", "Work hardening", "Programs", "Programs", ("Work hardening program", "WH"))
    make_treatment("mri", "MRI", "Diagnostic Testing", "Imaging & Radiology")
    make_guideline("chronic-pain", "Chronic Pain Medical Treatment Guidelines")
    make_case(specialties=("Physical Medicine & Rehabilitation",), states=("New York", "Texas"))


def query_of(parameters: str) -> SearchQuery:
    return read_parameters(QueryDict(parameters)).query


def ignored_by(parameters: str) -> list[tuple[str, str]]:
    return [(one.parameter, one.value) for one in read_parameters(QueryDict(parameters)).ignored]


def only(**filters: Selection) -> dict[str, Any]:
    return {"filters": filters}


UPHELD = Selection(("upheld",))

UNDERSTOOD = [
    ("", {}),
    ("q=work++hardening%00", {"text": "work hardening"}),
    ("outcome=upheld&outcome=overturned", only(outcome=Selection(("upheld", "overturned")))),
    ("outcome=Upheld", only(outcome=UPHELD)),
    ("outcome=-upheld", only(outcome=Selection((), ("upheld",)))),
    ("outcome=upheld&outcome=Upheld", only(outcome=UPHELD)),
    ("outcome=%5BNot+stated%5D", only(outcome=Selection(("not-stated",)))),
    ("outcome=not-stated", only(outcome=Selection(("not-stated",)))),
    ("treatment=Work+Hardening", only(treatment=Selection(("work-hardening",)))),
    ("treatment=work+hardening+program", only(treatment=Selection(("work-hardening",)))),
    ("treatment=wh", only(treatment=Selection(("work-hardening",)))),
    ("category=Diagnostic+Testing", only(category=Selection(("diagnostic-testing",)))),
    ("state=New+York&state=-texas", only(state=Selection(("new-york",), ("texas",)))),
    (
        "specialty=physical+medicine+and+rehabilitation",
        only(specialty=Selection(("physical-medicine-rehabilitation",))),
    ),
    (
        "guideline=Chronic+Pain+Medical+Treatment+Guidelines",
        only(guideline=Selection(("chronic-pain",))),
    ),
    ("guideline=some-website-", only(guideline=Selection(("some-website-",)))),
    ("section=odg:low-back", only(section=Selection(("odg:low-back",)))),
    ("guideline_page=0125", only(guideline_page=Selection(("125",)))),
    ("year=not-stated", only(year=Selection(("not-stated",)))),
    ("body_part=Lumbar+spine", only(body_part=Selection(("lumbar-spine",)))),
    ("from=2015-03-09&to=2015", {"decided_from": date(2015, 3, 9), "decided_to": date(2015, 12, 31)}),
    ("from=3/9/2015&to=2016-02", {"decided_from": date(2015, 3, 9), "decided_to": date(2016, 2, 29)}),
    ("sort=Newest&page=3&per_page=50", {"sort": Sort.NEWEST, "page": 3, "per_page": 50}),
    ("q=&from=&to=&page=&outcome=", {}),
    # one bad value beside good ones: the good ones hold
    ("outcome=upheld&outcome=maybe", only(outcome=UPHELD)),
    ("outcome=upheld&treatment=snake+oil", only(outcome=UPHELD)),
    ("outcome=upheld&page=minus", only(outcome=UPHELD)),
    ("page=2&page=0", {"page": 2}),
]


@pytest.mark.parametrize(("parameters", "expected"), UNDERSTOOD)
def test_parameters_are_read_as_people_write_them(parameters: str, expected: dict[str, Any]) -> None:
    assert query_of(parameters) == SearchQuery(**expected)


IGNORED = [
    ("outcome=upheld&outcome=maybe", [("outcome", "maybe")]),
    ("outcome=partially_overturned", [("outcome", "partially_overturned")]),
    ("treatment=snake+oil", [("treatment", "snake oil")]),
    ("state=Atlantis&state=-Mu", [("state", "Atlantis"), ("state", "-Mu")]),
    ("guideline_page=ten&guideline_page=125", [("guideline_page", "ten")]),
    ("guideline_page=²", [("guideline_page", "²")]),
    ("year=20155", [("year", "20155")]),
    ("from=2015-13-01", [("from", "2015-13-01")]),
    ("from=soon", [("from", "soon")]),
    ("sort=random", [("sort", "random")]),
    ("page=0", [("page", "0")]),
    ("per_page=101", [("per_page", "101")]),
    ("page=99999", [("page", "99999")]),
    ("colour=red", [("colour", "red")]),
    ("q=one&q=two", [("q", "one")]),
    ("body_part=%26%26", [("body_part", "&&")]),
]


@pytest.mark.parametrize(("parameters", "ignored"), IGNORED)
def test_what_cannot_be_used_is_left_out_and_named(parameters: str, ignored: list[tuple[str, str]]) -> None:
    assert ignored_by(parameters) == ignored


def test_a_reason_says_what_would_be_right() -> None:
    (ignored,) = read_parameters(QueryDict("from=soon")).ignored
    assert str(ignored) == ("from=soon was ignored: a date is written 2015-03-09, 3/9/2015, 2015-03 or 2015.")


def test_overlong_text_is_cut_and_said() -> None:
    asked = read_parameters(QueryDict(f"q={'a' * (MAX_TEXT + 5)}"))
    assert len(asked.query.text) == MAX_TEXT
    assert "only 1,000 characters are read" in str(asked.ignored[0])


def test_a_hundred_values_do_not_widen_the_search() -> None:
    pages = "&".join(f"guideline_page={page}" for page in range(1, 101))
    asked = read_parameters(QueryDict(pages))
    assert len(asked.query.filters["guideline_page"].include) == 50
    assert len(asked.ignored) == 50


def test_a_name_that_was_just_loaded_is_known() -> None:
    assert ignored_by("treatment=yoga") == [("treatment", "yoga")]
    make_treatment("yoga", "Yoga", "Rehabilitation", "Other Therapies")
    assert ignored_by("treatment=yoga") == []


def test_parameters_that_a_page_reads_itself_are_not_reported() -> None:
    assert read_parameters(QueryDict("find=x"), besides=("find",)).ignored == ()
