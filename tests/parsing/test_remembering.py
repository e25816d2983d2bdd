"""What recurs is worked out once; what is too long is not kept."""

from __future__ import annotations

from ingest.parsing.remembering import LONGEST, remembered


def test_words_are_worked_out_once_and_long_ones_each_time() -> None:
    asked: list[tuple[str, int]] = []

    @remembered(2)
    def doubled(words: str, times: int = 2) -> str:
        asked.append((words, times))
        return words * times

    assert [doubled("a"), doubled("a"), doubled("a", 3), doubled("a", times=3)] == ["aa", "aa", "aaa", "aaa"]
    assert asked == [("a", 2), ("a", 3), ("a", 3)]
    longest, longer = "b" * LONGEST, "b" * (LONGEST + 1)
    assert [len(doubled(words)) for words in (longest, longest, longer, longer)] == [1200, 1200, 1202, 1202]
    assert asked[3:] == [(longest, 2), (longer, 2), (longer, 2)]
    assert doubled.__name__ == "doubled"
