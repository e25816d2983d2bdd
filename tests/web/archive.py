"""A small fictional archive for tests of the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import QueryDict

from decisions.pages.finding import count_items
from decisions.parameters.filters import read_parameters
from decisions.search.indexing import index_stale
from tests.builders import MRI_SPINE, NORCO, Cite, Item, make_case

if TYPE_CHECKING:
    from decisions.models import Case

ODG = Cite("odg", "ODG", section="Low Back chapter, MRI", authority="Non-MTUS")


def count_behind(href: str) -> int:
    """How many decisions the search at this address finds, without its page being made: many are asked for."""
    return count_items(read_parameters(QueryDict(urlsplit(href).query)).query)


def load_four_cases() -> list[Case]:
    """Six decisions in four cases, indexed: four upheld, two overturned; page 125 three times."""
    cases = [
        make_case("CM15-0000001", decision_date=date(2015, 3, 9), items=[Item()]),
        make_case(
            "CM15-0000002",
            decision_date=date(2015, 6, 1),
            specialties=("Physical Medicine & Rehabilitation", "Pain Management"),
            states=("New York", "Texas"),
            items=[
                Item(outcome="overturned", rationale="Therapy reached a plateau, as page 125 asks."),
                Item(
                    description="MRI of the lumbar spine",
                    treatment=MRI_SPINE,
                    reviewer_citations=(ODG,),
                    administrator_citations=(Cite("acoem-low-back", "ACOEM Low Back Complaints"),),
                    rationale="No red flag is documented. A plateau is not one.",
                ),
            ],
        ),
        make_case(
            "CM16-0000003",
            decision_date=date(2016, 1, 5),
            items=[
                Item(description="Norco 10/325mg #120", treatment=NORCO, reviewer_citations=()),
                Item(description="Work hardening, 10 sessions"),
            ],
        ),
        make_case(
            "d-0123456789ab",
            decision_date=None,
            specialties=(),
            states=(),
            items=[Item(outcome="overturned", description="Norco 5/325mg", treatment=NORCO, reviewer_citations=())],
        ),
    ]
    index_stale()
    return cases
