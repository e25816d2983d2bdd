"""Guideline lines: which side relies on what, and no word of a statement lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.parsed import Authority, ParsedGuidelineLine
from tests.parsing.cited import Cited, read_line, shortened
from tests.parsing.letters import all_paths, parse_letter

NOTHING_CITED = [
    "The Claims Administrator did not cite any medical evidence for its decision.",
    "The Expert Reviewer did not cite any medical evidence for its decision.",
    "The Claims Administrator based their decision on recommendation(s) outside of the MTUS Guidelines.",
    "The Expert Reviewer did not base their decision on the MTUS.",
    "The Expert Reviewer found that no section of the MTUS was applicable.",
]
LINES = [  # (line, mtus, citations)
    (
        (
            "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines. "
            "Decision based on Non-MTUS Citation ODG, Knee."
        ),
        False,
        [Cited("odg", "ODG", "Knee")],
    ),
    (
        (
            "The Expert Reviewer found that no section of the MTUS was applicable. "
            "Decision based on Other Medical Treatment Guideline or Medical Evidence: UpToDate."
        ),
        False,
        [Cited("uptodate", "UpToDate")],
    ),
    (
        "Decision based on MTUS Knee Complaints 2004. Decision based on Non-MTUS Citation ODG, Knee.",
        True,
        [Cited("knee-complaints", "Knee Complaints 2004"), Cited("odg", "ODG", "Knee")],
    ),
    (
        "Decision based on Non-MTUS Citation ODG, Knee. Decision based on MTUS Knee Complaints 2004.",
        True,
        [Cited("odg", "ODG", "Knee"), Cited("knee-complaints", "Knee Complaints 2004")],
    ),
    (
        (
            "Decision based on MTUS ACOEM Chapter 12 Low Back Complaints Page(s): 303. "
            "Decision based on Non-MTUS Citation Official Disability Guidelines, Low Back"
        ),
        True,
        [
            Cited("low-back-complaints", "ACOEM Chapter 12 Low Back Complaints", None, (303,)),
            Cited("odg", "Official Disability Guidelines", "Low Back"),
        ],
    ),
    (
        "Decision based on Non- MTUS Citation ODG, Knee.",
        False,
        [Cited("odg", "ODG", "Knee")],
    ),
    (
        (
            "The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, "
            "Work conditioning, page 125, which is part of the MTUS."
        ),
        True,
        [
            Cited(
                "chronic-pain-medical-treatment",
                "Chronic Pain Medical Treatment Guidelines",
                "Work conditioning",
                (125,),
            )
        ],
    ),
    (
        (
            "The Claims Administrator based its decision on the ACOEM Chapter 12 Low Back Complaints, which is part of "
            "the MTUS, and the Official Disability Guidelines (ODG), Low Back, which is not part of the MTUS."
        ),
        True,
        [
            Cited("low-back-complaints", "ACOEM Chapter 12 Low Back Complaints"),
            Cited("odg", "Official Disability Guidelines (ODG)", "Low Back"),
        ],
    ),
    (
        (
            "The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, Opioids, "
            "pages 76-77, which is part of the MTUS. The Physician Reviewer also based his/her decision on the ODG, "
            "Pain Chapter, which is not part of the MTUS."
        ),
        True,
        [
            Cited("chronic-pain-medical-treatment", "Chronic Pain Medical Treatment Guidelines", "Opioids", (76, 77)),
            Cited("odg", "ODG", "Pain Chapter"),
        ],
    ),
    (
        (
            "The Physician Reviewer found that no section of the MTUS was applicable. The Physician Reviewer based "
            "his/her decision on the ODG, Shoulder Chapter, which is not part of the MTUS."
        ),
        False,
        [Cited("odg", "ODG", "Shoulder Chapter")],
    ),
    (
        (
            "The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment Guidelines (2009), "
            "page 46, which are part of the California Medical Treatment Utilization Schedule (MTUS)."
        ),
        True,
        [Cited("chronic-pain-medical-treatment", "Chronic Pain Medical Treatment Guidelines (2009)", None, (46,))],
    ),
]


@pytest.mark.parametrize("words", NOTHING_CITED)
def test_a_side_may_cite_nothing(words: str) -> None:
    line, warnings = read_line(words)
    assert (line.mtus, line.text, line.citations, warnings) == (False, words, (), [])


@pytest.mark.parametrize(("words", "mtus", "cited"), LINES, ids=lambda value: str(value)[:60])
def test_statements_of_a_line(words: str, mtus: bool, cited: list[Cited]) -> None:  # noqa: FBT001
    line, warnings = read_line(words)
    assert (line.mtus, shortened(line.citations), warnings) == (mtus, cited, [])


def test_a_missing_line_is_warned_of() -> None:
    line, warnings = read_line("")
    assert (line, warnings) == (ParsedGuidelineLine(mtus=False, text=""), ["guideline-line-missing"])


def test_an_unread_line_is_kept_with_a_warning() -> None:
    line, warnings = read_line("See the attached sheet.")
    assert (line.text, line.citations, warnings) == ("See the attached sheet.", (), ["guideline-line-unread"])


_OPENING = re.compile(
    r"Decision based on (?:MTUS|Non-? ?MTUS(?: Citations?)?|Other Medical Treatment Guidelines?)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
JOINING = {"and", "the", "as", "well", "section", "sections", "s", "other", "medical", "treatment", "guideline", "or"}
JOINING |= {"guidelines", "evidence"}
"""Words between citations that are none of a citation's own."""


