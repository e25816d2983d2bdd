from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decisions.search.text_query import (
    And,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Word,
    find_case_number,
    parse_text,
    positive_leaves,
)
from decisions.search.text_tokens import MAX_LENGTH


def shown(node: Node | None) -> str:  # noqa: PLR0911 - one a kind of node
    """A tree in one line, every group in parentheses."""
    match node:
        case None:
            return ""
        case Word():
            return node.text + "*" * node.prefix
        case Phrase():
            return f'"{node.text}"' + (f"~{node.slop}" if node.slop else "")
        case Scope():
            return f"{node.field}:{shown(node.node)}"
        case Not():
            return f"-{shown(node.node)}"
        case And():
            return f"({' '.join(map(shown, node.nodes))})"
        case Or():
            return f"({' | '.join(map(shown, node.nodes))})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ""),
        ("  ", ""),
        ("mri lumbar spine", "(mri lumbar spine)"),
        ("mri AND lumbar", "(mri lumbar)"),
        ("mri OR ct", "(mri | ct)"),
        ("mri OR ct lumbar", "((mri | ct) lumbar)"),
        ("lumbar AND mri OR ct", "(lumbar (mri | ct))"),
        ("(lumbar mri) OR ct", "((lumbar mri) | ct)"),
        ("-mri", "-mri"),
        ("spine -mri -ct", "(spine -mri -ct)"),
        ("spine NOT mri", "(spine -mri)"),
        ("NOT NOT mri", "mri"),
        ("-(mri OR ct)", "-(mri | ct)"),
        ('-"work hardening"', '-"work hardening"'),
        ("low-back", "low-back"),
        ("a - b", "(a b)"),
        ('"not medically necessary"', '"not medically necessary"'),
        ("not medically necessary", "(not medically necessary)"),
        ("“work hardening”", '"work hardening"'),
        ('"pain relief"~5', '"pain relief"~5'),
        ('"pain relief"~999999', '"pain relief"~50'),
        ("condition*", "condition*"),
        ("rationale:tapering", "rationale:tapering"),
        ("Rationale: tapering", "rationale:tapering"),
        ("summary:(fell OR fall) mri", "(summary:(fell | fall) mri)"),
        ('treatment:"work hardening" -rationale:opioid', '(treatment:"work hardening" -rationale:opioid)'),
        ("rationale:-opioid", "rationale:-opioid"),
        ("rationale:NOT opioid", "rationale:-opioid"),
        ("guideline:treatment:mri", "treatment:mri"),
        ("case:CM15-0012345", "case:CM15-0012345"),
        ("10/325mg #120", "(10/325mg #120)"),
        ("((mri))", "mri"),
        ("/ -- &", ""),
    ],
)
def test_what_is_well_formed_is_read_as_typed(text: str, tree: str) -> None:
    read = parse_text(text)
    assert shown(read.root) == tree
    assert [note for note in read.notes if "left out" not in note or tree] == []


@pytest.mark.parametrize(
    ("text", "tree", "note"),
    [
        ('mri "lumbar spine', '(mri "lumbar spine")', "A quotation mark had no partner"),
        ('mri "', "mri", "A quotation mark had no partner"),
        ('"" mri', "mri", "Quotation marks with no word"),
        ("(mri OR ct", "(mri | ct)", "An opening parenthesis had no partner"),
        ("mri) ct", "(mri ct)", "A closing parenthesis had no partner"),
        ("()", "", "Nothing in the search box could be searched for"),
        ("AND mri", "mri", "“AND” had nothing to work on"),
        ("mri OR", "mri", "“OR” had nothing to work on"),
        ("mri OR OR ct", "(mri | ct)", "“OR” had nothing to work on"),
        ("mri AND OR ct", "(mri ct)", "had nothing to work on"),
        ("mri NOT", "mri", "“NOT” had nothing to work on"),
        ("mri rationale:", "mri", "“rationale:” had nothing to work on"),
        ("rationale:) mri", "rationale:mri", "A closing parenthesis had no partner"),
        ("page:125", "(page 125)", "“page:” is not a field"),
        ("*", "", "A * needs the beginning of a word"),
        ("a*", "a", "A * needs at least 2 letters"),
        ("con*tion", "con tion", "A * works only at the end"),
        ("x " * 45, f"({' '.join('x' * 40)})", "Only the first 40 words"),
        ("(" * 25 + "mri" + ")" * 25, "mri", "Parentheses more than 20 deep"),
    ],
)
def test_what_is_not_is_repaired_and_said(text: str, tree: str, note: str) -> None:
    read = parse_text(text)
    assert shown(read.root) == tree
    assert any(note in one for one in read.notes)


def test_a_megabyte_is_read_up_to_a_length() -> None:
    read = parse_text("mri " + "x" * 1_000_000)
    assert read.notes[0] == f"Only the first {MAX_LENGTH:,} characters were searched for."


@given(st.text() | st.text(alphabet='ab "()-*:~5ANDORNOT\n', max_size=80))
@example("(" * 2000)
@example("NOT " * 500)
@example("rationale:" * 100)
@example('"~~5')
def test_any_text_is_read(text: str) -> None:
    for leaf in positive_leaves(parse_text(text).root):
        start, end = leaf.span
        assert 0 <= start < end <= len(text)
        if leaf.text in text:
            assert leaf.text in text[start:end]


def test_spans_point_to_the_words() -> None:
    text = 'rationale:tapering "lumbar spine"~2 -norco'
    assert [text[slice(*leaf.span)] for leaf in positive_leaves(parse_text(text).root)] == [
        "tapering",
        '"lumbar spine"~2',
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CM15-0012345", "CM15-0012345"),
        ("cm15-0012345", "CM15-0012345"),
        ("CM150012345", "CM15-0012345"),
        ("  cm 15 0012345 ", "CM15-0012345"),
        ("CM15 - 0012345", "CM15-0012345"),
        ("CM15–0012345", "CM15-0012345"),
        ("CM15-12345", "CM15-0012345"),
        ('"CM15-0012345"', "CM15-0012345"),
        ("Case Number: CM15-0012345", "CM15-0012345"),
        ("case no. CM15-0012345", "CM15-0012345"),
        ("CM15-00123450", None),
        ("CM15", None),
        ("CM15 12345", None),
        ("CM15-0012345 mri", None),
        ("", None),
        ("mri", None),
    ],
)
def test_a_case_number_is_recognised(text: str, number: str | None) -> None:
    assert find_case_number(text) == number
