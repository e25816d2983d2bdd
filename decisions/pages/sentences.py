"""The sentences of a rationale: the one that decides, and those that name a page. The reviewer's words, never ours."""

from __future__ import annotations

import re

BORDER = re.compile(
    r"""(?<=[.?!]) ["”’')\]]* \s+ (?=["“‘'(\[]*[A-Z0-9])  # "... therapy. The ..."
      | (?<=[a-z)][.?!]) (?=[A-Z][a-z])                   # a space is missing: "manipulation.Currently"
      | \s*\n\s*""",
    re.VERBOSE,
)
ABBREVIATED = re.compile(
    r"""(?: (?:^|[\s(]) (?:e\.g|i\.e|cf|vs|al|etc|Drs?|Mrs?|Ms|St|No|pp?|pgs?|Pgs?|Ch|Sec|Fig|approx|[A-Z]) ) \.$""",
    re.VERBOSE,
)
NECESSITY = re.compile(r"\bmedically\s+necessary\b|\bmedical\s+necessity\b", re.IGNORECASE)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text in order, each as it stands there; one that an abbreviation ends goes on.

    >>> sentences_of("See ODG, p. 12. No plateau is shown.")
    ['See ODG, p. 12.', 'No plateau is shown.']
    """
    found, start = [], 0
    for border in BORDER.finditer(text):
        closing = len(border[0]) - len(border[0].lstrip("\"”’')]"))
        end = border.start() + closing
        if "\n" not in border[0] and ABBREVIATED.search(text[start:end]):
            continue
        found.append(text[start:end].strip())
        start = border.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def deciding_sentence(rationale: str) -> tuple[str, str]:
    """The last sentence that speaks of medical necessity, and the one before it; both empty where none does.

    A plain rule, since what follows the conclusion is mostly advice ("weaning is recommended"), and what stands right
    before it is mostly its reason.

    >>> deciding_sentence("No plateau is shown. The request is not medically necessary. Weaning is advised.")
    ('No plateau is shown.', 'The request is not medically necessary.')
    """
    sentences = sentences_of(rationale)
    for place in reversed(range(len(sentences))):
        if NECESSITY.search(sentences[place]):
            return (sentences[place - 1] if place else "", sentences[place])
    return ("", "")


def sentence_with(text: str, words: str) -> str:
    """The first sentence in which these words stand; where they run over its end, from it to theirs. Empty without.

    >>> sentence_with("It is advised. See page 125. No plateau is shown.", "page 125")
    'See page 125.'
    """
    if not words or words not in text:
        return ""
    sentences = sentences_of(text)
    return next((sentence for sentence in sentences if words in sentence), words)
