"""What fictional letters can say, as data: the tables of `wording/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ingest.parsing.parsed import ParsedTreatment

_FOLDER = Path(__file__).parent / "wording"
_VOCABULARY = Path(__file__).parent.parent / "parsing" / "vocabulary" / "treatments.toml"
_KIND_FILES = ("rehabilitation.toml", "diagnostics.toml", "drugs.toml", "procedures.toml")
ERAS = ("2014", "2016", "2018")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the body: how requests, guidelines and reports name it and what they find there."""

    name: str
    parts: tuple[tuple[str, str], ...]
    chapters: dict[str, tuple[str, ...]]
    pages: tuple[str, ...]
    odg: tuple[str, ...]
    complaints: tuple[str, ...]
    diagnoses: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def third_edition(self) -> str:
        """Its chapter in the third edition of the ACOEM guidelines, "Low Back Disorders"."""
        return self.chapters["2018"][0][:-5]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request with the guidelines cited for it and the sentences that decide it.

    Args:
        requests: templates, with " => slug" where the treatment is not the kind's and " @ part" where the
            body part is stated in them; `partial` is the one used for partly authorised requests.
        amount_is: what `{n}` or `{count}` counts: "visits", "count" (tablets) or "none".
        cites: era to "guideline | section | pages"; "@region" is the region's ACOEM chapter, "none" no MTUS.
        prose_pages: pages that a rationale may name.
    """

    name: str
    treatment: str
    regions: tuple[str, ...]
    requests: tuple[str, ...]
    what: str
    rules: tuple[str, ...]
    against: tuple[str, ...]
    favor: tuple[str, ...]
    cites: dict[str, tuple[str, ...]]
    odg: str
    odg_chapter: str | None
    prose_pages: str | None
    partial: str | None
    amounts: tuple[int, ...]
    amount_is: str
    strengths: tuple[str, ...]
    fixed_part: str | None
    paste: str | None
    surgery: bool
    opioid: bool


@dataclass(frozen=True, slots=True)
class Associated:
    """A service that an operation brings with it; `regions` empty means any."""

    treatment: str
    requests: tuple[str, ...]
    odg: str
    rule: str
    amounts: tuple[int, ...]
    regions: tuple[str, ...]
    part: str | None


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Credentials of reviewers: weighted profiles, states beside California, spelling errors by meant word."""

    specialties: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    states: tuple[str, ...]
    misspelt: dict[str, str]


@cache
def load_regions() -> dict[str, Region]:
    """Regions by name, in the order of regions.toml."""
    return {name: _region(name, entry) for name, entry in _read("regions.toml").items()}


@cache
def region_in(year: int, name: str) -> Region:
    """A region as letters of that year can cite it: the newest edition of that time."""
    region = load_regions()[name]
    published = [chapter for chapter in region.chapters["2018"] if int(chapter[-4:]) <= year]
    newest = published[-1] if published else region.chapters["2018"][0]
    return replace(region, chapters=region.chapters | {"2018": (newest,)})


@cache
def load_kinds() -> tuple[Kind, ...]:
    """All kinds of requests."""
    return tuple(_kind(entry) for file in _KIND_FILES for entry in _read(file)["kind"])


@cache
def kinds_of(region: str, *, surgery: bool) -> tuple[Kind, ...]:
    """The kinds that can be requested for a region; operations apart."""
    return tuple(kind for kind in load_kinds() if region in kind.regions and kind.surgery == surgery)


@cache
def load_associated(region: str) -> tuple[Associated, ...]:
    """The services that can accompany an operation on a region."""
    entries = (
        Associated(
            treatment=entry["treatment"],
            requests=tuple(entry["requests"]),
            odg=entry["odg"],
            rule=entry["rule"],
            amounts=tuple(entry.get("amounts", ())),
            regions=tuple(entry.get("only", ())),
            part=entry.get("part"),
        )
        for entry in _read("procedures.toml")["associated"]
    )
    return tuple(entry for entry in entries if not entry.regions or region in entry.regions)


@cache
def load_reviewers() -> Reviewers:
    """Credentials to choose from."""
    data = _read("reviewers.toml")
    return Reviewers(
        specialties=tuple(tuple(profile["specialties"]) for profile in data["profiles"]),
        weights=tuple(profile["weight"] for profile in data["profiles"]),
        states=tuple(data["states"]),
        misspelt={meant: printed for printed, meant in data["misspelt"].items()},
    )


@cache
def load_phrases() -> dict[str, Any]:
    """Sentences of summaries and rationales that do not depend on the kind of request."""
    return _read("phrases.toml")


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))


def _region(name: str, entry: dict[str, Any]) -> Region:
    return Region(
        name=name,
        parts=tuple(entry["parts"].items()),
        chapters={
            "2014": (entry["chapter_2014"],),
            "2016": (entry["chapter_2016"],),
            "2018": tuple(entry["chapter_2018"]),
        },
        pages=tuple(entry["pages"]),
        odg=tuple(entry["odg"]),
        complaints=tuple(entry["complaints"]),
        diagnoses=tuple(entry["diagnoses"]),
        findings=tuple(entry["findings"]),
    )


def _kind(entry: dict[str, Any]) -> Kind:
    return Kind(
        name=entry["name"],
        treatment=entry["treatment"],
        regions=tuple(entry["regions"]),
        requests=tuple(entry["requests"]),
        what=entry["what"],
        rules=tuple(entry["rules"]),
        against=tuple(entry["against"]),
        favor=tuple(entry["favor"]),
        cites={era: tuple(entry[f"cites_{era}"]) for era in ERAS},
        odg=entry["odg"],
        odg_chapter=entry.get("odg_chapter"),
        prose_pages=entry.get("prose_pages"),
        partial=entry.get("partial"),
        amounts=tuple(entry.get("amounts", ())),
        amount_is=entry.get("amount_is", "visits"),
        strengths=tuple(entry.get("strengths", ())),
        fixed_part=entry.get("fixed_part"),
        paste=entry.get("paste"),
        surgery=entry.get("surgery", False),
        opioid=entry.get("opioid", False),
    )


@cache
def treatments_of(slug: str) -> tuple[ParsedTreatment, ...]:
    """The treatment of the vocabulary with this slug, with its DWC category.

    Raises:
        KeyError: the vocabulary has no such treatment; wording/*.toml has to follow it.
    """
    for category, subcategory, key, name in _treatments():
        if key == slug:
            return (ParsedTreatment(key=slug, name=name, category=category, subcategory=subcategory),)
    raise KeyError(f"No treatment {slug!r} in {_VOCABULARY}: change ingest/fictional/wording.")


@cache
def _treatments() -> tuple[tuple[str, str, str, str], ...]:
    data = tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))
    return tuple(
        (category, subcategory, slug, _treatment_name(slug, entry))
        for category, subcategories in data.items()
        if isinstance(subcategories, dict)
        for subcategory, entries in subcategories.items()
        if isinstance(entries, dict)
        for slug, entry in entries.items()
    )


def _treatment_name(slug: str, entry: object) -> str:
    if isinstance(entry, dict) and "name" in entry:
        return str(entry["name"])
    return slug.replace("-", " ").capitalize()
