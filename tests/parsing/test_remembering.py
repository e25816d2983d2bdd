"""What recurs is worked out once; what is too long is not kept."""

from __future__ import annotations

from ingest.parsing.remembering import LONGEST, remembered


def test_words_are_worked_out_once_and_long_ones_each_time() -> None:
    asked: list[tuple[str, int]] = []

    @remembered(2)
    def repeated(words: str, times: int) -> str:
        asked.append((words, times))
        return words * times

    assert [repeated("a", 2), repeated("a", 2), repeated("a", 3)] == ["aa", "aa", "aaa"]
    assert asked == [("a", 2), ("a", 3)]
    longest, longer = "b" * LONGEST, "b" * (LONGEST + 1)
    assert [len(repeated(words, 2)) for words in (longest, longest, longer, longer)] == [1200, 1200, 1202, 1202]
    assert asked[2:] == [(longest, 2), (longer, 2), (longer, 2)]
    assert repeated.__name__ == "repeated"
