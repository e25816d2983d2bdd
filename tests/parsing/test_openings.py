"""A search that looks only where a match can begin finds what a search everywhere does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing import mtus, non_mtus
from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.openings import find_opened, opening_of

NAMES = sorted({name for guideline in load_guidelines().values() for name in guideline.names})
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).map(str.upper),
    st.sampled_from(NAMES).map(str.lower),
    st.sampled_from(NAMES).map(lambda name: name.replace(" ", "\n")),
    st.sampled_from(
        ["Chapter 12", "(", ")", ", and ", ", ", " ", "; ", "x", "-", "ACOEM", "American", "2016", "Page(s): 3", "\n"]
    ),
    st.sampled_from(["https://example.org/odg", "www.odg-twc.com", "Some New Chapter 2021", "ﬁ", "Ö"]),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def spans(matches: object) -> list[tuple[int, int]]:
    return [match.span() for match in matches]  # type: ignore[attr-defined]


@given(TEXTS)
def test_sources_are_found_wherever_they_stand(text: str) -> None:
    found = find_opened(non_mtus.source_pattern(), non_mtus.source_opening(), text, 0, len(text))
    assert spans(found) == spans(non_mtus.source_pattern().finditer(text))


@given(TEXTS)
def test_chapters_are_found_wherever_they_stand(text: str) -> None:
    found = find_opened(mtus.chapter_pattern(), mtus.CHAPTER_OPENS, text, 0, len(text))
    assert spans(found) == spans(mtus.chapter_pattern().finditer(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("odg ODG Odgen", [0, 4, 8]),
        ("xodg (odg", [6]),
        ("od", []),
        ("u.s. U.S.", [0, 5]),
        ("\nodg", [1]),
        ("MD\nGuide", [0]),
    ],
)
def test_an_opening_is_the_beginning_of_a_word_in_any_case(text: str, places: list[int]) -> None:
    assert [match.start() for match in opening_of(["ODG", "U.S. Guide", "MD Guide"]).finditer(text)] == places


def test_what_a_match_covers_opens_no_other() -> None:
    found = find_opened(re.compile(r"odg odg"), opening_of(["odg"]), "odg odg odg odg", 0, 15)
    assert spans(found) == [(0, 7), (8, 15)]
