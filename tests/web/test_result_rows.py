"""The rows of a list, as they are printed without a template."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from decisions.models import Publication
from decisions.pages.listed import ListedItem, fetch_items
from decisions.pages.results import group_results
from decisions.search.engine import Snippet
from decisions.templatetags.results import result_groups
from tests.builders import Cite, Item, make_case

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

ITEM = ListedItem(
    pk=1,
    case_id=1,
    position=2,
    request="MRI <of> the \"knee\" & 'hip'",
    outcome="upheld",
    rationale="No plateau.",
    treatment_slug="mri",
    treatment="MRI",
    public_id="CM15-0000001",
    decision_date=date(2015, 3, 9),
    specialties=["Pain & Medicine", "Neurology"],
    citations=[],
)


PASSAGE = Snippet("No plateau.")


def printed(item: ListedItem = ITEM, snippet: Snippet = PASSAGE) -> str:
    return result_groups(group_results([item], [snippet]))


def test_a_listed_item_is_named_as_the_item_itself() -> None:
    item = make_case(items=[Item(), Item()]).items.get(position=2)
    [listed] = fetch_items([item.pk])
    assert (listed.key, listed.url) == (item.key, item.get_absolute_url())


def test_listed_items_are_what_the_record_says_in_the_order_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    unknown = Cite(guideline="", name="A Book of Backs", section="Lifting")
    mixed = Item(treatment=None, outcome=None, reviewer_citations=(Cite(), unknown), administrator_citations=(unknown,))
    cases = [make_case(items=[Item(), mixed]), make_case("CM16-0000002", decision_date=None, items=[Item()])]
    withdrawn = make_case("CM16-0000003", items=[Item()], publication=Publication.WITHDRAWN)
    wanted = [item for case in reversed([*cases, withdrawn]) for item in case.items.all()]
    with django_assert_num_queries(1):
        listed = fetch_items([*(item.pk for item in wanted), 0])
    with django_assert_num_queries(0):
        assert fetch_items([]) == []
    public = [item for item in wanted if item.case != withdrawn]
    assert [one.pk for one in listed] == [item.pk for item in public]
    for one, item in zip(listed, public, strict=True):
        treatment = item.treatment
        assert one[:-1] == (
            *(item.pk, item.case_id, item.position, item.request, item.outcome, item.rationale),
            *((treatment.slug, treatment.name) if treatment else (None, None)),
            *(item.case.public_id, item.case.decision_date, item.case.reviewer.specialties),
        )
        assert one.citations == [
            (
                *(citation.cited_by, citation.name, citation.section, citation.pages),
                *((citation.guideline.slug, citation.guideline.name) if citation.guideline else (None, None)),
            )
            for citation in item.citations.order_by("cited_by", "position")
        ]


def test_a_row_says_what_the_decision_is() -> None:
    row = printed()
    for said in (
        '<a class="number" href="/cases/CM15-0000001/">CM15-0000001</a>',
        "<span>Mar 9, 2015</span>",
        "<span>Pain &amp; Medicine, Neurology</span>",
        '<a href="/treatments/mri/">MRI</a>',
        'value="CM15-0000001-2"',
        "CM15-0000001, item 2: MRI &lt;of&gt; the &quot;knee&quot; &amp; &#x27;hip&#x27;",
    ):
        assert said in row
    assert "<of>" not in row


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (ITEM._replace(decision_date=None), "<span>Date not stated</span>"),
        (ITEM._replace(specialties=[]), "<span>Specialty not stated</span>"),
        (ITEM._replace(outcome=None), "no outcome could be read"),
        (ITEM._replace(citations=[]), "No guideline cited by the reviewer"),
    ],
)
def test_a_row_says_what_is_not_stated(item: ListedItem, said: str) -> None:
    assert said in printed(item)


def test_a_row_without_a_treatment_names_none() -> None:
    assert "inferred" not in printed(ITEM._replace(treatment=None, treatment_slug=None))


@pytest.mark.parametrize(
    ("rationale", "snippet", "said"),
    [
        ("", Snippet(""), "No rationale could be read."),
        ("Words.", Snippet(""), '</span>\n <ul class="relies">'),
        ("a", Snippet("no plateau shown", ((3, 10),)), "no <mark>plateau</mark> shown"),
        ("a", Snippet("no plateau shown", ((3, 10), (0, 2))), "<mark>no</mark> <mark>plateau</mark> shown"),
        ("a", Snippet("physical therapy", ((0, 16), (9, 16))), "<mark>physical therapy</mark></p>"),
        ("a", Snippet("a < b & c", ((2, 3),)), "a <mark>&lt;</mark> b &amp; c"),
    ],
)
def test_the_passage_is_escaped_and_what_was_found_is_marked_once(rationale: str, snippet: Snippet, said: str) -> None:
    assert said in printed(ITEM._replace(rationale=rationale), snippet)
