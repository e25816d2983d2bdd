from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from decisions.models import DisputedItem, GuidelineCitation
from tests.builders import MRI_SPINE, Cite, Item, make_case
from tests.web.reading import read

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from decisions.models import Case
    from tests.web.reading import Html

LETTER = """Case Number: CM15-0000007
Decision Date: 03/09/2015
CLINICAL CASE SUMMARY
The injured worker, █████, fell from a ladder & hurt <her> back.
Work conditioning 2x4 for the low back: Upheld
Decision rationale: Page 125 asks for a plateau of therapy.
"""


def span(words: str) -> list[int]:
    start = LETTER.index(words)
    return [start, start + len(words)]


@pytest.fixture
def case() -> Case:
    one = make_case(
        "CM15-0000007",
        text=LETTER,
        spans={"case_number": span("CM15-0000007"), "decision_date": span("03/09/2015")},
        warnings=[{"code": "state-misspelt", "field": "licensure_states", "message": "“Califorina” is read."}],
        leaks=[{"kind": "name", "start": 80, "end": 85, "words": "Secret", "cleared": False}],
        age=44,
        items=[
            Item(
                administrator_text="Decision based on MTUS Low Back Complaints.",
                administrator_citations=(Cite("low-back", "Low Back Complaints", pages=(88,)),),
                reviewer_text="Decision based on MTUS Chronic Pain.",
                rationale="Page 125 asks for a plateau of therapy.",
                rationale_citations=(Cite(pages=(126,)),),
                body_parts=["low back"],
                quantity={"visits": 8},
                spans={
                    "rationale": span("Page 125 asks for a plateau of therapy."),
                    "description": span("Work conditioning 2x4 for the low back"),
                },
            ),
            Item(
                description="MRI was the original request. X-ray was authorized. The remaining, MRI",
                request="MRI",
                outcome="overturned",
                treatment=MRI_SPINE,
                reviewer_citations=(),
                rationale_cut_off=True,
                depends_on=1,
            ),
        ],
    )
    GuidelineCitation.objects.filter(item__position=1, cited_by="reviewer").update(spans={"text": span("Page 125")})
    return one


def html_of(client: Client, public_id: str = "CM15-0000007") -> Html:
    return read(client.get(f"/cases/{public_id}/"))


def test_what_was_decided_stands_before_the_letter(client: Client, case: Case) -> None:  # noqa: ARG001
    text = html_of(client).text
    assert text.index("Upheld: the denial stands") < text.index("The whole letter")


@pytest.mark.parametrize(
    "said",
    [
        "Partially overturned: some of the treatments must be authorized",
        "Overturned: the treatment must be authorized",
        "Claims administrator relied on in the letter Decision based on MTUS Low Back Complaints.",
        "Reviewer relied on Decision based on MTUS Chronic Pain.",
        "Cited in the rationale: MTUS Chronic Pain Medical Treatment Guidelines, p. 126",
        "Only this part was decided. The request as the letter puts it: “MRI was the original request.",
        "This decision follows from another one in this letter: item 1.",
        "The rationale breaks off in mid-sentence in the published letter.",
        "The reviewer cites no guideline for this decision.",
        "Treatment Work conditioning Category Physical medicine › Work programs",
        "Body part low back Quantity 8 visits",
        "inferred from the words of the request",
        "Decision date March 9, 2015",
        "Date of injury not stated",
        "Age of the injured worker 44",
        "“Califorina” is read.",
        "The injured worker, █████, fell from a ladder & hurt <her> back.",
        (
            "Cite this decision IMR Case No. CM15-0000007, Final Determination (Mar. 9, 2015), disputed item 2, "
            "Overturned (MRI). "
            "http://testserver/cases/CM15-0000007/#item-2"
        ),
    ],
)
def test_the_page_says(client: Client, case: Case, said: str) -> None:  # noqa: ARG001
    text = html_of(client).text.replace("relied on in the letter Decision", "relied on Decision")
    assert said.replace("relied on in the letter Decision", "relied on Decision") in text