def lost_words(line: ParsedGuidelineLine) -> list[str]:
    """The words of the line's statements that stand in none of its citations."""
    openings = list(_OPENING.finditer(line.text))
    if not openings:
        return []
    said = _WORD.findall(_OPENING.sub(" ", line.text[openings[0].start() :]).casefold())
    kept = {
        word
        for each in line.citations
        for words in (each.text, each.guideline, each.section or "")
        for word in _WORD.findall(words.casefold())
    }
    return [word for word in said if word not in kept | JOINING]


def _names(authority: Authority) -> list[str]:
    return [name for each in load_guidelines().values() if each.authority is authority for name in each.names]


def _titles() -> list[str]:
    return [title for each in load_guidelines().values() for title in (*each.sections, *each.chapters)]


free_words = st.lists(
    st.sampled_from(
        [
            "Lumbar",
            "Imaging",
            "care,",
            "and",
            "of",
            "the",
            "MRI",
            "(acute)",
            "2x4",
            "criteria:",
            "-",
            "low",
            "gravity;",
            "Table",
            "3-1",
            "&",
            "p",
            "12",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
pages = st.lists(st.integers(1, 400), min_size=1, max_size=3).map(lambda found: " & ".join(map(str, found)))
sections = st.lists(st.one_of(st.sampled_from(_titles()), free_words), min_size=1, max_size=3).map(", ".join)
mtus_name = st.sampled_from(_names(Authority.MTUS))
any_name = st.one_of(st.sampled_from(_names(Authority.NON_MTUS)), free_words)
year = st.sampled_from(["", " 2004", " 2016", " 2019"])
chapters_2014 = st.lists(
    st.builds("{}{}{}".format, mtus_name, st.one_of(st.just(""), sections.map(" {}".format)),
              st.one_of(st.just(""), pages.map(" Page(s): {}".format))),
    min_size=1, max_size=3,
).map(", ".join)  # fmt: skip
chapters_2016 = st.lists(
    st.builds("{}{}{}".format, st.one_of(mtus_name, free_words), year,
              st.one_of(st.just(""), sections.map(", Section(s): {}".format))),
    min_size=1, max_size=4,
).map(", and ".join)  # fmt: skip
free_sources = st.lists(
    st.builds("{}{}{}".format, any_name, st.sampled_from([" ", ", ", ": ", " - "]), sections), min_size=1, max_size=3
).map(" and Other Medical Treatment Guidelines ".join)
statements = st.one_of(
    chapters_2014.map("Decision based on MTUS {}.".format),
    chapters_2016.map("Decision based on MTUS {}.".format),
    free_sources.map("Decision based on Non-MTUS Citation {}.".format),
)


@given(st.lists(statements, min_size=1, max_size=2).map(" ".join))
def test_no_word_of_a_statement_is_lost(words: str) -> None:
    assert lost_words(read_line(words)[0]) == []


@pytest.mark.real_letters
@pytest.mark.skipif(not all_paths(), reason="no real letters: set IMR_LETTERS to their folder")
def test_no_word_of_a_real_statement_is_lost() -> None:
    lines = {
        line.text: line
        for path in all_paths()
        for item in parse_letter(path).items
        for line in (item.claims_administrator, item.imr_reviewer)
    }
    assert len(lines) > 100
    assert {text: lost_words(line) for text, line in lines.items() if lost_words(line)} == {}
