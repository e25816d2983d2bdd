from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.parsed import ParsedQuantity
from ingest.parsing.quantity import parse_quantity

VISITS = [
    ("Work conditioning 2x4", 8),
    ("Work conditioning 2 x 4 for low back", 8),
    ("Spinal manipulation 1 times 8", 8),
    ("Physical therapy 2 times 8", 16),
    ("Physical therapy 3 times a week for 2 weeks", 6),
    ("Acupuncture two times a week times six weeks", 12),
    ("Twice a week for 4 weeks", 8),
    ("Acupuncture once a week for six weeks", 6),
    ("PT 2x/week x 6 weeks", 12),
    ("Physiotherapy 3xWk x 4Wks", 12),
    ("PT two (2) times a week for six (6) weeks", 12),
    ("Physical therapy three times weekly times 4 weeks", 12),
    ("2 times per week x 4, chiropractic", 8),
    ("Physical therapy 3 times a week to the lumbar spine for 4 weeks", 12),
    ("Physical therapy 2-3 times a week for 6 weeks", 18),
    ("Acupuncture 1 to 2 times per week for 4 weeks", 8),
    ("Aqua therapy 2-3x/wk for 4-6 wks", 18),
    ("3 visits per month for 2 months", 6),
    ("2 times per week for 2 months", 16),
    ("10 sessions of work hardening", 10),
    ("Twelve physical therapy sessions", 12),
    ("Twenty-four visits", 24),
    ("Post-op physical therapy 12-18 sessions", 18),
    ("6 additional chiropractic physiotherapy visits", 6),
    ("Twelve manual acupuncture visits (15 mins), 2 times weekly for 6 weeks", 12),
    ("Physical therapy 2 times a week for 6 weeks (12 sessions) to the right elbow", 12),
    ("Two sessions for the left wrist and eight sessions for the lumbar spine", 10),
    ("Chiropractic sessions for the cervical spine, #2", 2),
    ("Associated surgical service: Physical therapy, times 12", 12),
    ("Pool therapy x 12", 12),
    ("Acupuncture #6", 6),
    ("60 minute massage sessions x 6", 6),
    ("Neurofeedback x 10", 10),
    ("Six psychotherapy visits", 6),
    ("Sessions of 45 minutes", None),
    ("Chiropractic once a week", None),
    ("Twelve months of gym membership", None),
    ("Gauze 4x4 inch", None),
]
COUNTS = [
    ("Norco 10/325mg #120", 120),
    ("Skelaxin 800 mg quantity 90", 90),
    ("Naproxen 500mg (QTY: 60)", 60),
    ("60 tablets of Ibuprofen 800mg", 60),
    ("Norco, one tablet twice daily 14 days #40", 40),
    ("Tylenol #3 #60", 60),
    ("Tylenol #3", None),
    ("Voltaren gel 4 times a day, #60 grams", 60),
    ("Lidoderm patch, #1 box", 1),
    ("Wrist braces #2", 2),
    ("1 knee scooter", 1),
    ("Associated surgical service: 2 leg wraps", 2),
    ("Trigger point injections x 4", 4),
    ("Series of three Orthovisc injections", 3),
    ("Botox 200 units", 200),
    ("3 in 1 commode", None),
    ("7 view x-rays", None),
    ("3 Tesla MRI", None),
    ("Root canal, tooth #14", None),
    ("MRI of the lumbar spine", None),
]
STRENGTHS = [
    ("Norco 10/325mg #60", "10/325mg"),
    ("Norco 7.5-325mg", "7.5-325mg"),
    ("Percocet 10/325 #90", "10/325"),
    ("Trezix 320.5/30/16mg", "320.5/30/16mg"),
    ("Lidocaine ointment 5% 106.32gm", "5%"),
    ("LidoPro 4%-27.5%-0.0325% 121gm #1", "4%-27.5%-0.0325%"),
    ("Diclofenac sodium 3% 300mg/g", "3%"),
    ("Tabradol 1mg/ml oral suspension, 250ml", "1mg/ml"),
    ("Butrans patch 10mcg/hr #4", "10mcg/hr"),
    ("Gabapentin 600 mg", "600 mg"),
    ("Vitamin D 50,000 IU", "50,000 IU"),
    ("Flurbiprofen 10%, Gabapentin 6% cream", None),
    ("Physical therapy 2x4", None),
    ("L4-5 laminectomy on 11/18/2016", None),
]
REFILLS = [
    ("Lyrica 75mg #60 with 3 refills", 3),
    ("Three refills of Voltaren 75mg #60", 3),
    ("Omeprazole 20mg #30 refill: 2", 2),
    ("Soma 350mg #90 RF x 1", 1),
    ("Norco #90 with no refills", 0),
    ("Norco, no refills", 0),
    ("Norco #90", None),
]
RENTALS = [
    ("TENS unit, 1 month rental", 30),
    ("Wheelchair for a 2 month rental", 60),
    ("Cold therapy unit rental for 7 days", 7),
    ("Vascutherm unit, 14 days rental", 14),
    ("CPM rental x 3 weeks", 21),
    ("IF unit 30-60 day rental", 60),
    ("H-wave, 30-day trial", 30),
    ("TENS unit, daily trial, #30", None),
    ("Cold therapy for one week", None),
]
ROWS = [
    (field, request, expected)
    for field, rows in (
        ("visits", VISITS),
        ("count", COUNTS),
        ("strength", STRENGTHS),
        ("refills", REFILLS),
        ("rental_days", RENTALS),
    )
    for request, expected in rows
]


@pytest.mark.parametrize(("field", "request_words", "expected"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_request_states_its_quantity(field: str, request_words: str, expected: int | str | None) -> None:
    assert getattr(parse_quantity(request_words) or ParsedQuantity(), field) == expected


def test_all_parts_of_a_prescription() -> None:
    assert parse_quantity("Pantoprazole 40mg, one by mouth, twice a day #60 with one refill") == ParsedQuantity(
        count=60, strength="40mg", refills=1
    )


@pytest.mark.parametrize("request_words", ["", "MRI of the left knee", "Norco DOS: 11/18/16", "Re-exam 12-07-2016"])
def test_nothing_stated_is_none(request_words: str) -> None:
    assert parse_quantity(request_words) is None


pieces = st.sampled_from(
    [
        "2",
        "x",
        "4",
        "12",
        "sessions",
        "visits",
        "times",
        "a",
        "week",
        "for",
        "weeks",
        "#60",
        "10/325mg",
        "5%",
        "rental",
        "days",
        "refills",
        "two",
        "twenty-four",
        "-",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=20).map(" ".join))
def test_any_request_is_read_without_error(request_words: str) -> None:
    quantity = parse_quantity(request_words)
    assert quantity != ParsedQuantity()
    assert quantity is None or quantity.strength is None or quantity.strength in request_words
