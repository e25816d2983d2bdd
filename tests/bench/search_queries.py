"""What is searched for in the benchmark, by kind of query, as URL parameters of /decisions/."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from django.http import QueryDict

from decisions.pages.facets import counted_facets
from decisions.parameters.filters import read_parameters
from decisions.search.query import SearchQuery  # noqa: TC001 - part of a public signature

VERY_COMMON = (
    "request",
    "records",
    "program",
    "exercise",
    "source",
    "would",
    "medication",
    "benefit",
    "medically",
    "which",
)
"""In 60 to 100 % of decisions."""
COMMON = (
    "stated",
    "tenderness",
    "strength",
    "surgery",
    "function",
    "terms",
    "evaluation",
    "lumbar",
    "injections",
    "lifting",
)
"""In 12 to 50 %."""
RARE = (
    "nausea",
    "effusion",
    "aquatic",
    "anesthesia",
    "marnosjuncortu",
    "nosbalo",
    "tuhytu",
    "mardensta",
    "dencormar",
    "vexrihyden",
)
"""In 0.2 to 4 %."""
AND = (
    "surgery lumbar",
    "strength function evaluation",
    "request medication",
    "lifting nausea",
    "injections tenderness",
    "records benefit lumbar",
    "would exercise terms",
    "medication surgery function",
)
PHRASES_COMMON = (
    '"medically necessary"',
    '"not medically necessary"',
    '"the request"',
    '"the injured worker"',
    '"the records"',
    '"is not"',
    '"of the"',
    '"low back pain"',
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
)
FILTERS = (
    "outcome=overturned",
    "year=2018",
    "specialty=pain-medicine",
    "state=california&outcome=upheld",
    "year=2014&year=2015&outcome=overturned",
    "outcome=-upheld&state=texas",
    "body_part=knee&year=2020",
    "guideline_page=3&outcome=overturned",
)

BROWSE = tuple(f"page={page}" for page in range(1, 11))


def term_and_filters() -> tuple[str, ...]:
    """Words under filters."""
    pairs = list(product(("records", "surgery", "lumbar", "nausea"), FILTERS))
    return tuple(f"q={word}&{filters}" for word, filters in pairs[:: len(pairs) // 10])


def texts(words: tuple[str, ...]) -> tuple[str, ...]:
    """URL parameters of mere texts."""
    return tuple(f"q={word.replace(' ', '+').replace(chr(34), '%22')}" for word in words)


CLASSES: dict[str, tuple[str, ...]] = {
    "browse": BROWSE,
    "filters only": FILTERS,
    "very common term": texts(VERY_COMMON),
    "common term": texts(COMMON),
    "rare term": texts(RARE),
    "AND": texts(AND),
    "phrase, common": texts(PHRASES_COMMON),
    "phrase, rare": texts(PHRASES_RARE),
    "term + filters": term_and_filters(),
}
"""No two queries are the same: what a search leaves in a cache helps only others like it."""


def read_query(parameters: str) -> SearchQuery:
    """The search of a URL as the results page carries it out, with the facets that it counts."""
    query = read_parameters(QueryDict(parameters)).query
    return replace(query, facets=counted_facets(query))
