"""Citations of the MTUS: chapters, their sections and pages, in every shape of the letters."""

from __future__ import annotations

import pytest

from tests.parsing.cited import Cited, read_line, shortened

CHRONIC_PAIN = "chronic-pain-medical-treatment"
LOW_BACK = "low-back-complaints"
HAND = "forearm-wrist-and-hand-complaints"

WITH_PAGES = [  # 2013-15
    (
        "ACOEM Chapter 12 Low Back Complaints Page(s): 303.",
        [Cited(LOW_BACK, "ACOEM Chapter 12 Low Back Complaints", None, (303,))],
    ),
    ("ACOEM.", [Cited("acoem", "ACOEM")]),
    (
        "ACOEM Chapter 12 Low Back Complaints,Chronic Pain Treatment Guidelines.",
        [
            Cited(LOW_BACK, "ACOEM Chapter 12 Low Back Complaints"),
            Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines"),
        ],
    ),
    (
        "ACOEM Chapter 12 Low Back Complaints, Chronic Pain Treatment Guidelines Opioids Page(s): 78-80.",
        [
            Cited(LOW_BACK, "ACOEM Chapter 12 Low Back Complaints"),
            Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "Opioids", (78, 79, 80)),
        ],
    ),
    (
        "Chronic Pain Treatment Guidelines Work Conditioning Section Page(s): 125.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "Work Conditioning Section", (125,))],
    ),
    (
        "Chronic Pain Treatment Guidelines Page(s): 8 and 67-68 of 127.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", None, (8, 67, 68))],
    ),
    (
        "ACOEM Chapter 14 Ankle and Foot Complaints Page(s): 374 & 376-377.",
        [Cited("ankle-and-foot-complaints", "ACOEM Chapter 14 Ankle and Foot Complaints", None, (374, 376, 377))],
    ),
    (
        "Chronic Pain Treatment Guidelines NSAIDs, GI symptoms & cardiovascular risk Page(s): 68.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "NSAIDs, GI symptoms & cardiovascular risk", (68,))],
    ),
    (
        "Chronic Pain Treatment Guidelines Opioids Page(s): 78, Weaning of medications Page(s): 124.",
        [
            Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "Opioids", (78,)),
            Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "Weaning of medications", (124,)),
        ],
    ),
    (
        "ACOEM Chapter 8 Neck and Upper Back Complaints Page(s): 181-3.",
        [
            Cited(
                "neck-and-upper-back-complaints",
                "ACOEM Chapter 8 Neck and Upper Back Complaints",
                None,
                (181, 182, 183),
            )
        ],
    ),
    (
        "Postsurgical Treatment Guidelines Page(s): 26.",
        [Cited("postsurgical-treatment", "Postsurgical Treatment Guidelines", None, (26,))],
    ),
    (
        "ACOEM Chapter 9 Shoulder Complaints Page(s): 209, ACOEM Chapter 10 Elbow Complaints Page(s): 33, 42.",
        [
            Cited("shoulder-complaints", "ACOEM Chapter 9 Shoulder Complaints", None, (209,)),
            Cited("elbow-complaints", "ACOEM Chapter 10 Elbow Complaints", None, (33, 42)),
        ],
    ),
    (
        "ACOEM Chapter 7 Independent Medical Examinations and Consultations Page(s): 127.",
        [
            Cited(
                "independent-medical-examinations",
                "ACOEM Chapter 7 Independent Medical Examinations and Consultations",
                None,
                (127,),
            )
        ],
    ),
]
MTUS_CHAPTER_12 = "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004), Chapter 12"
TABLES = [  # a table is no page; behind pages it is no section either
    ("Knee Complaints Page(s): 338, Table 13-3.", [Cited("knee-complaints", "Knee Complaints", None, (338,))]),
    ("Knee Complaints Table 13-3 Page(s): 338.", [Cited("knee-complaints", "Knee Complaints", "Table 13-3", (338,))]),
    ("Knee Complaints 2004, Section(s): Table 13-3.", [Cited("knee-complaints", "Knee Complaints 2004", "Table 13-3")]),
]
BY_NUMBER = [  # a chapter named by its number, or with the year and number of its edition
    ("ACOEM Chapter 12 Page(s): 303.", [Cited(LOW_BACK, "ACOEM Chapter 12", None, (303,))]),
    (
        "ACOEM Chapter 12, Chronic Pain Treatment Guidelines Page(s): 99.",
        [Cited(LOW_BACK, "ACOEM Chapter 12"), Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", None, (99,))],
    ),
    (
        "ACOEM Chapter 12 (Low Back Complaints) (2007), page 303.",
        [Cited(LOW_BACK, "ACOEM Chapter 12 (Low Back Complaints) (2007)", None, (303,))],
    ),
    (
        "ACOEM Practice Guidelines, Chapter 12 Low Back Complaints, page 303.",
        [Cited(LOW_BACK, "ACOEM Practice Guidelines, Chapter 12 Low Back Complaints", None, (303,))],
    ),
    (f"{MTUS_CHAPTER_12}, page 303.", [Cited(LOW_BACK, MTUS_CHAPTER_12, None, (303,))]),
    ("ACOEM Guidelines Chapter 17 Page(s): 3.", [Cited("acoem", "ACOEM Guidelines Chapter 17", None, (3,))]),
    (
        "ACOEM Chapter 9 Shoulder Complaints, Chapter 13 Knee Complaints Page(s): 341-343.",
        [
            Cited("shoulder-complaints", "ACOEM Chapter 9 Shoulder Complaints"),
            Cited("knee-complaints", "Chapter 13 Knee Complaints", None, (341, 342, 343)),
        ],
    ),
]
WITH_REGULATIONS = [  # the regulation that adopted a guideline is no section of it, nor are its numbers pages
    (
        "Chronic Pain Treatment Guidelines 8 C.C.R. §§9792.20 - 9792.26 MTUS (Effective July 18, 2009) Page(s): 74-75.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", None, (74, 75))],
    ),
    (
        "Chronic Pain Treatment Guidelines 9792.24.2 Page(s): 99 of 127.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", None, (99,))],
    ),
    (
        "Low Back Complaints Chapter (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12), page 303.",
        [Cited(LOW_BACK, "Low Back Complaints", None, (303,))],
    ),
]
WITH_SECTIONS = [  # 2016 on
    ("Low Back Complaints 2004.", [Cited(LOW_BACK, "Low Back Complaints 2004")]),
    (
        "Low Back Complaints 2004, Section(s): Special Studies.",
        [Cited(LOW_BACK, "Low Back Complaints 2004", "Special Studies")],
    ),
    (
        "Low Back Complaints 2004, Section(s): Surgical Considerations, Physical Methods, Summary.",
        [
            Cited(LOW_BACK, "Low Back Complaints 2004", section)
            for section in ("Surgical Considerations", "Physical Methods", "Summary")
        ],
    ),
    (
        "Forearm, Wrist, and Hand Complaints 2004, Section(s): Special Studies.",
        [Cited(HAND, "Forearm, Wrist, and Hand Complaints 2004", "Special Studies")],
    ),
    (
        (
            "Shoulder Complaints 2004, Section(s): Initial Care, and Elbow Complaints 2007, and "
            "Forearm, Wrist, and Hand Complaints 2004."
        ),
        [
            Cited("shoulder-complaints", "Shoulder Complaints 2004", "Initial Care"),
            Cited("elbow-complaints", "Elbow Complaints 2007"),
            Cited(HAND, "Forearm, Wrist, and Hand Complaints 2004"),
        ],
    ),
    (
        (
            "Chronic Pain Medical Treatment 2016, Section(s): NSAIDs, GI symptoms & cardiovascular risk, "
            "NSAIDs, hypertension and renal function."
        ),
        [
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "NSAIDs, GI symptoms & cardiovascular risk"),
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "NSAIDs, hypertension and renal function"),
        ],
    ),
    (
        (
            "Chronic Pain Medical Treatment 2016, Section(s): "
            "TENS, chronic pain (transcutaneous electrical nerve stimulation)."
        ),
        [
            Cited(
                CHRONIC_PAIN,
                "Chronic Pain Medical Treatment 2016",
                "TENS, chronic pain (transcutaneous electrical nerve stimulation)",
            )
        ],
    ),
    (
        (
            "Opioid Treatment 2016, Section(s): 1.4 Opioids for Acute Pain: Opioids for Post-operative Pain, "
            "3.3.1.2 Opioids for Chronic Pain and Chronic Opioid Treatment: Screening for Risk of Addiction, Prior to "
            "Chronic Opioid Treatment: Screening for Alcohol Misuse/Abuse, 3.3.9 Opioids for Chronic Pain: Maintenance."
        ),
        [
            Cited("opioid-treatment", "Opioid Treatment 2016", section)
            for section in (
                "1.4 Opioids for Acute Pain: Opioids for Post-operative Pain",
                (
                    "3.3.1.2 Opioids for Chronic Pain and Chronic Opioid Treatment: Screening for Risk of Addiction, "
                    "Prior to Chronic Opioid Treatment: Screening for Alcohol Misuse/Abuse"
                ),
                "3.3.9 Opioids for Chronic Pain: Maintenance",
            )
        ],
    ),
    (
        "Chronic Pain Medical Treatment 2016, Section(s): Work conditioning, work hardening, Weaning of medications.",
        [
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "Work conditioning, work hardening"),
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "Weaning of medications"),
        ],
    ),
    # A guideline without its year, with sections and pages.
    (
        "Chronic Pain Treatment Guidelines, Section(s): Functional restoration programs (FRPs) Page(s): 49.",
        [Cited(CHRONIC_PAIN, "Chronic Pain Treatment Guidelines", "Functional restoration programs (FRPs)", (49,))],
    ),
    # The number of a section is none of a page.
    ("Low Back Complaints 2004, Section(s): 326.", [Cited(LOW_BACK, "Low Back Complaints 2004", "326")]),
    # A section may begin with the name of a chapter of other years.
    (
        "Chronic Pain Medical Treatment 2016, Section(s): Opioids, criteria for use, Opioids, dosing.",
        [
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "Opioids, criteria for use"),
            Cited(CHRONIC_PAIN, "Chronic Pain Medical Treatment 2016", "Opioids, dosing"),
        ],
    ),
    (
        (
            "Postsurgical Treatment 2016, Section(s): Carpal Tunnel Syndrome, Forearm, Wrist, & Hand, and "
            "Acupuncture Treatment 2007."
        ),
        [
            Cited("postsurgical-treatment", "Postsurgical Treatment 2016", "Carpal Tunnel Syndrome"),
            Cited("postsurgical-treatment", "Postsurgical Treatment 2016", "Forearm, Wrist, & Hand"),
            Cited("acupuncture-medical-treatment", "Acupuncture Treatment 2007"),
        ],
    ),
    (
        "General Approaches 2004, Section(s): Prevention, Initial Approaches to Treatment.",
        [
            Cited("general-approaches", "General Approaches 2004", "Prevention"),
            Cited("general-approaches", "General Approaches 2004", "Initial Approaches to Treatment"),
        ],
    ),
]
NEW_CHAPTERS = [  # 2018 on
    ("Low Back Disorders 2019.", [Cited("acoem-low-back-disorders", "Low Back Disorders 2019")]),
    (
        (
            "Low Back Disorders 2019, Section(s): Diagnostic Recommendations, and Chronic Pain 2017, and Opioids 2017, "
            "Section(s): Screening, and Knee Disorders 2020, and Hand, Wrist, and Forearm Disorders 2019."
        ),
        [
            Cited("acoem-low-back-disorders", "Low Back Disorders 2019", "Diagnostic Recommendations"),
            Cited("acoem-chronic-pain", "Chronic Pain 2017"),
            Cited("acoem-opioids", "Opioids 2017", "Screening"),
            Cited("acoem-knee-disorders", "Knee Disorders 2020"),
            Cited("acoem-hand-wrist-and-forearm-disorders", "Hand, Wrist, and Forearm Disorders 2019"),
        ],
    ),
    (
        "Cervical and Thoracic Spine Disorders 2018, and Workplace Mental Health: Depressive Disorders 2020.",
        [
            Cited("acoem-cervical-and-thoracic-spine-disorders", "Cervical and Thoracic Spine Disorders 2018"),
            Cited("acoem-depressive-disorders", "Workplace Mental Health: Depressive Disorders 2020"),
        ],
    ),
    (
        "Chronic Pain 2017, Section(s): Opioids, and Opioids 2017, Section(s): Chronic Pain.",
        [
            Cited("acoem-chronic-pain", "Chronic Pain 2017", "Opioids"),
            Cited("acoem-opioids", "Opioids 2017", "Chronic Pain"),
        ],
    ),
]
UNKNOWN = [
    ("Lunar Rehabilitation 2031.", [Cited(None, "Lunar Rehabilitation 2031")]),
    (
        "Lunar Rehabilitation 2031, Section(s): Low gravity.",
        [Cited(None, "Lunar Rehabilitation 2031", "Low gravity")],
    ),
    (
        "Low Back Complaints 2004, and Lunar Rehabilitation 2031, Section(s): Low gravity.",
        [Cited(LOW_BACK, "Low Back Complaints 2004"), Cited(None, "Lunar Rehabilitation 2031", "Low gravity")],
    ),
    ("Moon Guidelines Page(s): 12.", [Cited(None, "Moon Guidelines", None, (12,))]),
]


