"""Word pairs and triples that stand in a large part of all decisions, and where they stand in a text. Pure.

Looking such a phrase up word by word reads the positions of both words in nearly every decision: a fifth of
a second in a million. The index keeps each as one word of its own; what a search finds does not change.
"""

from __future__ import annotations

from itertools import chain, product

from ahocorasick_rs import BytesAhoCorasick

COLLOCATIONS = (
    "medically necessary",
    "not medically necessary",
    "is not medically necessary",
    "is medically necessary",
    "medical necessity",
    "medical records",
    "medical treatment",
    "medical treatment guidelines",
    "treatment guidelines",
    "mtus guidelines",
    "acoem guidelines",
    "official disability guidelines",
    "disability guidelines",
    "chronic pain",
    "chronic pain medical treatment",
    "chronic pain medical treatment guidelines",
    "injured worker",
    "the injured worker",
    "the patient",
    "the request",
    "the requested",
    "the guidelines",
    "of the",
    "in the",
    "to the",
    "for the",
    "on the",
    "with the",
    "is not",
    "does not",
    "has been",
    "there is",
    "the records",
    "claims administrator",
    "utilization review",
    "industrial injury",
    "sustained an industrial injury",
    "date of injury",
    "year old",
    "year old male",
    "year old female",
    "low back",
    "low back pain",
    "low back complaints",
    "back pain",
    "neck pain",
    "lumbar spine",
    "cervical spine",
    "lumbar radiculopathy",
    "range of motion",
    "physical examination",
    "physical therapy",
    "home exercise",
    "home exercise program",
    "functional improvement",
    "functional restoration",
    "objective findings",
    "conservative treatment",
    "conservative care",
    "treatment plan",
    "request for authorization",
    "non certified",
    "urine drug",
    "urine drug screen",
    "activities of daily living",
    "failed conservative",
    "epidural steroid injection",
    "magnetic resonance imaging",
    "physical exam",
    "follow up",
    "office visit",
    "surgical intervention",
    "pain management",
    "x ray",
    "x rays",
    "anti inflammatory",
    "diagnostic studies",
    "rotator cuff",
    "occupational therapy",
    "manual therapy",
    "electrical nerve stimulation",
    "transcutaneous electrical nerve stimulation",
    "nerve conduction",
    "steroid injection",
)
"""More than one decision in four says these, or people look for them.

The last are other names of treatments, searched for along with the name typed, that one decision in twenty says.
"""

KNOWN = frozenset(COLLOCATIONS)

_SEPARATED = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
"""What each byte of an ASCII text becomes: lower case, and a blank for whatever is neither letter nor digit."""


def _spacings(words: str) -> list[bytes]:
    """The words with one blank or two between them: ", " becomes two, and is met where it stands."""
    first, *others = words.split()
    blanks = product((" ", "  "), repeat=len(others))
    return [f" {first}{''.join(chain.from_iterable(zip(each, others, strict=True)))} ".encode() for each in blanks]


_PATTERNS = [(spaced, words) for words in COLLOCATIONS for spaced in _spacings(words)]
_FOUND = [words for _, words in _PATTERNS]
_finder = BytesAhoCorasick([spaced for spaced, _ in _PATTERNS])


def find_collocations(text: str) -> frozenset[str]:
    """The collocations in a text without accents (`fold` it first), whatever stands between their words.

    >>> sorted(find_collocations("Chronic low-back pain."))
    ['back pain', 'low back', 'low back pain']
    """
    # What is left of other scripts separates words or makes words of its own.
    spaced = text.encode().translate(_SEPARATED) if text.isascii() else "".join(map(_separated, text)).encode()
    if b"   " in spaced:
        spaced = b" ".join(spaced.split())
    found = _finder.find_matches_as_indexes(b" %b " % spaced, overlapping=True)
    return frozenset(_FOUND[pattern] for pattern, _, _ in found)


def _separated(character: str) -> str:
    return character.lower() if character.isalnum() else " "
