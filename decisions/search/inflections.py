"""Singular and plural: the forms of a word that mean the same. Pure."""

from __future__ import annotations


def inflections(word: str) -> list[str]:
    """A word with the other of its singular and plural forms; candidates, not all of them words.

    >>> inflections("biopsies")
    ['biopsies', 'biopsie', 'biopsy']
    """
    if len(word) < 3 or not word.isalpha() or word in {"tens", "ten"}:
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
    return [form for form in forms if len(form) > 2]
