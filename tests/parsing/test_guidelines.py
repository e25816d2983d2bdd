"""The registry of guidelines: each name of the field leads to one key, each section to one."""

from __future__ import annotations

import re

import pytest

from ingest.parsing.guidelines import chapter_of, fold, load_guidelines, names_of, resolve_section
from ingest.parsing.parsed import Authority

CHRONIC_PAIN = "chronic-pain-medical-treatment"


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (8, "neck-and-upper-back-complaints"),
        (9, "shoulder-complaints"),
        (10, "elbow-complaints"),
        (11, "forearm-wrist-and-hand-complaints"),
        (12, "low-back-complaints"),
        (13, "knee-complaints"),
        (14, "ankle-and-foot-complaints"),
        (15, "stress-related-conditions"),
        (16, "eye-complaints"),
    ],
)
def test_chapters_of_the_second_edition(number: int, key: str) -> None:
    chapter = chapter_of(number)
    assert chapter
    assert chapter.key == key


def test_there_is_no_chapter_17() -> None:
    assert chapter_of(17) is None


@pytest.mark.parametrize(
    ("authority", "name", "key"),
    [
        (Authority.MTUS, "Chronic Pain Medical Treatment", CHRONIC_PAIN),
        (Authority.MTUS, "Chronic Pain Treatment Guidelines", CHRONIC_PAIN),
        (Authority.MTUS, "ACOEM", "acoem"),
        (Authority.NON_MTUS, "ACOEM", "acoem-other"),
        (Authority.NON_MTUS, "Official Disability Guidelines", "odg"),
        (Authority.NON_MTUS, "ODG", "odg"),
    ],
)
def test_names_lead_to_their_guideline(authority: Authority, name: str, key: str) -> None:
    assert names_of(authority)[name.casefold()].key == key


@pytest.mark.parametrize("authority", Authority)
def test_no_name_leads_to_two_guidelines(authority: Authority) -> None:
    names = [
        name.casefold()
        for guideline in load_guidelines().values()
        if guideline.authority is authority
        for name in guideline.names
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_keys_are_slugs() -> None:
    assert [key for key in load_guidelines() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


def test_a_section_stands_for_one_that_is_listed() -> None:
    for guideline in load_guidelines().values():
        canonical = set(guideline.sections.values())
        unlisted = {title for title in canonical if guideline.sections.get(title, title) != title}
        assert unlisted == set(), guideline.key


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("Work conditioning, work hardening", "work-conditioning-work-hardening"),
        ("Work Conditioning Section", "work-conditioning-work-hardening"),
        ("Work Hardening", "work-conditioning-work-hardening"),
        ("Physical Medicine", "physical-medicine-treatment"),
        ("PHYSICAL MEDICINE TREATMENT", "physical-medicine-treatment"),
        ("A section nobody knows", "a-nobody-knows"),
        (None, None),
    ],
)
def test_wordings_of_a_section_have_one_key(section: str | None, key: str | None) -> None:
    assert resolve_section(CHRONIC_PAIN, section) == key


def test_a_section_of_an_unknown_guideline_has_no_key() -> None:
    assert resolve_section(None, "Summary") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ankle & Foot", "ankle and foot"),
        ("Low Back Chapter", "Low Back"),
        ("Shoulder (updated 12/12/16)", "Shoulder"),
        ("Pain (Chronic)", "Pain"),
        ("NSAIDs, GI symptoms", "NSAIDs GI symptoms"),
    ],
)
def test_folding_leaves_out_what_does_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_that_are_all_noise_keep_a_key() -> None:
    assert fold("Chapter") == "chapter"
