from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.pages.letter import Mark, read_paragraphs

TEXTS = st.text(st.sampled_from("ab .:\n█<&\"'é"), max_size=80)
MARKS = st.lists(
    st.builds(
        Mark,
        anchor=st.uuids().map(str),
        title=st.just("Fact"),
        start=st.integers(-5, 90),
        end=st.integers(-5, 90),
        passage=st.booleans(),
    ),
    max_size=8,
)


@given(TEXTS, MARKS)
def test_no_character_is_lost_or_added(text: str, marks: list[Mark]) -> None:
    paragraphs = read_paragraphs(text, marks)
    assert "".join(segment.text for one in paragraphs for segment in one.segments) == text


@given(TEXTS, MARKS)
def test_every_mark_inside_the_text_has_its_anchor_where_it_begins(text: str, marks: list[Mark]) -> None:
    inside = {mark.anchor: mark.start for mark in marks if 0 <= mark.start < mark.end <= len(text)}
    place, found = 0, {}
    for paragraph in read_paragraphs(text, marks):
        for segment in paragraph.segments:
            found |= dict.fromkeys(segment.anchors, place)
            place += len(segment.text)
    assert found == inside


def test_of_two_marks_over_the_same_words_the_narrower_speaks() -> None:
    marks = [Mark("whole", "Rationale", 0, 20, passage=True), Mark("page", "Page cited", 9, 12)]
    (paragraph,) = read_paragraphs("see page 125 of the.", marks)
    assert [(one.text, one.mark.title) for one in paragraph.segments if one.mark] == [
        ("see page ", "Rationale"),
        ("125", "Page cited"),
        (" of the.", "Rationale"),
    ]


def test_capitals_alone_on_a_line_are_a_heading_and_short_lines_are_a_list() -> None:
    letter = "Case Number: CM15-0000001\nCLINICAL CASE SUMMARY\nThe worker fell from a ladder.\n"
    kinds = [(one.heading, one.short) for one in read_paragraphs(letter, ())]
    assert kinds == [(False, True), (True, False), (False, False)]


def spoken_by_looking_at_every_mark(text: str, marks: list[Mark]) -> list[str]:
    """For every character the narrowest mark over it, found the slow way."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    over = [[mark for mark in inside if mark.start <= place < mark.end] for place in range(len(text))]
    key = lambda mark: (mark.end - mark.start, mark.anchor)  # noqa: E731
    return [min(found, key=key).anchor if found else "" for found in over]


@given(TEXTS, MARKS)
def test_the_narrowest_mark_speaks_at_every_character(text: str, marks: list[Mark]) -> None:
    segments = [segment for one in read_paragraphs(text, marks) for segment in one.segments]
    spoken = [segment.mark.anchor if segment.mark else "" for segment in segments for _ in segment.text]
    assert spoken == spoken_by_looking_at_every_mark(text, marks)


def test_very_many_marks_on_one_line_take_no_longer_than_they_are_many() -> None:
    marks = [Mark(f"from-{place}", "Page cited", place, place + 2) for place in range(200_000)]
    (paragraph,) = read_paragraphs("a" * 200_001, marks)
    assert len(paragraph.segments) == 200_001
