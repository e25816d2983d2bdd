"""Page numbers: every spelling that letters use, and the numbers that are no pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.pages import PAGES, find_pages, read_pages


def pages_in(words: str) -> list[tuple[int, ...]]:
    return [read_pages(match["list"]) for match in PAGES.finditer(words)]


PLAIN = [
    ("Low Back Complaints Page(s): 125.", (125,)),
    ("Page(s): 374 & 376-377.", (374, 376, 377)),
    ("Page(s): 8 and 67-68 of 127", (8, 67, 68)),
    ("Page(s) 303", (303,)),
    ("page(s): 125", (125,)),
    ("Pages 98-99", (98, 99)),
    ("pages 98–99", (98, 99)),
    ("pages 46-47", (46, 47)),
    ("pages 46 - 47", (46, 47)),
    ("pages 46 to 47", (46, 47)),
    ("pg. 125", (125,)),
    ("pg 125", (125,)),
    ("Pg. 607", (607,)),
    ("pgs. 98-99", (98, 99)),
    ("p. 22", (22,)),
    ("p 301", (301,)),
    ("p.22", (22,)),
    ("pp. 46-47", (46, 47)),
    ("page 125", (125,)),
    ("(Chronic Pain Medical Treatment Guidelines, page 125)", (125,)),
    ("(page 125)", (125,)),
    ("page # 92", (92,)),
    ("Pages 22; 67; 70", (22, 67, 70)),
    ("Pages 22, 67, and 70", (22, 67, 70)),
    ("Pages 22, 67 & 70-71", (22, 67, 70, 71)),
    ("Pages 22,67,70", (22, 67, 70)),
    ("pages 70, 22", (22, 70)),
    ("pages 376-77", (376, 377)),
    ("pages 98-9", (98, 99)),
    ("pages 1023-25", (1023, 1024, 1025)),
    ("page 92 of 127", (92,)),
    ("pages 98-99 of 127", (98, 99)),
    ("pages 98-99 of 127 and 105 of 127", (98, 99, 105)),
    ("pages 99, 99", (99,)),
]
FOLLOWED = [
    ("page 125, 10 visits over 8 weeks are recommended", (125,)),
    ("page 309, Norco 10/325mg is", (309,)),
    ("page 78 and 10/325mg #60", (78,)),
    ("page 98 and 6 visits", (98,)),
    ("page 92, 12/19/2016", (92,)),
    ("page 78, 5% lidocaine", (78,)),
    ("page 82 of the MTUS Chronic Pain Medical Treatment Guidelines (July 28, 2016)", (82,)),
]
NO_PAGES = [
    "Norco 10/325mg #60",
    "#60",
    "on 12/19/2016",
    "July 28, 2016",
    "Low Back Complaints 2004",
    "CPT code 97545",
    "8 CCR 9792.24.2",
    "Table 12-8",
    "Section(s): 326",
    "at 3 p.m. on Monday",
    "5 pm",
    "pH 7",
    "a two-page form",
    "group 12",
    "step 3",
    "web page of the provider",
    "Grade P 4/5",
    "pg 10/325mg",
]


@pytest.mark.parametrize(("words", "pages"), PLAIN + FOLLOWED, ids=str)
def test_pages_are_read(words: str, pages: tuple[int, ...]) -> None:
    assert pages_in(words) == [pages]


@pytest.mark.parametrize("words", NO_PAGES)
def test_other_numbers_are_no_pages(words: str) -> None:
    assert pages_in(words) == []


def test_a_range_that_no_chapter_has_keeps_its_ends() -> None:
    assert read_pages("22-2016") == (22, 2016)
    assert read_pages("99-98") == (98, 99)


ranges = st.tuples(st.integers(1, 900), st.integers(0, 20))


@given(st.lists(ranges, min_size=1, max_size=5), st.sampled_from([", ", " & ", "; ", " and ", ", and "]))
def test_what_is_written_is_read(written: list[tuple[int, int]], separator: str) -> None:
    words = separator.join(f"{start}-{start + more}" if more else str(start) for start, more in written)
    expected = sorted({page for start, more in written for page in range(start, start + more + 1)})
    assert pages_in(f"Page(s): {words}.") == [tuple(expected)]


FRAGMENTS = [
    "Page(s): ",
    "pages ",
    "PAGE ",
    "PAGES(S)",
    "pAge",
    "PG.",
    ":",
    "#",
    "pg. ",
    "Pg",
    "pp. ",
    "PP ",
    "p",
    "P ",
    "PaGe",
    "(",
    ")",
    " ",
    "sleep 8",
    "12",
    "3-4",
    " of 127",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join))
def test_pages_are_found_in_long_texts_as_the_pattern_finds_them(words: str) -> None:
    assert [match.span() for match in find_pages(words, 0, len(words))] == [m.span() for m in PAGES.finditer(words)]
