"""Whatever stands in the address, the search answers."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.parameters.filters import DecisionFilter
from tests.web.archive import load_four_cases

NAMES = st.sampled_from([*DecisionFilter.base_filters, "find", "order"]) | st.text(max_size=5)
VALUES = st.sampled_from(
    [
        "upheld",
        "-upheld",
        "not-stated",
        "125",
        "-",
        "--",
        ":",
        "odg:x",
        "2015",
        "0",
        "9" * 30,
        "²",
        "(",
        '"',
        "a*",
        "\0",
    ]
) | st.text(max_size=30)


@pytest.fixture(autouse=True)
def four_cases() -> None:
    load_four_cases()


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_parameters_are_answered(pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="replace")
    for path in ("/decisions/", "/decisions.json", "/decisions/facets/specialty/"):
        assert Client().get(f"{path}?{query}").status_code in {200, 302}


@pytest.mark.parametrize("page", ["0", "-1", "²", "9" * 5000, "x", ""])
def test_any_page_of_a_guideline_page_is_answered(client: Client, page: str) -> None:
    assert client.get("/guidelines/chronic-pain/pages/125/", {"page": page}).status_code == 200
