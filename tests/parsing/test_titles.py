"""Lists of section titles whose own names hold commas."""

from __future__ import annotations

import pytest

from ingest.parsing.titles import commas, split_titles

CHRONIC_PAIN = "chronic-pain-medical-treatment"
ROWS = [
    ("Special Studies", None, ["Special Studies"]),
    ("Special Studies, Summary", None, ["Special Studies", "Summary"]),
    ("Special Studies; Summary.", None, ["Special Studies", "Summary"]),
    ("Ultrasound, therapeutic", None, ["Ultrasound, therapeutic"]),
    ("Ultrasound, therapeutic, Weaning", CHRONIC_PAIN, ["Ultrasound, therapeutic", "Weaning"]),
    (
        "NSAIDs, GI symptoms & cardiovascular risk, NSAIDs, specific drug list & adverse effects, Introduction",
        CHRONIC_PAIN,
        ["NSAIDs, GI symptoms & cardiovascular risk", "NSAIDs, specific drug list & adverse effects", "Introduction"],
    ),
    # The longest known title first: "Opioids, psychological intervention to encourage adherence" is one.
    (
        "Opioids, psychological intervention to encourage adherence",
        CHRONIC_PAIN,
        ["Opioids, psychological intervention to encourage adherence"],
    ),
    ("CRPS, spinal cord stimulators (SCS), CRPS, treatment", CHRONIC_PAIN,
     ["CRPS, spinal cord stimulators (SCS)", "CRPS, treatment"]),
    ("TENS, chronic pain (transcutaneous electrical nerve stimulation), Summary", CHRONIC_PAIN,
     ["TENS, chronic pain (transcutaneous electrical nerve stimulation)", "Summary"]),
    ("Pain, suffering and the restoration of function", CHRONIC_PAIN,
     ["Pain, suffering and the restoration of function"]),
    ("Blocks (stellate, thoracic, & lumbar), Summary", None, ["Blocks (stellate, thoracic, & lumbar)", "Summary"]),
    ("Hip, Pelvis & Thigh, Knee", "postsurgical-treatment", ["Hip, Pelvis & Thigh", "Knee"]),
    (
        "3.2 Opioids: Consideration, Alternatives, 3.3.6 Opioids: Use of Urine Drug Testing (UDT)",
        "opioid-treatment",
        ["3.2 Opioids: Consideration, Alternatives", "3.3.6 Opioids: Use of Urine Drug Testing (UDT)"],
    ),
    ("Physical Methods, & Summary", None, ["Physical Methods, & Summary"]),
    ("", None, []),
    (" ,;. ", None, []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "key", "titles"), ROWS, ids=lambda value: str(value)[:50])
def test_titles_are_told_apart(words: str, key: str | None, titles: list[str]) -> None:
    assert list(split_titles(words, key)) == titles


def test_commas_in_parentheses_separate_nothing() -> None:
    words = "a, b (c, d [e; f], g); h"
    assert [words[:place] for place in commas(words)] == ["a", "a, b (c, d [e; f], g)"]


def test_an_unclosed_parenthesis_ends_with_the_words() -> None:
    assert list(commas("a (b, c")) == []
    assert list(commas("a) b, c")) == [4]