def test_each_field_leads_to_its_words_in_the_letter(client: Client, case: Case) -> None:  # noqa: ARG001
    GuidelineCitation.objects.filter(cited_by="rationale").update(spans={"text": span("Page 125")})
    links = [link["href"] for link in html_of(client).all("a")]
    for place in ("description", "rationale", "rationale-1-text"):  # request and inferences, rationale, citation
        assert f"#from-item-1-{place}" in links


def test_every_item_has_its_place(client: Client, case: Case) -> None:  # noqa: ARG001
    ids = html_of(client).ids
    assert {"item-1", "item-2"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere(client: Client, case: Case) -> None:  # noqa: ARG001
    html = html_of(client)
    places = {link["href"][1:] for link in html.all("a") if link.get("href", "").startswith("#")}
    assert "from-decision_date" in places
    assert "from-item-1-rationale" in places
    assert places <= set(html.ids)


def test_the_words_behind_a_fact_are_marked(client: Client, case: Case) -> None:  # noqa: ARG001
    html = html_of(client)
    marked = {attributes["title"]: words for tag, attributes, words in html.elements if tag == "mark"}
    assert marked == {
        "Case number": "CM15-0000007",
        "Decision date": "03/09/2015",
        "Item 1: request as written": "Work conditioning 2x4 for the low back",
        "Item 1: cited by the reviewer": "Page 125",
        "Item 1: rationale": "asks for a plateau of therapy.",
    }


def test_what_redaction_missed_is_nowhere(client: Client, case: Case) -> None:  # noqa: ARG001
    for ending in ("/", ".json", ".txt"):
        assert b"Secret" not in client.get(f"/cases/CM15-0000007{ending}").content


def test_a_case_of_one_item_does_not_list_its_items(client: Client) -> None:
    make_case("CM15-0000001", items=[Item()])
    assert "Disputed item 1" not in html_of(client, "CM15-0000001").text


def test_a_letter_without_items_stands_as_it_is(client: Client) -> None:
    make_case("d-00000000000f", decision_date=None, specialties=(), states=(), text="Nothing known.")
    text = html_of(client, "d-00000000000f").text
    assert "No disputed item could be read in this letter." in text
    assert "Nothing known." in text


def test_the_json_says_what_parse_says(client: Client, case: Case) -> None:  # noqa: ARG001
    found: dict[str, Any] = client.get("/cases/CM15-0000007.json").json()
    assert (found["case"], found["decision_date"], found["outcome"]) == (
        "CM15-0000007",
        "2015-03-09",
        "partially_overturned",
    )
    item = found["items"][0]
    assert item["claims_administrator"]["citations"][0]["pages"] == [88]
    assert item["imr_reviewer"]["citations"][0]["key"] == "chronic-pain"
    assert item["rationale_citations"][0]["pages"] == [126]
    assert (item["treatment"], item["quantity"]) == ("Work conditioning", {"visits": 8})
    assert "leaks" not in found


def test_the_text_is_the_letter(client: Client, case: Case) -> None:  # noqa: ARG001
    response = client.get("/cases/CM15-0000007.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == LETTER


@pytest.mark.parametrize("ending", ["/", ".json", ".txt"])
@pytest.mark.parametrize(("opened", "header"), [(False, "noindex"), (True, None)])
def test_letters_stay_out_of_web_search_unless_opened(
    client: Client,
    settings: SettingsWrapper,
    case: Case,  # noqa: ARG001
    ending: str,
    *,
    opened: bool,
    header: str | None,
) -> None:
    settings.LETTERS_IN_WEB_SEARCH = opened
    response = client.get(f"/cases/CM15-0000007{ending}")
    assert response.get("X-Robots-Tag") == header
    assert (b'content="noindex"' in response.content) == (not opened and ending == "/")


@pytest.mark.parametrize("url", ["/cases/CM99-0000000/", "/cases/CM99-0000000.json", "/cases/CM99-0000000.txt"])
def test_an_unknown_case_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_a_case_costs_five_queries_however_many_items(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_case("CM15-0000021", items=[Item() for _ in range(21)])
    with django_assert_max_num_queries(5):
        client.get("/cases/CM15-0000021/")


def test_a_case_stands_while_search_does_not(client: Client, case: Case) -> None:  # noqa: ARG001
    assert client.get("/decisions/").status_code == 503
    assert html_of(client)


def test_dates_are_written_out(client: Client) -> None:
    make_case("CM15-0000003", decision_date=date(2015, 12, 1), items=[Item()])
    assert "Decided December 1, 2015" in html_of(client, "CM15-0000003").text
    assert DisputedItem.objects.count() == 1


@pytest.mark.parametrize(
    ("public_id", "fields", "item", "cited"),
    [
        ("CM15-0000001", {}, {}, ("IMR Case No. CM15-0000001, Final Determination (Mar. 9, 2015), disputed item 1, "
         "Upheld (Work conditioning 2x4 for the low back).")),
        ("d-00000000000f", {"decision_date": None}, {"outcome": None, "description": "Norco #60:"},
         ("IMR Case (number not stated), Final Determination (date not stated), disputed item 1, outcome not stated "
         "(Norco #60).")),
        ("CM15-0000002", {}, {"description": "cream " * 60},
         ("IMR Case No. CM15-0000002, Final Determination (Mar. 9, 2015), disputed item 1, "
         f"Upheld ({'cream ' * 33}…).")),
    ],
)  # fmt: skip
def test_a_decision_is_cited_in_one_line(
    client: Client, public_id: str, fields: dict[str, Any], item: dict[str, Any], cited: str
) -> None:
    make_case(public_id, items=[Item(**item)], **fields)
    assert f"{cited} http://testserver/cases/{public_id}/#item-1" in html_of(client, public_id).text


def test_a_paragraph_of_the_letter_has_an_address_made_of_its_words(client: Client, case: Case) -> None:
    def addresses() -> dict[str, str]:
        html = html_of(client)
        return {
            words: attributes["id"] for tag, attributes, words in html.elements if tag == "p" and "id" in attributes
        }

    prose = "The injured worker, █████, fell from a ladder & hurt <her> back. ¶"
    before = addresses()
    assert before[prose].startswith("p-")
    case.text = "A line that a later reading of the letter puts first.\n" + LETTER.upper().replace("<HER>", "<her>")
    case.save()
    assert addresses()[prose.upper().replace("<HER>", "<her>")] == before[prose]


def test_the_letter_has_a_list_of_its_contents(client: Client, case: Case) -> None:  # noqa: ARG001
    links = html_of(client).links
    assert links["Work conditioning 2x4 for the low back"] == "#from-item-1-description"
    assert links["CLINICAL CASE SUMMARY"].startswith("#p-")


def test_the_letter_is_cited_in_one_line(client: Client, case: Case) -> None:  # noqa: ARG001
    text = html_of(client).text
    assert (
        "Cite this letter IMR Case No. CM15-0000007, Final Determination (Mar. 9, 2015). "
        "http://testserver/cases/CM15-0000007/ "
    ) in text


def test_what_a_reader_should_know_of_a_decision_is_said(client: Client) -> None:
    plain = Item(administrator_citations=(Cite(),))
    odd = Item(administrator_citations=(Cite("odg", "ODG"),), rationale="", outcome=None)
    make_case("CM15-0000001", items=[plain])
    make_case("CM15-0000002", items=[odd])
    assert html_of(client, "CM15-0000001").count_of_class("flags") == 0
    text = html_of(client, "CM15-0000002").text
    assert "The letter states no outcome for this item that we could read." in text
    assert "The letter gives no rationale for this item that we could read." in text
    assert "The reviewer relies on another guideline than the denial did." in text
