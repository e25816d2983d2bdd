"""Fictional documents, and what a search must find in them, worked out by plain loops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from decisions.search.engine import ItemDocument
from decisions.search.query import NOT_STATED, SearchQuery, Selection, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.search.engine import Engine

NOTHING = Selection()


def make_document(item_id: int, case_id: int | None = None, **fields: Any) -> ItemDocument:
    """A document whose case is its own unless given."""
    case = item_id if case_id is None else case_id
    plain = ItemDocument(
        item_id=item_id,
        case_id=case,
        case_key=f"CM15-{case:07d}",
        position=1,
        decision_date=date(2015, 3, 9),
        description="",
        treatment="",
        rationale="",
        guideline="",
        summary="",
    )
    return replace(plain, **fields)


def found(engine: Engine, text: str = "", **query: Any) -> list[int]:
    """Ids of the items that a search lists on its first page."""
    return [hit.item_id for hit in engine.search(SearchQuery(text, **query)).hits]


def values(document: ItemDocument, facet: str) -> set[str]:
    """The item's values of a facet."""
    return set(document.facets.get(facet) or (NOT_STATED,))


def holds(document: ItemDocument, query: SearchQuery, *, ignoring: str | None = None) -> bool:
    """Whether a document is in a search by filters and dates."""
    return in_dates(document, query) and all(
        chosen(document, facet, Selection(exclude=selection.exclude) if facet == ignoring else selection)
        for facet, selection in query.filters.items()
    )


def chosen(document: ItemDocument, facet: str, selection: Selection) -> bool:
    """Whether a document satisfies one facet's selection."""
    here = values(document, facet)
    wanted = not selection.include or bool(here & set(selection.include))
    return wanted and not here & set(selection.exclude)


def in_dates(document: ItemDocument, query: SearchQuery) -> bool:
    """Whether a document was decided in the dates asked for."""
    if query.decided_from is None and query.decided_to is None:
        return True
    day = document.decision_date
    return day is not None and (query.decided_from or day) <= day <= (query.decided_to or day)


def in_order(documents: Iterable[ItemDocument], sort: Sort) -> list[ItemDocument]:
    """Documents as a search without text must list them."""
    by_case = sorted(documents, key=lambda one: (case_rank(one.case_key), one.position))
    if sort is Sort.CASE:
        return by_case
    sign = 1 if sort is Sort.OLDEST else -1
    return sorted(by_case, key=lambda one: sign * one.decision_date.toordinal() if one.decision_date else 10**9)


def case_rank(case_key: str) -> tuple[bool, str]:
    """Numbered cases first."""
    return not case_key.startswith("CM"), case_key


WORDS = ("mri", "norco", "lumbar", "spine", "the", "therapy")
FACET_VALUES = {
    "outcome": ("upheld", "overturned"),
    "treatment": ("mri-spine", "norco", "tens"),
    "guideline_page": ("125", "98"),
    "state": ("california", "texas"),
}
DATES = st.none() | st.dates(date(2014, 1, 1), date(2014, 1, 6))


def several(options: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the options, each at most once."""
    return st.lists(st.sampled_from(tuple(options)), unique=True, max_size=3).map(tuple)


@st.composite
def corpora(draw: st.DrawFn) -> list[ItemDocument]:
    """Up to eight cases with up to four items."""
    documents: list[ItemDocument] = []
    for case in range(draw(st.integers(0, 8))):
        day = draw(DATES)
        key = draw(st.sampled_from((f"CM15-{case:07d}", f"CM14-{case:07d}", f"d-{case}{'ab' * 5}a")))
        documents += [
            make_document(
                len(documents) + position,
                case,
                case_key=key,
                position=position,
                decision_date=day,
                description=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=4))),
                summary=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=4))),
                facets={name: draw(several(options)) for name, options in FACET_VALUES.items()},
            )
            for position in range(1, draw(st.integers(1, 4)) + 1)
        ]
    return documents


SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        name: st.builds(Selection, several((*options, NOT_STATED)), several((*options, NOT_STATED)))
        for name, options in FACET_VALUES.items()
    },
)
QUERIES = st.builds(
    SearchQuery,
    filters=SELECTIONS,
    decided_from=DATES,
    decided_to=DATES,
    sort=st.sampled_from(Sort),
    per_page=st.integers(1, 7),
)
