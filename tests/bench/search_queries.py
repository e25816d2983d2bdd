"""What is searched for in the benchmark, by kind of query, as URL parameters of /decisions/."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING

from django.http import QueryDict

from decisions.pages.facets import counted_facets
from decisions.parameters.filters import read_parameters
from decisions.search.query import SearchQuery  # noqa: TC001 - part of a public signature

if TYPE_CHECKING:
    from collections.abc import Iterable

VERY_COMMON = (
    "program exercise source would medication medically which stretching described adjunct taken tests ongoing calls"
    " recommend monitoring"
)
"""Words in 69 to 100 % of decisions."""
COMMON = (
    "stated tenderness strength surgery function terms evaluation lumbar injections lifting baseline diagnostic"
    " reflexes opioid moderate sleep"
)
"""Words in 13 to 68 %."""
RARE = (
    "nausea effusion aquatic anesthesia marnosjuncortu nosbalo tuhytu mardensta dencormar vexrihyden localized"
    " kelstapruri gravexhysta lodenlocorgra vexgraprulo ridenrinos"
)
"""Words in 0.3 to 6 %."""
AND = (
    "surgery lumbar",
    "strength function evaluation",
    "request medication",
    "lifting nausea",
    "injections tenderness",
    "records benefit lumbar",
    "would exercise terms",
    "medication surgery function",
    "opioid baseline",
    "sleep medication",
    "tests reflexes moderate",
    "diagnostic surgery",
    "localized tenderness",
    "described monitoring",
    "exercise nausea",
    "condition moderate strength",
)
PHRASES_COMMON = (
    '"medically necessary"',
    '"not medically necessary"',
    '"request is not medically necessary"',
    '"the injured worker"',
    '"of exercise to which the unit would be an adjunct"',
    '"is not"',
    '"of the"',
    '"low back pain"',
    '"and the"',
    '"ongoing program"',
    '"would be"',
    '"does not"',
    '"of the injured worker"',
    '"of exercise to"',
    '"call for the"',
    '"a fracture"',
)
PHRASES_RARE = (
    '"physical therapy"',
    '"conservative care"',
    '"home exercise program"',
    '"aquatic therapy"',
    '"epidural steroid injection"',
    '"range of motion"',
    '"depression and radicular pain"',
    '"facet joint"',
    '"cervical extension"',
    '"activity modification"',
    '"failed trial"',
    '"compression of"',
    '"blood pressure"',
    '"from driving"',
    '"documented risk"',
    '"external rotation"',
)
PHRASES_IN_PARTS = (
    'rationale:"is not"',
    'rationale:"medically necessary"',
    'summary:"low back pain"',
    'treatment:"physical therapy"',
    'rationale:"not medically necessary"',
    'rationale:"the injured worker"',
    'summary:"of the"',
    'rationale:"physical therapy"',
    'rationale:"range of motion"',
    'summary:"and the"',
    'rationale:"ongoing program"',
    'rationale:"program of exercise"',
    'summary:"with a"',
    'rationale:"blood pressure"',
    'guideline:"low back"',
    'rationale:"would be"',
)
"""PostgreSQL and SQLite look them up in all parts."""
FILTERS = (
    "outcome=overturned",
    "year=2018",
    "specialty=pain-medicine",
    "state=california&outcome=upheld",
    "year=2014&year=2015&outcome=overturned",
    "outcome=-upheld&state=texas",
    "body_part=knee&year=2020",
    "guideline_page=3&outcome=overturned",
    "category=surgery",
    "treatment=ct-scan&year=2016",
    "guideline=knee-complaints",
    "specialty=anesthesiology&outcome=overturned",
    "category=pharmaceuticals&year=-2020",
    "from=2019-01-01&to=2019-06-30",
    "state=florida&category=diagnostic-testing",
    "sex=female&body_part=wrist&outcome=overturned",
)

BROWSE = tuple(f"page={page}" for page in range(1, 11))


def term_and_filters() -> tuple[str, ...]:
    """Each filter under a word."""
    words = cycle(("records", "surgery", "lumbar", "nausea", "would"))
    return tuple(f"q={word}&{filters}" for word, filters in zip(words, FILTERS, strict=False))


def texts(words: Iterable[str]) -> tuple[str, ...]:
    """URL parameters of mere texts."""
    return tuple(f"q={word.replace(' ', '+').replace(chr(34), '%22')}" for word in words)


CLASSES: dict[str, tuple[str, ...]] = {
    "browse": BROWSE,
    "filters only": FILTERS,
    "very common term": texts(VERY_COMMON.split()),
    "common term": texts(COMMON.split()),
    "rare term": texts(RARE.split()),
    "AND": texts(AND),
    "phrase, common": texts(PHRASES_COMMON),
    "phrase, rare": texts(PHRASES_RARE),
    "phrase in a part": texts(PHRASES_IN_PARTS),
    "term + filters": term_and_filters(),
}
"""No two queries are the same: what a search leaves in a cache helps only others like it."""


def read_query(parameters: str) -> SearchQuery:
    """The search of a URL as the results page carries it out, with the facets that it counts."""
    query = read_parameters(QueryDict(parameters)).query
    return replace(query, facets=counted_facets(query))
