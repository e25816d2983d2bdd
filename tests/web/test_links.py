from __future__ import annotations

from datetime import date

from django.http import QueryDict
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decisions.parameters import links
from decisions.parameters.filters import read_parameters
from decisions.search.query import SearchQuery, Selection, Sort

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(
    lambda text: " ".join(text.split())
)
PAGES = st.lists(st.integers(1, 9999).map(str), unique=True, max_size=4)


@st.composite
def searches(draw: st.DrawFn) -> SearchQuery:
    pages = draw(PAGES)
    cut = draw(st.integers(0, len(pages)))
    chosen = Selection(tuple(pages[:cut]), tuple(pages[cut:]))
    return SearchQuery(
        text=draw(WORDS),
        filters={"guideline_page": chosen} if pages else {},
        decided_from=draw(st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        sort=draw(st.sampled_from(Sort)),
        page=draw(st.integers(1, 500)),
        per_page=draw(st.integers(1, 100)),
    )


@given(searches())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_url_of_a_search_leads_back_to_it(query: SearchQuery) -> None:
    asked = read_parameters(QueryDict(links.search_url(query).partition("?")[2]))
    assert (asked.query, asked.ignored) == (query, ())


@given(searches(), st.sampled_from(["outcome", "guideline_page", "flag"]), WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_addresses_made_for_many_values_are_those_made_for_one(query: SearchQuery, facet: str, value: str) -> None:
    assume(value and value not in str(query.filters))
    assert links.adding(query, facet)(value) == links.search_url(links.with_value(query, facet, value))
    assert links.elsewhere(query)("/x/") == links.search_url(links.on_page(query, 1), path="/x/")


def test_defaults_are_left_out_of_the_url() -> None:
    assert links.search_url(SearchQuery()) == "/decisions/"


def test_adding_a_value_starts_at_the_first_page_and_ends_its_exclusion() -> None:
    query = SearchQuery(filters={"outcome": Selection((), ("upheld",))}, page=4)
    added = links.with_value(query, "outcome", "upheld")
    assert added == SearchQuery(filters={"outcome": Selection(("upheld",))})


def test_removing_the_last_value_removes_the_filter() -> None:
    query = SearchQuery(filters={"outcome": Selection(("upheld",))})
    assert links.without_value(query, "outcome", "upheld") == SearchQuery()
