"""How much was asked for and how that fared: counted again by plain loops, every figure followed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from decisions.models import DisputedItem, Treatment
from decisions.pages.quantities import MEASURES, bands
from decisions.search.indexing import index_stale
from decisions.search.query import NOT_STATED
from tests.builders import MRI_SPINE, NORCO, Item, make_case, make_treatment
from tests.web.mixed_archive import TREATMENTS, load_mixed_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client


def stated(treatment: Treatment, name: str) -> list[tuple[Any, str]]:
    """Amount and outcome of each request for the treatment alone."""
    items = DisputedItem.objects.filter(treatment=treatment, case__publication="public").prefetch_related("treatments")
    alone = [item for item in items if list(item.treatments.all()) == [treatment]]
    amounts = [((item.quantity or {}).get(name), item.outcome or NOT_STATED) for item in alone]
    return [(n, outcome) for n, outcome in amounts if type(n) in (int, float) and n >= 1]


@pytest.mark.parametrize("slug", [one[0] for one in TREATMENTS if one])
def test_bands_equal_a_recount_of_the_record(client: Client, slug: str) -> None:
    load_mixed_cases(cases=80)
    treatment = Treatment.objects.get(slug=slug)
    found = client.get(f"/treatments/{slug}/").context["quantities"]
    name = max(MEASURES, key=lambda name: len(stated(treatment, name)))
    requests = stated(treatment, name)
    assert found.title == MEASURES[name].title
    assert {row.value: row.counts for row in found.rows} == {
        f"{band.first}-{band.last or ''}": Counter(outcome for n, outcome in requests if band.holds(n))
        for band in bands(MEASURES[name])
        if any(band.holds(n) for n, _ in requests)
    }
    assert found.stated == sum(row.total.count for row in found.rows)
    often = Counter(n for n, _ in requests if n == int(n)).most_common()
    assert [one.count for one in found.typical] == [count for _, count in often][: len(found.typical)]


def test_every_figure_is_the_number_of_decisions_behind_it(client: Client) -> None:
    load_mixed_cases(cases=80)
    for slug, *_ in filter(None, TREATMENTS):
        found = client.get(f"/treatments/{slug}/").context["quantities"]
        figures = [one for row in found.rows for one in (row.total, *row.figures)] + list(found.typical)
        assert len(figures) > 4
        for one in figures:
            assert client.get(one.url).context["list"].total == one.count, one.url


def test_what_is_asked_for_with_something_else_has_no_amount_of_its_own(client: Client) -> None:
    make_case("CM15-0000001", items=[Item(treatment=NORCO, quantity={"count": 60})])
    DisputedItem.objects.get().treatments.add(make_treatment(*MRI_SPINE))
    index_stale()
    assert client.get("/treatments/hydrocodone-apap/").context["quantities"] is None


def test_amounts_are_said_in_words(client: Client) -> None:
    for number, visits in enumerate([1, 12, 12, 30]):
        make_case(f"CM15-{number:07d}", items=[Item(quantity={"visits": visits})])
    index_stale()
    html = read(client.get("/treatments/work-conditioning/"))
    assert "Most often: 12 visits (2), 1 visit (1), 30 visits (1)." in html.text
    assert "7 to 12 visits 2 2 0 too few to say" in html.texts("tr")
    assert "25 visits or more 1 1 0 too few to say" in html.texts("tr")
    listed = read(client.get(html.links["25 visits or more"]))
    assert "1 decision on requests for this treatment alone that ask for so much" in listed.text


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 3),
        ("?from=x&to=-1", 3),
        ("?from=99999999", 3),
        ("?from=12&to=6", 0),
        ("?outcome=whatever", 3),
        ("?outcome=overturned", 0),
        ("?page=99", 3),
        ("?from=7&to=12&page=0", 1),
    ],
)
def test_any_address_has_an_answer(client: Client, query: str, total: int) -> None:
    make_case("CM15-0000001", items=[Item(quantity={"visits": n}) for n in (6, 12, 18)])
    index_stale()
    response = client.get(f"/treatments/work-conditioning/quantity/visits/{query}")
    assert response.context["list"].total == total


@pytest.mark.parametrize("url", ["/treatments/work-conditioning/quantity/miles/", "/treatments/x/quantity/visits/"])
def test_what_is_not_measured_is_not_found(client: Client, url: str) -> None:
    make_case("CM15-0000001", items=[Item()])
    assert client.get(url).status_code == 404


def test_both_sides_of_a_treatment_in_the_reviewers_words(client: Client) -> None:
    long = "A" * 5_000
    make_case(
        "CM15-0000001", items=[Item(outcome="overturned", rationale="It helped. It is medically necessary. Taper.")]
    )
    make_case("CM15-0000002", items=[Item(rationale=f"{long} is not medically necessary."), Item(rationale="None.")])
    index_stale()
    html = read(client.get("/treatments/work-conditioning/"))
    assert "It helped. It is medically necessary." in html.texts("blockquote")
    assert "Taper" not in html.text
    assert "No sentence of the rationale speaks of medical necessity." in html.text
    assert long not in html.text
    assert html.links["All of them: Overturned"] == "/decisions/?outcome=overturned&treatment=work-conditioning"
