"""Credentials of the reviewer, in a block or inside a sentence."""

from __future__ import annotations

import pytest

from ingest.parsing.parsed import Span
from ingest.parsing.reviewer import parse_reviewer

BLOCKS = [
    ("Ohio", "Family Practice", ["Ohio"], ["Family Practice"], []),
    ("California,North Carolina", "Neurology, Pain Management", ["California", "North Carolina"],
     ["Neurology", "Pain Management"], []),
    ("New York and Texas", "Physical Medicine & Rehabilitation", ["New York", "Texas"],
     ["Physical Medicine & Rehabilitation"], []),
    ("Texas, New York, and Ohio", "Physical Medicine and Rehabilitation", ["Texas", "New York", "Ohio"],
     ["Physical Medicine & Rehabilitation"], []),
    ("Washington, West Virginia", "Public Health & General Preventive Medicine", ["Washington", "West Virginia"],
     ["Public Health & General Preventive Medicine"], []),
    ("Maryland", "Allergy and Immunology", ["Maryland"], ["Allergy and Immunology"], []),
    ("Califorina", "Sports Medicinea", ["California"], ["Sports Medicine"], ["state-misspelt", "specialty-misspelt"]),
    ("Orgeon", "Podiatrist", ["Oregon"], ["Podiatrist"], ["state-misspelt"]),
    ("Atlantis", "Moon Medicine", ["Atlantis"], ["Moon Medicine"], ["state-unknown", "specialty-unknown"]),
    ("Ohio", "Cardiology", ["Ohio"], ["Cardiology"], ["specialty-unknown"]),  # no slip for Radiology
    ("North Dakota, South Dakota", "Surgery", ["North Dakota", "South Dakota"], ["Surgery"], []),
]  # fmt: skip


@pytest.mark.parametrize(("state_words", "specialty_words", "states", "specialties", "codes"), BLOCKS)
def test_block(
    state_words: str, specialty_words: str, states: list[str], specialties: list[str], codes: list[str]
) -> None:
    text = f"State(s) of Licensure: {state_words}\nCertification(s)/Specialty: {specialty_words}"
    found = parse_reviewer(text, Span(0, len(text)))
    assert (found.states, found.specialties) == (states, specialties)
    assert [each.code for each in found.warnings] == codes
    assert found.spans["licensure_states"].of(text) == state_words
    assert found.spans["specialties"].of(text) == specialty_words


INLINE = [
    ("Board Certified in Psychiatry and is licensed to practice in Ohio.", ["Psychiatry"], ["Ohio"]),
    ("Board Certified in Physical Medicine and Rehabilitation, and is licensed to practice in New York and Texas.",
     ["Physical Medicine & Rehabilitation"], ["New York", "Texas"]),
    ("Board Certified in Anesthesiology, has a subspecialty in Pain Management and is licensed to practice in Ohio.",
     ["Anesthesiology", "Pain Management"], ["Ohio"]),
    ("board-certified in Family Practice. He is licensed to practice in California.", ["Family Practice"],
     ["California"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "specialties", "states"), INLINE)
def test_inside_a_sentence(words: str, specialties: list[str], states: list[str]) -> None:
    text = f"The physician reviewer is {words} He/she has been in active clinical practice."
    found = parse_reviewer(text, Span(0, len(text)))
    assert (found.specialties, found.states, found.warnings) == (specialties, states, [])


@pytest.mark.parametrize("span", [None, Span(0, 4)])
def test_nothing_stated_is_warned_of(span: Span | None) -> None:
    found = parse_reviewer("None", span)
    assert (found.specialties, found.states) == ([], [])
    assert [each.code for each in found.warnings] == ["specialties-missing", "licensure-states-missing"]
