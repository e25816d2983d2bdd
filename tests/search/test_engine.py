"""What every engine does, written against the port."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from decisions.search.query import NOT_STATED, SearchQuery, Selection, Sort
from tests.search.corpus import found, make_document

if TYPE_CHECKING:
    from decisions.search.engine import Engine

LETTERS = [
    make_document(
        1,
        description="MRI of the lumbar spine",
        treatment="MRI of the spine\nmagnetic resonance imaging",
        rationale="Imaging is not medically necessary without red flags. The injections helped.",
        guideline="Low Back Complaints",
        summary="A roofer with low-back pain who takes medication.",
        facets={"outcome": ("upheld",), "treatment": ("mri-spine",)},
    ),
    make_document(
        2,
        description="Norco 10/325mg #120",
        treatment="Hydrocodone/APAP",
        rationale="Opioid tapering is documented. An MRI is mentioned. Medical records agree.",
        guideline="Chronic Pain",
        summary="A nurse with café-au-lait spots and a biopsy.",
        facets={"outcome": ("overturned",), "treatment": ("norco", "opioids")},
    ),
    make_document(
        3,
        description="Epidural steroid injection at L4-5",
        treatment="Epidural steroid injection",
        rationale="Radiculopathy is shown on examination of the spine, lumbar region.",
        guideline="Chronic Pain",
        summary="A driver who had two biopsies.",
        facets={"outcome": ("upheld",)},
    ),
]


@pytest.fixture
def letters(engine: Engine) -> Engine:
    engine.update(LETTERS, [])
    return engine


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", {1, 2, 3}),
        ("mri", {1, 2}),
        ("MRI lumbar", {1}),
        ("lumbar spine", {1, 3}),
        ('"lumbar spine"', {1}),
        ('"spine lumbar"~3', {1, 3}),
        ("mri OR steroid", {1, 2, 3}),
        ("mri -norco", {1}),
        ("-mri", {3}),
        ("NOT (mri OR steroid)", set()),
        ("lumbar OR -mri", {1, 3}),
        ("injection", {1, 3}),
        ("injections", {1, 3}),
        ('"injections"', {1}),
        ("biopsy", {2, 3}),
        ('"biopsy"', {2}),
        ("medication", {1}),
        ("medical", {2}),
        ("cafe", {2}),
        ("CAFÉ", {2}),
        ("opi*", {2}),
        ("10/325mg", {2}),
        ("10/32*", {2}),
        ("325mg/10", set()),
        ("low-back", {1}),
        ("l4-5", {3}),
        ("rationale:mri", {2}),
        ("treatment:mri", {1}),
        ("treatment:hydrocodone", {2}),
        ("guideline:(chronic pain)", {2, 3}),
        ("summary:pain", {1}),
        ("rationale:-mri", {1, 3}),
        ("case:CM15-0000002", {2}),
        ("case:cm15-000000*", {1, 2, 3}),
        ("CM15-0000002", {2}),
        ("CM15-0000002 OR CM15-0000003", {2, 3}),
        ("the", {1, 3}),
        ("nowhere", set()),
        ("nowhere*", set()),
        ('"necessary without"', {1}),
        ('"complaints a"', set()),  # the end of one part and the beginning of the next are no phrase
        ("²", set()),
        ("x" * 70, {1, 2, 3}),  # longer than any word of the index: left out, with a note
    ],
)
def test_a_text_finds(letters: Engine, text: str, items: set[int]) -> None:
    assert set(found(letters, text)) == items
    assert letters.search(SearchQuery(text)).total_items == len(items)


def test_what_is_asked_for_ranks_before_what_is_mentioned(letters: Engine) -> None:
    assert found(letters, "mri") == [1, 2]


def test_two_names_of_one_thing_weigh_no_more_than_one(engine: Engine) -> None:
    requests = ("ESI, thoracic", "Epidural steroid injection, thoracic", "Lumbar brace", "Knee brace")
    others = [make_document(10 + i, description=requests[i % 4]) for i in range(40)]
    both = make_document(2, description="Epidural steroid injection (ESI), cervical", rationale="A lumbar one failed.")
    engine.update([make_document(1, description="ESI, lumbar"), both, *others], [])
    assert found(engine, "lumbar esi") == [1, 2]


def test_no_text_is_newest_first_then_case_then_position(engine: Engine) -> None:
    engine.update(
        [
            make_document(1, 1, decision_date=None),
            make_document(2, 2, decision_date=date(2016, 1, 1)),
            make_document(3, 3, decision_date=date(2017, 1, 1), position=2),
            make_document(4, 3, decision_date=date(2017, 1, 1), position=1),
            make_document(5, 5, decision_date=date(2017, 1, 1), case_key="CM14-0000009"),
            make_document(6, 6, decision_date=date(2017, 1, 1), case_key="d-0123456789ab"),
        ],
        [],
    )
    assert found(engine) == [5, 4, 3, 6, 2, 1]
    assert found(engine, sort=Sort.OLDEST) == [2, 5, 4, 3, 6, 1]
    assert found(engine, sort=Sort.CASE) == [5, 1, 2, 4, 3, 6]


def test_equal_scores_are_newest_first(engine: Engine) -> None:
    engine.update([make_document(i, description="mri", decision_date=date(2015, 1, i)) for i in range(1, 9)], [])
    assert found(engine, "mri") == [8, 7, 6, 5, 4, 3, 2, 1]


def test_dates_hold_both_ends_and_leave_out_what_has_none(engine: Engine) -> None:
    engine.update([make_document(i, decision_date=date(2015, 1, i)) for i in range(1, 6)], [])
    engine.update([make_document(9, decision_date=None)], [])
    assert found(engine, decided_from=date(2015, 1, 2), decided_to=date(2015, 1, 4)) == [4, 3, 2]
    assert found(engine, decided_from=date(2015, 1, 4)) == [5, 4]
    assert found(engine, decided_to=date(2015, 1, 1)) == [1]
    assert found(engine, decided_from=date(2015, 1, 4), decided_to=date(2015, 1, 1)) == []


def test_items_and_cases_are_counted_apart(engine: Engine) -> None:
    engine.update([make_document(1, 7, description="mri"), make_document(2, 7, position=2), make_document(3, 8)], [])
    result = engine.search(SearchQuery())
    assert (result.total_items, result.total_cases, result.cases_exact) == (3, 2, True)


def test_facets_list_selected_values_even_at_nought(letters: Engine) -> None:
    asked = {"outcome": Selection(("overturned",)), "treatment": Selection(("tens",), ("norco",))}
    facets = letters.search(SearchQuery("lumbar", filters=asked)).facets
    assert [(one.value, one.count, one.selected, one.excluded) for one in facets["outcome"]] == [
        ("overturned", 0, True, False)
    ]
    assert [(one.value, one.count, one.selected, one.excluded) for one in facets["treatment"]] == [
        ("norco", 0, False, True),
        ("tens", 0, True, False),
    ]


def test_an_item_without_a_value_counts_as_not_stated(letters: Engine) -> None:
    facets = letters.search(SearchQuery()).facets
    assert {one.value: one.count for one in facets["treatment"]} == {
        "mri-spine": 1,
        "norco": 1,
        "opioids": 1,
        NOT_STATED: 1,
    }
    assert found(letters, filters={"treatment": Selection((NOT_STATED,))}) == [3]


def test_a_facet_counts_items_with_more_values_than_it_has_columns_for(engine: Engine) -> None:
    pages = tuple(map(str, range(100, 120)))
    engine.update([make_document(1, facets={"guideline_page": pages}), make_document(2)], [])
    counted = {one.value: one.count for one in engine.search(SearchQuery()).facets["guideline_page"]}
    assert counted == {**dict.fromkeys(pages, 1), NOT_STATED: 1}


def test_only_the_facets_asked_for_are_counted(letters: Engine) -> None:
    assert set(letters.search(SearchQuery(facets=("outcome", "state"))).facets) == {"outcome", "state"}
    assert letters.search(SearchQuery(facets=())).facets == {}


@pytest.mark.parametrize("page", [2, 1_000, 10**15])
def test_a_page_beyond_the_end_is_empty_and_still_counts(letters: Engine, page: int) -> None:
    result = letters.search(SearchQuery("mri", page=page))
    assert (result.hits, result.total_items, result.total_cases) == ((), 2, 2)


def test_an_update_replaces_the_cases_it_names_whole(engine: Engine) -> None:
    engine.update([make_document(1, 7), make_document(2, 7, position=2), make_document(3, 8)], [])
    engine.update([make_document(4, 7, description="again")], [])
    assert set(found(engine)) == {4, 3}


def test_an_update_takes_removed_cases_out(engine: Engine) -> None:
    engine.update([make_document(1, 7), make_document(3, 8)], [])
    engine.update([], [7, 999])
    assert found(engine) == [3]


def test_a_rebuild_replaces_everything(letters: Engine) -> None:
    assert letters.rebuild([make_document(5), make_document(6)]) == 2
    assert set(found(letters)) == {5, 6}


def test_repairs_are_told(letters: Engine) -> None:
    assert "quotation mark" in letters.search(SearchQuery('"mri')).notes[0]
    assert letters.search(SearchQuery("x" * 70)).notes == (
        "No word of the search could be looked up, so it was left out.",
    )
    assert letters.search(SearchQuery("mri")).notes == ()


@pytest.mark.parametrize(
    ("text", "items", "names"),
    [
        ("vicodin", {2}, ("Hydrocodone/APAP", "Norco")),
        ("Hydrocodone APAP", {2}, ("Norco", "Vicodin")),
        ("hydrocodone/apap", {2}, ("Norco", "Vicodin")),
        ("esi", {3}, ("Epidural steroid injection",)),
        ("esi l4-5", {3}, ("Epidural steroid injection",)),
        ("esi OR mri", {1, 2, 3}, ("Epidural steroid injection",)),
        ("MR scan", {1}, ("Magnetic resonance imaging",)),
        ("treatment:vicodin", {2}, ("Hydrocodone/APAP", "Norco")),
        ("summary:vicodin", set(), ("Hydrocodone/APAP", "Norco")),
    ],
)
def test_other_names_are_searched_and_told(letters: Engine, text: str, items: set[int], names: tuple[str, ...]) -> None:
    result = letters.search(SearchQuery(text))
    assert {hit.item_id for hit in result.hits} == items
    assert [one.names for one in result.also_searched] == [names]


@pytest.mark.parametrize("text", ['"vicodin"', "vicod*", "mri -vicodin", "case:vicodin", "lumbar", ""])
def test_what_is_quoted_cut_off_or_excluded_means_itself(letters: Engine, text: str) -> None:
    assert letters.search(SearchQuery(text)).also_searched == ()


def test_other_names_can_be_switched_off(letters: Engine) -> None:
    result = letters.search(SearchQuery("vicodin", synonyms=False))
    assert (result.total_items, result.also_searched) == (0, ())
    assert found(letters, "mri -vicodin") == [1, 2]


def test_other_names_are_marked_in_snippets(letters: Engine) -> None:
    [snippet] = letters.snippets(SearchQuery("vicodin"), ["Norco and Percocet"])
    assert snippet.highlights == ((0, 5),)
    [snippet] = letters.snippets(SearchQuery("vicodin", synonyms=False), ["Norco and Percocet"])
    assert snippet.highlights == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lubmar", "lumbar"),
        ("lumbar radiculopthy", "lumbar radiculopathy"),
        ("vicodin lubmar", "vicodin lumbar"),
        ("percocte", ""),
        ("Radiculopthy -norco", "radiculopathy -norco"),
        ("treatment:hydrocodne", "treatment:hydrocodone"),
        ("lumbar", ""),
        ("injections", ""),
        ("biopsys", ""),
        ("xqzt", ""),
        ("mrx", ""),
        ('"lubmar"', ""),
        ("lubm*", ""),
        ("mri -lubmar", ""),
        ("case:lubmar", ""),
    ],
)
def test_a_word_that_stands_nowhere_may_have_meant_another(letters: Engine, text: str, meant: str) -> None:
    assert letters.search(SearchQuery(text)).did_you_mean == meant


COMMON_PHRASES = ("Not medically  necessary", "medically-necessary", "MEDICALLY\nNECESSARY", "médically (necessary)")


@pytest.mark.parametrize("text", COMMON_PHRASES)
def test_a_common_phrase_is_found_however_its_words_are_parted(engine: Engine, text: str) -> None:
    engine.update([make_document(1, rationale=text), make_document(2, rationale="medically or necessary")], [])
    engine.update([make_document(3, rationale="biomedically necessary", summary="medically")], [])
    for phrase in ('"medically necessary"', "rationale:medically-necessary", "medically/necessary"):
        assert found(engine, phrase) == [1]
    assert set(found(engine, '-"medically necessary"')) == {2, 3}


def test_similar_items_share_the_treatment_or_telling_words(engine: Engine) -> None:
    texts = ("Work hardening plateau", "Work hardening trial", "Norco taper", "Gym for the shoulder")
    others = [
        make_document(number, description=text, facets={"treatment": (text.split()[0].lower(),), "outcome": (outcome,)})
        for number, (text, outcome) in enumerate(zip(texts, ("upheld", "overturned") * 2, strict=True), 1)
    ]
    engine.update(others, [])
    one = make_document(9, description="Work hardening", facets={"treatment": ("work",)})
    engine.update([one, make_document(10, 9, description="Work hardening", position=2)], [])
    assert {hit.item_id for hit in engine.similar(one, 5)} == {1, 2}
    only = {"outcome": Selection(("overturned",))}
    assert [hit.item_id for hit in engine.similar(one, 5, only)] == [2]
    assert len(engine.similar(one, 1)) == 1


def test_nothing_is_similar_in_an_empty_archive(engine: Engine) -> None:
    assert engine.similar(make_document(1, description="mri"), 5) == ()


def test_many_threads_may_search_at_once(letters: Engine) -> None:
    failures: list[object] = []

    def search() -> None:
        failures.extend(1 for _ in range(5) if set(found(letters, "mri")) != {1, 2})

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


MIXED = [
    make_document(1, 1, facets={"outcome": ("upheld",), "treatment": ("mri-spine",)}),
    make_document(2, 1, facets={"outcome": ("overturned",), "treatment": ("mri-spine", "norco")}),
    make_document(3, 2, decision_date=date(2016, 1, 5), facets={"outcome": ("upheld",), "treatment": ("norco",)}),
    make_document(4, 3, decision_date=None, facets={"treatment": ("norco",)}),
]


def test_decisions_are_counted_by_outcome(engine: Engine) -> None:
    engine.update(MIXED, [])
    counts = engine.outcomes(SearchQuery(facets=("treatment",)))
    assert counts.total == {"upheld": 2, "overturned": 1, NOT_STATED: 1}
    assert counts.facets["treatment"] == {
        "norco": {"upheld": 1, "overturned": 1, NOT_STATED: 1},
        "mri-spine": {"upheld": 1, "overturned": 1},
    }
    assert counts.days == {date(2015, 3, 9): {"upheld": 1, "overturned": 1}, date(2016, 1, 5): {"upheld": 1}}
    assert (counts.found.total_items, counts.found.total_cases) == (4, 3)


def test_a_chosen_outcome_does_not_narrow_what_is_counted_by_outcome(engine: Engine) -> None:
    engine.update(MIXED, [])
    chosen = {"outcome": Selection(("upheld",)), "treatment": Selection(exclude=("mri-spine",))}
    counts = engine.outcomes(SearchQuery(filters=chosen, facets=("treatment", "outcome")))
    assert counts.total == {"upheld": 1, NOT_STATED: 1}
    assert counts.facets == {"treatment": {"norco": {"upheld": 1, NOT_STATED: 1}}}


def test_nothing_found_has_no_outcomes(engine: Engine) -> None:
    counts = engine.outcomes(SearchQuery(facets=("treatment",)))
    assert (counts.total, counts.facets, counts.days) == ({}, {"treatment": {}}, {})


def test_another_state_of_the_index_has_another_name(engine: Engine) -> None:
    before = engine.outcomes(SearchQuery(facets=())).state
    assert engine.outcomes(SearchQuery(text="norco", facets=())).state == before
    engine.update(MIXED, [])
    assert engine.outcomes(SearchQuery(facets=())).state != before


def test_facets_that_are_counted_together_are_told_apart(engine: Engine) -> None:
    three = ("one", "two", "three")
    engine.rebuild(
        [
            make_document(1, facets={"outcome": ("upheld",), "year": ("2015",), "category": three, "specialty": three}),
            make_document(2, facets={"outcome": ("upheld",), "year": ("2016",), "category": ("two",)}),
            make_document(3, facets={"outcome": ("overturned",), "year": ("2016",), "specialty": ("one", "two")}),
        ]
    )
    alone = engine.search(SearchQuery(facets=("year",))).facets
    assert {facet: {one.value: one.count for one in counts} for facet, counts in alone.items()} == {
        "year": {"2016": 2, "2015": 1}
    }
    upheld = SearchQuery(
        filters={"outcome": Selection(("upheld",))}, facets=("outcome", "year", "category", "specialty")
    )
    assert {
        facet: {one.value: one.count for one in counts} for facet, counts in engine.search(upheld).facets.items()
    } == {
        "outcome": {"upheld": 2, "overturned": 1},
        "year": {"2015": 1, "2016": 1},
        "category": {"two": 2, "one": 1, "three": 1},
        "specialty": {"one": 1, "two": 1, "three": 1, NOT_STATED: 1},
    }


def test_values_as_frequent_are_in_the_order_of_their_numbers(engine: Engine) -> None:
    engine.rebuild([make_document(1, facets={"guideline_page": ("125", "48", "98", "7")})])
    listed = engine.search(SearchQuery(facets=("guideline_page",))).facets["guideline_page"]
    assert [one.value for one in listed] == ["7", "48", "98", "125"]


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST])
def test_pages_that_lie_across_windows_hold_the_whole_list(engine: Engine, sort: Sort) -> None:
    engine.rebuild([make_document(number, description="mri") for number in range(1, 251)])
    query = SearchQuery("mri", sort=sort, per_page=30)
    listed = [hit.item_id for page in range(1, 11) for hit in engine.search(replace(query, page=page)).hits]
    assert sorted(listed) == list(range(1, 251))
    assert listed == [hit.item_id for hit in engine.listing(query).hits]
