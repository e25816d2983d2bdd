"""Which treatments a request asks for: phrases of `vocabulary/treatments.toml`, the main treatment first.

Always our inference: the letters name no treatment but in their own words.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.parsing.parsed import ParsedTreatment
from ingest.parsing.phrases import Found, Phrases, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VOCABULARY = Path(__file__).parent / "vocabulary" / "treatments.toml"
PHARMACEUTICALS = "Pharmaceuticals"
COMPOUND = "topical-compound"
NO_TREATMENT = ""
_NO_CONTEXT: frozenset[str] = frozenset()
NOT_CATEGORIES = frozenset({"ignored", "spelling", "contexts"})


class Rank(IntEnum):
    """How a treatment stands among several in one request: the lower first, then by place.

    SPECIFIC: may be the main one. GENERAL: only where nothing specific is found ("Injection").
    ACCESSORY: never main beside another ("Fluoroscopic guidance").
    """

    SPECIFIC = 0
    GENERAL = 1
    ACCESSORY = 2


@dataclass(frozen=True, slots=True)
class Treatment:
    """A kind of treatment under the name people use.

    Args:
        key: slug, e.g. "work-conditioning".
        name: e.g. "Work conditioning".
        category: DWC treatment-request category.
        subcategory: DWC subcategory; of a drug, its class.
        synonyms: other names, brand and generic, abbreviations.
        wordings: further phrases that letters use for it; not names.
        ingredients: of a drug; empty for everything else.
        rank: how it stands among several treatments.
        variants: context (a list of words in the vocabulary) to the key that is meant in it.
        combines: keys that, all found in one request, are this treatment.
    """

    key: str
    name: str
    category: str
    subcategory: str
    synonyms: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    rank: Rank = Rank.SPECIFIC
    variants: Mapping[str, str] = field(default_factory=dict)
    combines: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that means it: its name, its slug spelt out, synonyms and wordings."""
        return (self.name, self.key.replace("-", " "), *self.synonyms, *self.wordings)

    @property
    def is_drug(self) -> bool:
        """Whether it is a drug."""
        return bool(self.ingredients)

    @property
    def drug_class(self) -> str | None:
        """The class of a drug, None for everything else."""
        return self.subcategory if self.is_drug else None


@cache
def load_treatments() -> Mapping[str, Treatment]:
    """All treatments of the vocabulary by key, in the file's order. Read once, on first use."""
    return {treatment.key: treatment for treatment in _read_treatments(_vocabulary())}


def __getattr__(name: str) -> Mapping[str, Treatment]:
    """`TREATMENTS` is `load_treatments()`, so that importing this module reads no file."""
    if name == "TREATMENTS":
        return load_treatments()
    raise AttributeError(f"{__name__} has no {name}.")


def find_treatments(request: str) -> tuple[ParsedTreatment, ...]:
    """The treatments that a request asks for, the main one first; empty where none is known.

    Of overlapping phrases the longest wins. Words of context may settle the meaning (an EKG before
    surgery is pre-operative); several drugs mixed in one cream are one compound; the rest stands in
    the order of the request, accessories last.

    Args:
        request: what was asked for, in the letter's words.

    Returns:
        Each treatment once; `spans["name"]` is the place of its words in `request`.
    """
    words = Words(request)
    found = _meant(_matcher().names.find(words), words)
    if len(found) > 1:
        found = _by_rank(_combined(_compounded(found, words)))
    return tuple([_parsed(match, words) for match in found])


# --- what is meant -------------------------------------------------------------------------------


def _meant(named: list[Found[str]], words: Words) -> list[Found[Treatment]]:
    """The treatments behind the phrases, context considered; phrases that mean none are gone."""
    treatments = load_treatments()
    found = []
    for place, (key, first, last) in enumerate(named):
        if key == NO_TREATMENT:
            continue
        treatment = treatments[key]
        if treatment.variants:
            treatment = _variant(treatment, _contexts_around(treatment, named, place, words))
        found.append(Found(treatment, first, last))
    return found


def _contexts_around(treatment: Treatment, named: list[Found[str]], place: int, words: Words) -> frozenset[str]:
    """The contexts of a phrase: around a drug those up to the next specific phrase, else all of the request.

    A phrase's own words are not its context.
    """
    _, own_first, own_last = named[place]
    first, last = 0, len(words.forms)
    if treatment.is_drug:
        first = next((match.last for match in reversed(named[:place]) if _is_specific(match)), first)
        last = next((match.first for match in named[place + 1 :] if _is_specific(match)), last)
    near = [
        meaning
        for meaning, start, end in _matcher().contexts.find(words)
        if first <= start and end <= last and (end <= own_first or start >= own_last)
    ]
    return _NO_CONTEXT.union(*near)


def _is_specific(match: Found[str]) -> bool:
    return match.meaning == NO_TREATMENT or load_treatments()[match.meaning].rank is Rank.SPECIFIC


def _variant(treatment: Treatment, contexts: frozenset[str]) -> Treatment:
    for context, key in treatment.variants.items():
        if context in contexts:
            return load_treatments()[key]
    return treatment


# --- several in one request ----------------------------------------------------------------------


