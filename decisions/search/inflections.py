"""Singular and plural: the forms of a word that mean the same. Pure."""

from __future__ import annotations

from typing import Final

_ALIKE = frozenset({"ten", "tens"})  # TENS is a device, not many tens
_SHORTEST = 3


def inflections(word: str) -> list[str]:
    """A word with the other of its singular and plural forms; candidates, not all of them words.

    >>> inflections("biopsies")
    ['biopsies', 'biopsie', 'biopsy']
    """
    if not _inflected(word):
        return [word]
    forms = [word]
    if word.endswith("ies"):
        forms += [word[:-1], word[:-3] + "y"]
    elif word.endswith(("ches", "shes", "sses", "xes", "zes")):
        forms += [word[:-2], word[:-1]]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.append(word[:-1])
    elif word.endswith("y") and word[-2] not in "aeiou":
        forms.append(word[:-1] + "ies")
    elif word.endswith(("ch", "sh", "ss", "x", "z")):
        forms.append(word + "es")
    elif not word.endswith("s"):
        forms.append(word + "s")
    return [form for form in forms if len(form) >= _SHORTEST]


def stem(word: str) -> str:
    """What all inflections of a word have in common; not always a word itself.

    >>> [stem(word) for word in ("biopsies", "biopsy", "boxes", "aches", "ache", "gas", "tens")]
    ['biopsy', 'biopsy', 'box', 'ach', 'ach', 'gas', 'tens']
    """
    if not _inflected(word):
        return word
    for ending, kept in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(kept) >= _SHORTEST:
            return word.removesuffix(ending) + kept
    return word


def stems(word: str) -> str:
    """The stems by which a word of a text is found, one or two, as words: "mris" may be of MRI, as "diagnosis" is not.

    >>> stems("injections"), stems("mris")
    ('injection', 'mris mri')
    """
    if _inflected(word) and len(word) > _SHORTEST and word.endswith(("us", "is")):
        return f"{word} {word[:-1]}"
    return stem(word)


REMEMBERED: Final = 100_000
LONGEST_REMEMBERED: Final = 60
"""How many words' stems are remembered, and how long the words may be: some 15 MB, 30 at most."""


class RememberedStems(dict[str, str]):
    """`stems` of every word, each worked out once: looked up in half the time of an `lru_cache`.

    Begins anew when it holds most words of all letters, since any number can be a word.
    """

    def __missing__(self, word: str) -> str:
        """Work it out."""
        found = stems(word)
        if len(word) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = found
        return found


_ENDINGS = (
    *(("ies", "y"), ("ie", "y")),
    *((kept + ending, kept) for kept in ("ch", "sh", "ss", "x", "z") for ending in ("es", "e")),
    *((ending, ending) for ending in ("ss", "us", "is")),
    ("s", ""),
)
"""How words end, and what stands for that in their stem; the first that fits."""


def _inflected(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word not in _ALIKE
