"""Other names, misspelt words, suggestions and similar decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from decisions.models import Treatment
from decisions.search import tantivy_search
from decisions.search.engine import CaseCount
from decisions.search.indexing import index_stale
from tests.builders import NORCO, Item, make_case, make_treatment
from tests.web.archive import load_four_cases
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def archive() -> None:
    make_treatment(*NORCO, synonyms=("Norco", "Vicodin"))
    load_four_cases()


def test_other_names_are_told_with_a_way_to_switch_them_off(client: Client) -> None:
    html = read(client.get("/decisions/?q=vicodin&year=2016"))
    assert "1 decision in 1 case" in html.text
    assert "Also searched for other names of vicodin: Hydrocodone/APAP, Norco." in html.text
    off = html.links["Search only for what was typed"]
    assert off == "/decisions/?q=vicodin&year=2016&synonyms=off"
    literal = read(client.get(off))
    assert "0 decisions" in literal.text
    assert literal.links["Search for other names too"] == "/decisions/?q=vicodin&year=2016"
    assert ("synonyms", "off") in set(literal.form_fields())


def test_other_names_that_hold_the_one_typed_are_not_told(client: Client) -> None:
    Treatment.objects.filter(slug="hydrocodone-apap").update(
        synonyms=["Norco", "Vicodin", "vicodin ES", "Lortab/Vicodin"]
    )
    index_stale()
    assert (
        "Also searched for other names of vicodin: Hydrocodone/APAP, Norco."
        in read(client.get("/decisions/?q=vicodin")).text
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("does a zebra plateau?", "does OR a OR zebra OR plateau"),
        ("zebra low-back", "zebra OR low-back"),
        ("zebra", None),
        ('zebra "low back"', None),
        ("zebra AND plateau", None),
        ("zebra -plateau", None),
        ("rationale:zebra plateau", None),
        ("plateau", None),
    ],
)
def test_a_search_that_finds_nothing_offers_any_of_its_words(client: Client, typed: str, offered: str | None) -> None:
    links = read(client.get("/decisions/", {"q": typed, "year": "2015"})).links
    url = links.get("with any of these words, the best matches first")
    assert url == (f"/decisions/?{urlencode({'q': offered, 'year': 2015})}" if offered else None)
    assert not url or "3 decisions" in read(client.get(url)).text


def test_a_strange_choice_of_synonyms_is_told(client: Client) -> None:
    assert "synonyms=maybe was ignored" in read(client.get("/decisions/?q=vicodin&synonyms=maybe")).text


def test_a_misspelt_word_offers_the_one_meant(client: Client) -> None:
    html = read(client.get("/decisions/?q=platau&outcome=overturned"))
    assert "Did you mean plateau?" in html.text
    assert html.links["plateau"] == "/decisions/?q=plateau&outcome=overturned"
    assert "Did you mean" not in read(client.get("/decisions/?q=plateau")).text


def test_an_estimate_says_about(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_search, "count_cases", lambda *_: CaseCount(12_000, exact=False))
    assert "in about 12,000 cases" in read(client.get("/decisions/")).text


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("vic", {"Hydrocodone/APAP": "/decisions/?treatment=hydrocodone-apap"}),
        ("apap", {"Hydrocodone/APAP": "/decisions/?treatment=hydrocodone-apap"}),
        ("Pain Man", {"Pain Management": "/decisions/?specialty=pain-management"}),
        ("spine", {"MRI of the spine": "/decisions/?treatment=mri-spine"}),
        ("cm16", {"CM16-0000003": "/cases/CM16-0000003/"}),
        ("CM150000001", {"CM15-0000001": "/cases/CM15-0000001/"}),
        ("pine", {}),
        ("v", {}),
        ("&&", {}),
        ("", {}),
    ],
)
def test_names_that_begin_as_typed_are_suggested(client: Client, typed: str, labels: dict[str, str]) -> None:
    listed = client.get("/suggest.json", {"q": typed}).json()["suggestions"]
    assert {one["label"]: one["url"] for one in listed} == labels
    links = read(client.get("/suggest/", {"q": typed})).links
    assert {label: links[label] for label in labels} == labels
    for url in labels.values():
        assert client.get(url).status_code == 200


def test_a_treatment_so_called_comes_before_one_also_called_so(client: Client) -> None:
    shoes = make_treatment("shoes", "Orthopedic shoes", "DMEPOS", "Footwear", synonyms=("work boots",))
    make_case("CM17-0000001", items=[Item(treatment=(shoes.slug, shoes.name, shoes.category, shoes.subcategory))])
    index_stale()
    listed = client.get("/suggest.json", {"q": "work"}).json()["suggestions"]
    assert [one["label"] for one in listed] == ["Work conditioning", "Orthopedic shoes"]


def test_suggestions_never_fail(client: Client) -> None:
    for typed in ("\0", "a" * 5000, "%", "'; --", "CM15-00000011111", "ﬀ"):
        assert client.get("/suggest.json", {"q": typed}).status_code == 200


def test_every_search_box_can_suggest(client: Client) -> None:
    for path in ("/", "/decisions/", "/help/"):
        [box] = [one for one in read(client.get(path)).all("input") if one.get("name") == "q"]
        assert box["data-suggest"] == "/suggest.json"


def test_similar_decisions_show_both_outcomes(client: Client) -> None:
    for number, outcome in enumerate(("upheld", "overturned", "upheld"), 4):
        norco = Item(description="Norco 10/325mg #60", treatment=NORCO, outcome=outcome)
        make_case(f"CM16-000000{number}", items=[norco])
    index_stale()
    case = read(client.get("/cases/CM16-0000003/"))
    assert "/cases/CM16-0000003/similar/1/" in [one.get("href") for one in case.all("a")]
    html = read(client.get("/cases/CM16-0000003/similar/1/"))
    overturned, upheld = html.text.split("Upheld: the denial stands", 1)
    assert "CM16-0000005" in overturned
    assert "d-0123456789ab" in overturned
    assert "CM16-0000004" in upheld
    assert "CM16-0000006" in upheld
    assert html.text.count("CM16-0000003") == 1  # named above, not among the similar ones


def test_small_words_are_not_marked_in_similar_decisions(client: Client) -> None:
    make_case("CM15-0000041", items=[Item(rationale="Work conditioning is not shown to help the low back.")])
    index_stale()
    marked = read(client.get("/cases/CM15-0000001/similar/1/")).texts("mark")
    assert "conditioning" in marked
    assert "the" not in marked


@pytest.mark.parametrize("path", ["/cases/CM16-0000003/similar/9/", "/cases/CM99-0000000/similar/1/"])
def test_what_is_not_there_has_nothing_similar(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_vocabulary_of_other_names_is_the_treatments(client: Client) -> None:
    Treatment.objects.filter(slug="hydrocodone-apap").update(synonyms=["Xodol"])
    make_case("CM16-0000009", items=[Item()])
    index_stale()
    assert "Norco" not in read(client.get("/decisions/?q=vicodin")).text
    assert "Also searched" in read(client.get("/decisions/?q=xodol")).text
