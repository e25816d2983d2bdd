"""Other names of what was typed: those that find nothing more are not looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.search.inflections import inflections
from decisions.search.synonyms import Thesaurus, finding_more, fold, widen
from decisions.search.text_query import And, Or, Word, parse_text

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = st.sampled_from(["mri", "mris", "open", "scan", "lumbar", "low-back", "low", "back", "study"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "names", "more"),
    [
        ("mri", ("open MRI", "magnetic resonance imaging"), ("magnetic resonance imaging",)),
        ("mri", ("MRIs of the spine", "scan"), ("scan",)),
        ("physical therapy", ("PT", "post-op physical therapy", "PT sessions", "therapy"), ("PT", "therapy")),
        ("low-back", ("back, low", "low back pain"), ("back, low",)),
        ("medication", ("medications", "oral medication"), ()),
    ],
)
def test_names_that_hold_what_is_searched_for_anyway_are_left_out(
    typed: str, names: tuple[str, ...], more: tuple[str, ...]
) -> None:
    assert finding_more(typed.split(), names) == more


@given(typed=NAMES, names=st.lists(NAMES, max_size=5), text=st.lists(WORDS, max_size=6).map(" ".join))
def test_nothing_is_lost(typed: str, names: list[str], text: str) -> None:
    assert finds(typed, finding_more(typed.split(), names), text) == finds(typed, names, text)


def finds(typed: str, names: Sequence[str], text: str) -> bool:
    """Whether a text holds all the words typed, in singular or plural, or one of the names as it stands."""
    said = f" {fold(text)} "
    forms = [[fold(word)] if " " in fold(word) else inflections(word) for word in typed.split()]
    literally = all(any(f" {form} " in said for form in each) for each in forms)
    return literally or any(f" {fold(name)} " in said for name in names)


def test_a_name_whose_others_find_nothing_more_stays_as_typed() -> None:
    thesaurus = Thesaurus.of([("medication", "oral medication"), ("physical therapy", "PT physical therapy")])
    root = parse_text("physical therapy medication").root
    assert root is not None
    tree, told = widen(root, thesaurus)
    assert told == ()
    assert isinstance(tree, And)
    assert [type(node) for node in tree.nodes] == [And, Word]


def test_other_names_are_searched_for_as_they_stand() -> None:
    root = parse_text("mri").root
    assert root is not None
    tree, [told] = widen(root, Thesaurus.of([("MRI", "open MRI", "magnetic resonance imaging")]))
    assert isinstance(tree, Or)
    assert told.names == ("magnetic resonance imaging",)
