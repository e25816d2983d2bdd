"""What an item's description asks for: the part really decided, and all that is inferred from it."""

from __future__ import annotations

import pytest

from ingest.parsing.requests import read_request

DECIDED = [  # (description, the part that is really decided)
    ("MRI", "MRI"),
    ("MRI.", "MRI"),
    ("The request for MRI", "MRI"),
    ("Decision for MRI of the knee.", "MRI of the knee"),
    ("Request for", "Request for"),
    ("1 platelet rich plasma injection", "1 platelet rich plasma injection"),
    ("A bath chair and a walker. The original request, a bath chair is", "a bath chair"),
    ("Norco was cut. The remaining portion of the original request, Norco 10/325mg #35 is:", "Norco 10/325mg #35"),
    ("A walker, part of the original request", "A walker, part of the original request"),
    ("", ""),
]


@pytest.mark.parametrize(("description", "decided"), DECIDED)
def test_part_that_is_decided(description: str, decided: str) -> None:
    assert read_request(description).span.of(description) == decided


def test_treatments_stand_where_the_description_names_them() -> None:
    description = "Two MRIs. The original request, a left knee MRI and 6 sessions of physical therapy is"
    request = read_request(description)
    assert [treatment.spans["name"].of(description) for treatment in request.treatments] == ["MRI", "physical therapy"]
    assert request.treatments[0].spans["name"].start > description.index("original request")
    assert request.body_parts == ("left knee",)
    assert request.quantity is not None
    assert request.quantity.visits == 6