@pytest.mark.parametrize(
    ("words", "cited"),
    WITH_PAGES + TABLES + BY_NUMBER + WITH_REGULATIONS + WITH_SECTIONS + NEW_CHAPTERS + UNKNOWN,
    ids=lambda value: str(value)[:60],
)
def test_chapters_sections_pages(words: str, cited: list[Cited]) -> None:
    line, warnings = read_line(f"Decision based on MTUS {words}")
    assert shortened(line.citations) == cited
    assert line.mtus
    assert {each.authority for each in line.citations} == {"MTUS"}
    assert warnings == ["guideline-unknown"] * [each.key for each in cited].count(None)


@pytest.mark.parametrize(
    ("words", "edition"),
    [
        ("Low Back Complaints 2004.", "2004"),
        ("Chronic Pain Medical Treatment 2016, Section(s): Introduction.", "2016"),
        ("Chronic Pain Medical Treatment 2009, Section(s): Introduction.", "2009"),
        ("Chronic Pain Treatment Guidelines Page(s): 125.", None),
        ("Lunar Rehabilitation 2031.", "2031"),
    ],
)
def test_the_year_is_the_edition(words: str, edition: str | None) -> None:
    line, _ = read_line(f"Decision based on MTUS {words}")
    assert [each.edition for each in line.citations] == [edition]


def test_several_names_are_one_guideline() -> None:
    names = ("ACOEM Chapter 12 Low Back Complaints Page(s): 303.", "Low Back Complaints 2004.", "Low Back Complaints.")
    keys = {read_line(f"Decision based on MTUS {name}")[0].citations[0].key for name in names}
    assert keys == {LOW_BACK}
