"""The letter's file as it came is for whoever may read the letter, unless it names people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.models import Case, Publication, SourceFile
from decisions.originals import original_path
from tests.builders import Item, make_case
from tests.web.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

PDF = b"%PDF-1.7 fictional"
SHA256 = "ab" * 32
URL = "/cases/CM15-0000001/original/"
LEAK = {"kind": "name", "start": 0, "end": 4, "words": "Jane", "cleared": False}


@pytest.fixture(autouse=True)
def originals(settings: SettingsWrapper, tmp_path: Path) -> Path:
    settings.ORIGINALS_DIR = tmp_path
    path = original_path(tmp_path, SHA256)
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF)
    return path


def case_with_file(*, leaks: tuple[dict[str, object], ...] = (), **fields: object) -> Case:
    case = make_case("CM15-0000001", items=[Item()], leaks=list(leaks))
    values = {"name": "box.zip!x/SMITH.pdf", "media_type": "application/pdf", "size": len(PDF), "state": "current"}
    SourceFile.objects.create(**{"sha256": SHA256, "case": case, **values, **fields})
    return case


def links(client: Client) -> dict[str, str]:
    return read(client.get("/cases/CM15-0000001/")).links


@pytest.mark.parametrize("leaks", [(), ({**LEAK, "cleared": True},)])
def test_it_is_offered_and_sent_to_be_saved_under_the_cases_number(
    client: Client, leaks: tuple[dict[str, object], ...]
) -> None:
    case_with_file(leaks=leaks)
    assert links(client)["Original letter"] == URL
    response = client.get(URL)
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="CM15-0000001.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("leaks", [(LEAK,), ({**LEAK, "cleared": True}, LEAK)])
def test_it_is_held_back_while_it_may_name_people_and_the_page_says_so(
    client: Client, leaks: tuple[dict[str, object], ...]
) -> None:
    case_with_file(leaks=leaks)
    assert "Original letter" not in links(client)
    assert "The original file is held back" in read(client.get("/cases/CM15-0000001/")).text
    response = client.get(URL)
    assert response.status_code == 404
    assert "held back" in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "superseded"},
        {"state": "held"},
        {"media_type": ""},
        {"media_type": "text/html"},
        {"sha256": "cd" * 32},
    ],
)
def test_what_is_no_current_letter_or_is_gone_is_not_offered(client: Client, fields: dict[str, object]) -> None:
    case_with_file(**fields)
    assert "Original letter" not in links(client)
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(("publication", "status"), [(Publication.PREVIEW, 404), (Publication.WITHDRAWN, 410)])
def test_it_is_as_public_as_its_case(client: Client, publication: Publication, status: int) -> None:
    case_with_file()
    Case.objects.update(publication=publication)
    response = client.get(URL)
    assert response.status_code == status
    assert PDF not in response.content
