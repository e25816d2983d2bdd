"""Letters broken in the ways that files break, for fuzzing."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import strategies as st

from ingest.fictional.render import render_text
from ingest.fictional.truth import LAYOUTS, make_truth

# Words that steer the parser, put where they do not belong.
TOKENS = (
    *(
        "Case Number: ",
        "CM16-0000001",
        "Date Assigned: 99/99/9999",
        "Priority: Expedited",
        "Application\nReceived:",
    ),
    *(
        "HOW THE IMR FINAL DETERMINATION WAS MADE\n",
        "CLINICAL CASE SUMMARY\n",
        "\nState(s) of Licensure: ",
        " is: Upheld",
    ),
    *(
        "IMR ISSUES, DECISIONS AND RATIONALES\n",
        "Certification(s)/Specialty: ",
        "\nClaims Administrator guideline: ",
    ),
    *(
        "\nMAXIMUS guideline: ",
        "\nDecision rationale: ",
        ": Upheld\n",
        ": Overturned\n",
        "Decision based on MTUS ",
    ),
    *(
        "Decision based on Non-MTUS Citation ",
        ", Section(s): ",
        " Page(s): 1-999999999999, ",
        " 8 and 67-68 of 127",
    ),
    *(
        " was the original request. ",
        "The remaining IMR eligible portion of the original request, ",
        "Dr. ",
        " M.D.",
    ),
    "MAXIMUS Federal Services, Inc. has determined the request for X is not medically necessary.",
    *(
        "\ufffe",
        "-\n",
        "\f",
        "\x00",
        "\ud800",
        "\u2028",
        "\x85",
        "\ufeff",
        "é",
        "İ",
        "ß",
        "ﬁ",
        "\U0001f600",
        "٣",
        "²",
    ),
    *(
        "a 45 year old male ",
        "a 999999999999999999999 year old ",
        "2x4",
        "#120",
        "10/325mg",
        "(",
        ")",
        "[",
        "”",
        "\t",
    ),
)
ENCODINGS = (
    ("utf-8", "cp1252"),
    ("cp1252", "utf-8"),
    ("utf-8", "utf-16-le"),
    ("utf-16", "latin-1"),
    ("utf-8", "cp037"),
)


@cache
def sound_letters(layout: str) -> tuple[str, ...]:
    """Three letters of a layout, sound."""
    truths = [make_truth(Random(number), layout, number) for number in range(3)]
    return tuple(render_text(truth, Random(number)) for number, truth in enumerate(truths))


def any_sound_letter(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(sound_letters(draw(st.sampled_from(LAYOUTS)))))


def wrongly_decoded(text: str, written: str, read: str) -> str:
    return text.encode(written, "replace").decode(read, "replace")


@st.composite
def broken_letters(draw: st.DrawFn) -> str:
    """A letter cut, shuffled, doubled, mixed with another, wrongly decoded or with words put into it."""
    text = any_sound_letter(draw)
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from(MUTATIONS))(draw, text)
    return text


def places(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """Two places in order, often close to each other."""
    first = draw(st.integers(0, len(text)))
    return first, min(len(text), first + draw(st.one_of(st.integers(0, 80), st.integers(0, 5000))))


def cut(draw: st.DrawFn, text: str) -> str:
    first, last = places(draw, text)
    return text[:first] + text[last:]


def keep(draw: st.DrawFn, text: str) -> str:
    first, last = places(draw, text)
    return text[first:last]


def double(draw: st.DrawFn, text: str) -> str:
    first, last = places(draw, text)
    return text[:last] + text[first:]


def shuffle_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    Random(draw(st.integers(0, 1000))).shuffle(lines)
    return "\n".join(lines)


def swap_halves(draw: st.DrawFn, text: str) -> str:
    middle = draw(st.integers(0, len(text)))
    return text[middle:] + text[:middle]


def insert(draw: st.DrawFn, text: str) -> str:
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from(TOKENS)) * draw(st.sampled_from((1, 1, 2, 30))) + text[place:]


def insert_anything(draw: st.DrawFn, text: str) -> str:
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text(st.characters(codec=None), max_size=20)) + text[place:]


def change_case(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from((str.upper, str.lower, str.swapcase, str.title)))(text)


def change_line_ends(draw: st.DrawFn, text: str) -> str:
    return text.replace("\n", draw(st.sampled_from(("", " ", "\r", "\r\n", "\n\n", "\n \n", "\f", "\t", "\ufffe"))))


def change_spaces(draw: st.DrawFn, text: str) -> str:
    return text.replace(" ", draw(st.sampled_from(("", "  ", "\u00a0", "\n", "\t", "\u200b", "-"))))


def decode_wrongly(draw: st.DrawFn, text: str) -> str:
    return wrongly_decoded(text, *draw(st.sampled_from(ENCODINGS)))


def mix(draw: st.DrawFn, text: str) -> str:
    """Every other line of another letter."""
    other = any_sound_letter(draw).split("\n")
    return "\n".join(line for pair in zip(text.split("\n"), other, strict=False) for line in pair)


MUTATIONS = (
    *(cut, keep, double, shuffle_lines, swap_halves, insert, insert_anything, change_case, change_line_ends),
    *(change_spaces, decode_wrongly, mix),
)
