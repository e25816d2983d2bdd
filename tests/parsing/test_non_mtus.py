"""Citations outside the MTUS: free text, mostly the ODG, in every shape of the letters."""

from __future__ import annotations

import pytest

from tests.parsing.cited import Cited, read_line, shortened

ODG = "odg"
LONG = "Official Disability Guidelines (ODG)"

ODG_SHAPES = [
    (f"{LONG}.", [Cited(ODG, LONG)]),
    ("ODG.", [Cited(ODG, "ODG")]),
    ("Official Disability Guidelines, Ankle & Foot.", [Cited(ODG, "Official Disability Guidelines", "Ankle & Foot")]),
    (f"{LONG}, Shoulder Chapter.", [Cited(ODG, LONG, "Shoulder Chapter")]),
    (f"{LONG} Shoulder, MRI.", [Cited(ODG, LONG, "Shoulder, MRI")]),
    (f"{LONG}, Knee and Leg Chapter, Durable medical equipment.",
     [Cited(ODG, LONG, "Knee and Leg Chapter, Durable medical equipment")]),
    (f"{LONG} Knee and Leg (Durable medical equipment (DME)).",
     [Cited(ODG, LONG, "Knee and Leg (Durable medical equipment (DME))")]),
    ("Official Disability Guidelines: Neck and Upper Back.",
     [Cited(ODG, "Official Disability Guidelines", "Neck and Upper Back")]),
    ("Official Disability Guidelines - Physical Medicine Guidelines.",
     [Cited(ODG, "Official Disability Guidelines", "Physical Medicine Guidelines")]),
    ("Official Disability Guidelines, Work Conditioning",
     [Cited(ODG, "Official Disability Guidelines", "Work Conditioning")]),
    (f"{LONG} Low Back, Adhesiolysis, percutaneous.", [Cited(ODG, LONG, "Low Back, Adhesiolysis, percutaneous")]),
    (f"{LONG} Low Back (Thoracic and Lumbar, Acute and Chronic) Chapter, Epidural Steroid Injection (ESI).",
     [Cited(ODG, LONG, "Low Back (Thoracic and Lumbar, Acute and Chronic) Chapter, Epidural Steroid Injection (ESI)")]),
    ("Official Disability Guidelines: Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter (Online Version).",
     [Cited(ODG, "Official Disability Guidelines",
            "Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter (Online Version)")]),
    (f"{LONG}, Forearm, Wrist, and Hand, Splints.", [Cited(ODG, LONG, "Forearm, Wrist, and Hand, Splints")]),
    (f"{LONG} PRP.", [Cited(ODG, LONG, "PRP")]),
    ("ODG Mental Illness and Stress.", [Cited(ODG, "ODG", "Mental Illness and Stress")]),
    ("Low Back (Hyperstimulation analgesia).", [Cited(ODG, "Low Back (Hyperstimulation analgesia)")]),
    # A chapter with several topics: the first goes with the chapter, each further one stands alone.
    (f"{LONG}, Neck & Upper Back chapter: Electromyography (EMG), Nerve conduction studies (NCS).",
     [Cited(ODG, LONG, "Neck & Upper Back chapter: Electromyography (EMG)"),
      Cited(ODG, LONG, "Nerve conduction studies (NCS)")]),
    ("Official Disability Guidelines: Low Back - Trigger Point Impedance Imaging (TPII); Hyperstimulation analgesia.",
     [Cited(ODG, "Official Disability Guidelines", "Low Back - Trigger Point Impedance Imaging (TPII)"),
      Cited(ODG, "Official Disability Guidelines", "Hyperstimulation analgesia")]),
    # Several chapters, each named with the ODG or without.
    (f"{LONG}, Shoulder (updated 12/12/16), Physical therapy, ODG Elbow (updated 11/23/16), Physical therapy.",
     [Cited(ODG, LONG, "Shoulder (updated 12/12/16), Physical therapy"),
      Cited(ODG, "ODG", "Elbow (updated 11/23/16), Physical therapy")]),
    (f"{LONG} Neck and Upper Back, Low Back.",
     [Cited(ODG, LONG, "Neck and Upper Back"), Cited(ODG, LONG, "Low Back")]),
    ("Official Disability Guidelines, Shoulder Chapter, pages 12-13 and Knee Chapter, page 20.",
     [Cited(ODG, "Official Disability Guidelines", "Shoulder Chapter", (12, 13)),
      Cited(ODG, "Official Disability Guidelines", "Knee Chapter", (20,))]),
    ("ODG Pain (Chronic), Zolpidem (Ambien); Mental Illness & Stress, Insomnia treatment.",
     [Cited(ODG, "ODG", "Pain (Chronic), Zolpidem (Ambien)"),
      Cited(ODG, "ODG", "Mental Illness & Stress, Insomnia treatment")]),
]  # fmt: skip
OTHER_SOURCES = [
    ("www.mdguidelines.com.", [Cited("mdguidelines", "www.mdguidelines.com")]),
    (f"{LONG} Knee Chapter and Other Medical Treatment Guidelines www.mdguidelines.com.",
     [Cited(ODG, LONG, "Knee Chapter"), Cited("mdguidelines", "www.mdguidelines.com")]),
    (f"{LONG}, Pain and Other Medical Treatment Guideline or Medical Evidence: UpToDate, Insomnia.",
     [Cited(ODG, LONG, "Pain"), Cited("uptodate", "UpToDate", "Insomnia")]),
    ("ODG, Pain and Other Medical Treatment Guidelines http://example.org/a?b=1.",
     [Cited(ODG, "ODG", "Pain"), Cited(None, "http://example.org/a?b=1")]),
    ("ACOEM Occupational Medicine Practice Guidelines, 3rd ed., Low Back Disorders, pg. 607.",
     [Cited("acoem-3rd-edition", "ACOEM Occupational Medicine Practice Guidelines, 3rd ed.", "Low Back Disorders",
            (607,))]),
    ("American College of Occupational and Environmental Medicine (ACOEM) Hip and Groin Chapter.",
     [Cited("acoem-other", "American College of Occupational and Environmental Medicine (ACOEM)",
            "Hip and Groin Chapter")]),
    ("Colorado Division of Workers' Compensation.",
     [Cited("colorado-treatment-guidelines", "Colorado Division of Workers' Compensation")]),
]  # fmt: skip
UNKNOWN = [
    ("Moon Rehabilitation Handbook.", [Cited(None, "Moon Rehabilitation Handbook")]),
    ("Moon Rehabilitation Handbook, Low gravity.", [Cited(None, "Moon Rehabilitation Handbook", "Low gravity")]),
    ("Moon Rehabilitation Handbook, pages 12-13.", [Cited(None, "Moon Rehabilitation Handbook", None, (12, 13))]),
    # A bibliographic entry stays whole.
    ("Doe A. Low gravity and the spine. Springfield: Moon Press; 2011.",
     [Cited(None, "Doe A. Low gravity and the spine. Springfield: Moon Press; 2011")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "cited"), ODG_SHAPES + OTHER_SOURCES + UNKNOWN, ids=lambda value: str(value)[:70])
def test_sources_chapters_topics(words: str, cited: list[Cited]) -> None:
    line, warnings = read_line(f"Decision based on Non-MTUS Citation {words}")
    assert shortened(line.citations) == cited
    assert not line.mtus
    assert {each.authority for each in line.citations} == {"Non-MTUS"}
    assert warnings == ["guideline-unknown"] * [each.key for each in cited].count(None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LONG}, Low Back Chapter.", "ODG Low Back."),
        (
            f"{LONG} Low Back - Lumbar & Thoracic (Acute & Chronic).",
            "ODG, Low Back - Lumbar & Thoracic (updated 1/2/17).",
        ),
        (f"{LONG} Neck and Upper Back.", "ODG Neck & Upper Back Chapter."),
    ],
)
def test_wordings_of_one_chapter_are_one_section(one: str, other: str) -> None:
    keys = {
        read_line(f"Decision based on Non-MTUS Citation {each}")[0].citations[0].section_key for each in (one, other)
    }
    assert len(keys) == 1
    assert None not in keys
