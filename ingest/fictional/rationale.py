"""Why an item was decided as it was: sentences that make sense together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.fictional.citations import read_pages
from ingest.fictional.wording import load_phrases
from ingest.parsing.parsed import Authority, Outcome, ParsedCitation

if TYPE_CHECKING:
    from random import Random

    from ingest.fictional.requests import Request
    from ingest.fictional.summary import Patient
    from ingest.fictional.wording import Associated, Kind, Region

_PROSE_NAMES = {
    "Chronic Pain": ("Chronic Pain Medical Treatment Guidelines", "MTUS Chronic Pain Medical Treatment Guidelines"),
    "Acupuncture": ("Acupuncture Medical Treatment Guidelines",),
}


@dataclass(frozen=True, slots=True)
class Rationale:
    """A rationale and the pages that its prose names."""

    text: str
    citations: tuple[ParsedCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a rationale has to answer."""

    kind: Kind
    region: Region
    request: Request
    outcome: Outcome
    era: str
    outside: bool


def make_rationale(rng: Random, question: Question, patient: Patient) -> Rationale:
    """Guideline, facts and conclusion, in an order that reviewers use."""
    phrases = load_phrases()
    kind = question.kind
    rules = rng.sample(kind.rules, rng.randint(1, min(2, len(kind.rules))))
    rules[0], citations = _with_pages(rng, rules[0], question)
    sentences = [*rules, *_facts(rng, question)]
    if kind.paste and rng.random() < 0.35:
        sentences.insert(0, kind.paste)
    elif rng.random() < 0.4:
        sentences.insert(0, rng.choice(phrases["contexts"]))
    sentences.append(_conclusion(rng, question.outcome))
    if kind.opioid and question.outcome is Outcome.UPHELD and rng.random() < 0.4:
        sentences.append(rng.choice(phrases["tapering"]))
    source = rng.choice(phrases["sources_odg" if question.outside else f"sources_{question.era}"])
    text = " ".join(sentences).format(**patient.words(rng, question.region), **_words(question, source))
    return Rationale(text, citations)


def make_dependent(rng: Random) -> Rationale:
    """An associated service falls with the operation."""
    return Rationale(rng.choice(load_phrases()["dependent"]))


def make_associated_rationale(rng: Random, service: Associated, outcome: Outcome, request: str) -> Rationale:
    """An associated service of an operation that is medically necessary."""
    phrases = load_phrases()
    facts = phrases["associated_favor" if outcome is Outcome.OVERTURNED else "associated_against"]
    source = rng.choice(phrases["sources_odg"])
    sentences = (
        service.rule.format(Source=source),
        rng.choice(facts),
        _conclusion(rng, outcome).format(request=_mid(request)),
    )
    return Rationale(" ".join(sentences))


def _facts(rng: Random, question: Question) -> list[str]:
    phrases = load_phrases()
    if question.outcome is Outcome.UPHELD:
        own, general = question.kind.against, phrases["general_against"]
    else:
        own, general = question.kind.favor, phrases["general_favor"]
    facts = rng.sample(own, rng.randint(1, min(2, len(own))) if question.outcome is Outcome.UPHELD else 1)
    facts += rng.sample(general, rng.randint(0, 2))
    if facts[0].startswith(_PLAIN_OPENINGS) and rng.random() < 0.4:
        facts[0] = "In this case, " + facts[0][0].lower() + facts[0][1:]
    if rng.random() < 0.02:
        facts.append(rng.choice(phrases["distractions"]))
    return facts


def _conclusion(rng: Random, outcome: Outcome) -> str:
    endings = {Outcome.UPHELD: "against", Outcome.OVERTURNED: "favor", Outcome.MODIFIED: "modified"}
    sentence: str = rng.choice(load_phrases()[f"conclusions_{endings[outcome]}"])
    return sentence


def _with_pages(rng: Random, rule: str, question: Question) -> tuple[str, tuple[ParsedCitation, ...]]:
    """Now and then the prose names the pages of the guideline."""
    pages = question.kind.prose_pages
    if question.outside or not pages or rng.random() > (0.4 if question.era == "2014" else 0.05):
        return rule, ()
    first = question.kind.cites["2014"][0].split(" | ")[0]
    guideline = rng.choice(_prose_names(first, question.region))
    several = "-" in pages or "and" in pages
    words = rng.choice(
        (f"page{'s' if several else ''} {pages}", f"pg. {pages}", f"pages {pages}" if several else f"p. {pages}")
    )
    cited = ParsedCitation(Authority.MTUS, guideline, pages=read_pages(pages), text=f"{guideline}, {words}")
    return f"{rule.removesuffix('.')} ({guideline}, {words}).", (cited,)


def _prose_names(guideline: str, region: Region) -> tuple[str, ...]:
    for opening, names in _PROSE_NAMES.items():
        if guideline.startswith(opening):
            return names
    chapter = region.chapters["2014"][0] if guideline == "@region" else guideline
    if chapter.startswith("Chronic Pain"):
        return _PROSE_NAMES["Chronic Pain"]
    return (" ".join(chapter.split(" ")[:3]),)  # "ACOEM Chapter 12"


def _words(question: Question, source: str) -> dict[str, object]:
    request = question.request
    return {
        "Source": source,
        "what": question.kind.what,
        "request": _mid(request.request),
        "part": request.part or "affected area",
        "n": request.n,
        "count": f"#{request.n}",
        "who_generic": "a patient",
    }


def _mid(words: str) -> str:
    """A request inside a sentence: its first capital stays only where it belongs to a name or an abbreviation."""
    common = words.split(" ", maxsplit=1)[0] in load_phrases()["common_first_words"]
    return words[0].lower() + words[1:] if common else words


_PLAIN_OPENINGS = ("The ", "There ", "No ", "A ", "An ", "At ", "It ", "Neither ", "Function ", "Pain ", "Plain films ")