def _compounded(found: list[Found[Treatment]], words: Words) -> list[Found[Treatment]]:
    """Drugs mixed in one cream become one compound; the ingredients listed after a brand are dropped."""
    drugs = [match for match in found if match.meaning.ingredients]
    if len(drugs) < 2:
        return found
    others = [match for match in found if not match.meaning.ingredients]
    drugs = _without_ingredients(drugs)
    if len(drugs) > 1 and _is_one_mixture(drugs, words):
        drugs = [Found(load_treatments()[COMPOUND], drugs[0].first, drugs[-1].last)]
    return sorted(others + drugs, key=attrgetter("first"))


def _without_ingredients(drugs: list[Found[Treatment]]) -> list[Found[Treatment]]:
    """Drops what only says what a combination named before is made of: "Norco (hydrocodone ...)"."""
    kept: list[Found[Treatment]] = []
    combined: set[str] = set()
    for match in drugs:
        if combined.isdisjoint(match.meaning.ingredients):
            kept.append(match)
            if len(match.meaning.ingredients) > 1:
                combined.update(match.meaning.ingredients)
    return kept


def _is_one_mixture(drugs: list[Found[Treatment]], words: Words) -> bool:
    """Whether these are the ingredients of one cream: percentages, or a compound named as such."""
    if words.forms.count("%") > 1:
        return True
    said = any("compound" in context.meaning for context in _matcher().contexts.find(words))
    return said and any(match.meaning.key == COMPOUND for match in drugs)


def _combined(found: list[Found[Treatment]]) -> list[Found[Treatment]]:
    """Treatments that are one together (an EMG and an NCV) become that one, where the first stood."""
    keys = {match.meaning.key for match in found}
    for whole in _matcher().wholes:
        if keys.issuperset(whole.combines):
            found = [match._replace(meaning=whole) if match.meaning.key in whole.combines else match for match in found]
    return found


def _by_rank(found: list[Found[Treatment]]) -> list[Found[Treatment]]:
    """Each treatment once, main ones first; general ones only where there is nothing more specific."""
    once: dict[str, Found[Treatment]] = {}
    for match in found:
        once.setdefault(match.meaning.key, match)
    by_rank = sorted(once.values(), key=_rank)
    if by_rank[0].meaning.rank is Rank.SPECIFIC:
        return [match for match in by_rank if match.meaning.rank is not Rank.GENERAL]
    return by_rank


def _rank(match: Found[Treatment]) -> tuple[int, int]:
    return match.meaning.rank, match.first


def _parsed(match: Found[Treatment], words: Words) -> ParsedTreatment:
    treatment, first, last = match
    return ParsedTreatment(
        key=treatment.key,
        name=treatment.name,
        category=treatment.category,
        subcategory=treatment.subcategory,
        spans={"name": words.span(first, last)},
    )


# --- the vocabulary ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Matcher:
    """The vocabulary, ready to be searched for in a request."""

    names: Phrases[str]
    contexts: Phrases[frozenset[str]]
    wholes: tuple[Treatment, ...]


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))


@cache
def _matcher() -> _Matcher:
    treatments = load_treatments().values()
    vocabulary = _vocabulary()
    names = [(phrase, item.key) for item in treatments for phrase in item.phrases]
    ignored = [(phrase, NO_TREATMENT) for phrase in vocabulary["ignored"]]
    return _Matcher(
        names=Phrases(names + ignored, vocabulary["spelling"]),
        contexts=Phrases(_contexts(vocabulary["contexts"]), vocabulary["spelling"]),
        wholes=tuple(item for item in treatments if item.combines),
    )


def _contexts(phrases: Mapping[str, list[str]]) -> list[tuple[str, frozenset[str]]]:
    """Each phrase with all the contexts that it tells of ("cream" tells of two)."""
    by_form: dict[str, set[str]] = {}
    for context, said in phrases.items():
        for phrase in said:
            by_form.setdefault(" ".join(Words(phrase).forms), set()).add(context)
    return [(form, frozenset(contexts)) for form, contexts in by_form.items()]


def _read_treatments(vocabulary: Mapping[str, Any]) -> Iterator[Treatment]:
    """Every table of the file that is a category holds subcategories, which hold treatments."""
    for category, subcategories in vocabulary.items():
        if category in NOT_CATEGORIES:
            continue
        for subcategory, treatments in subcategories.items():
            for key, entry in treatments.items():
                yield _read_treatment(key, category, subcategory, entry)


def _read_treatment(key: str, category: str, subcategory: str, entry: Any) -> Treatment:
    """One entry: a list of synonyms, or a table that says more (see the head of the file)."""
    said = dict(entry) if isinstance(entry, dict) else {"synonyms": entry}
    name = said.pop("name", key.replace("-", " ").capitalize())
    lists = {part: tuple(said.pop(part, ())) for part in ("synonyms", "wordings", "ingredients", "combines")}
    if category == PHARMACEUTICALS and not lists["ingredients"]:
        lists["ingredients"] = (name.lower(),)
    rank = Rank[said.pop("rank", "specific").upper()]
    variants = said.pop("variants", {})
    if said:
        raise ValueError(f"{VOCABULARY.name}: {key} has unknown keys {sorted(said)}.")
    return Treatment(key, name, category, subcategory, rank=rank, variants=variants, **lists)
