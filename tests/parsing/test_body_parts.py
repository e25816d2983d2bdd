from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.body_parts import find_body_parts

REQUESTS = [
    ("MRI of the lumbar spine", "lumbar spine"),
    ("Work conditioning for the low back", "lumbar spine"),
    ("Cervical and lumbar spine x-rays", "cervical spine, lumbar spine"),
    ("ESI at L5-S1", "lumbar spine"),
    ("ESI at C7-T1", "cervical spine"),
    ("Facet joint injections L4-5, L5-S1", "lumbar spine"),
    ("Kyphoplasty T12", "thoracic spine"),
    ("LS spine MRI", "lumbar spine"),
    ("X-ray of C-spine and L-spine", "cervical spine, lumbar spine"),
    ("MRI L/S", "lumbar spine"),
    ("Spinal stabilization program, lumbar", "lumbar spine"),
    ("Spinal manipulation", "spine"),
    ("Chiro for neck, back", "cervical spine, back"),
    ("Steroid injection to left ankle", "left ankle"),
    ("Lt ankle and rt foot", "left ankle, right foot"),
    ("R knee MRI", "right knee"),
    ("EMG of the bilateral upper extremities", "bilateral upper extremities"),
    ("EMG/NCV BUE and BLE", "bilateral upper extremities, bilateral lower extremities"),
    ("X-rays of both feet", "bilateral feet"),
    ("Right and left knees", "bilateral knees"),
    ("PT for the left wrist/hand", "left wrist, left hand"),
    ("Bilateral shoulder, elbow and wrist", "bilateral shoulders, bilateral elbows, bilateral wrists"),
    ("Cervical and lumbar spine, left wrist/hand, 3 times", "cervical spine, lumbar spine, left wrist, left hand"),
    ("Purchase, lumbar spine, left hip, lower leg, and knee", "lumbar spine, left hip, left lower leg, left knee"),
    ("Left shoulder, neck and elbow", "left shoulder, cervical spine, elbow"),
    ("Neck, right hand and head", "cervical spine, right hand, head"),
    ("Right lower leg and bilateral feet", "right lower leg, bilateral feet"),
    ("MRI knee, left", "left knee"),
    ("SI joint injections bilaterally", "bilateral sacroiliac joints"),
    ("Shoulder injection, left knee brace", "shoulder, left knee"),
    ("Left total knee arthroplasty", "left knee"),
    ("Right carpal tunnel release", "right wrist"),
    ("Right shoulder arthroscopy with rotator cuff repair and shoulder debridement", "right shoulder"),
    ("Right L5-S1 epidural steroid injection", "lumbar spine"),
    ("Bilateral trapezius trigger points", "bilateral trapezius muscles"),
    ("ACDF", "cervical spine"),
    ("Knee scooter", ""),
    ("Hand-held shower", ""),
    ("Free T4 and T3, T4", ""),
    ("One tablet by mouth", ""),
    ("Narcan nasal spray", ""),
    ("What is left of the request", ""),
    ("", ""),
]


@pytest.mark.parametrize(("request_words", "parts"), REQUESTS, ids=[request or "empty" for request, _ in REQUESTS])
def test_request_names_its_body_parts(request_words: str, parts: str) -> None:
    assert ", ".join(find_body_parts(request_words)) == parts


pieces = st.sampled_from(
    [
        "left",
        "right",
        "bilateral",
        "L",
        "R",
        "knee",
        "neck",
        "hand",
        "L4-5",
        "spine",
        "back",
        ",",
        "and",
        "/",
        "the",
        "BUE",
        "lower",
        "leg",
        "T4",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map(" ".join))
def test_any_request_gives_distinct_parts(request_words: str) -> None:
    parts = find_body_parts(request_words)
    assert len(set(parts)) == len(parts)
    assert all(part == part.lower().strip() for part in parts)
