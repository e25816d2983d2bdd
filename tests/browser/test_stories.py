"""Five people at work, from the question to what they take away; each with and without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import docx
import pypdfium2
import pytest
from playwright.sync_api import expect

from decisions.search.indexing import index_stale
from tests.browser.person import apply, focus, runs_scripts, totals
from tests.builders import MRI_SPINE, Cite, Item, make_case

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORK_HARDENING = ("work-hardening", "Work hardening", "Physical medicine", "Work programs")
ON_PAGE_125 = (Cite(pages=(125,)),)
RED_FLAG = "The records show no red flag. Imaging of the lumbar spine is not called for before conservative care."


@pytest.fixture
def archive(site: str) -> str:
    """Besides the four cases: MRI of the lumbar spine without red flags, and work hardening, decided either way."""
    mri = {"description": "Lumbar MRI", "treatment": MRI_SPINE, "reviewer_citations": (Cite("odg", "ODG"),)}
    make_case(
        "CM17-0000011",
        decision_date=date(2017, 5, 2),
        items=[Item(**mri, outcome="overturned", rationale=f"{RED_FLAG} Care has failed for six weeks, however.")],
    )
    make_case("CM17-0000012", decision_date=date(2017, 6, 3), items=[Item(**mri, rationale=RED_FLAG)])
    work = {"description": "Work hardening, 10 sessions", "treatment": WORK_HARDENING}
    for number, outcome, pages in (
        (21, "overturned", 125),
        (22, "overturned", 125),
        (23, "overturned", 126),
        (24, "upheld", 125),
    ):
        make_case(
            f"CM14-00000{number}",
            decision_date=date(2014, 1, number),
            items=[Item(**work, outcome=outcome, reviewer_citations=(Cite(pages=(pages,)),))],
        )
    index_stale()
    return site


def search_for(page: Page, words: str) -> None:
    page.get_by_label("Search all decisions").fill(words)
    page.get_by_role("button", name="Search").click()


def take_citation(page: Page) -> str:
    """The citation of the first decision of a case's page, as the person gets it: by the button, or the words."""
    button = page.get_by_role("button", name="Copy citation").first
    if not button.count():
        return page.locator(".reference .line").first.inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.usefixtures("archive")
def test_an_adjuster_cites_two_decisions_on_lumbar_mri_without_red_flags(page: Page) -> None:
    page.goto("/")
    search_for(page, 'lumbar mri "no red flag"')
    totals(page, "3 decisions in 3 cases")
    expect(page.locator(".odds")).to_contain_text("Overturned in 1 of 3 decisions: too few to say")

    page.get_by_role("checkbox", name="Overturned, 1 decision").check()
    apply(page)
    totals(page, "1 decision in 1 case")
    page.get_by_role("link", name="Lumbar MRI", exact=True).click()
    expect(page.locator("#item-1")).to_contain_text("Overturned: the treatment must be authorized")
    note = [take_citation(page)]

    page.get_by_role("link", name="Back to the decisions found").click()
    page.get_by_role("link", name="Remove the filter Outcome Overturned").click()
    totals(page, "3 decisions in 3 cases")
    page.get_by_role("link", name="Lumbar MRI", exact=True).first.click()
    while page.get_by_role("heading", level=1).inner_text() != "CM17-0000012":
        page.get_by_role("link", name="Next case found").click()
    expect(page.locator("#item-1")).to_contain_text("Upheld: the denial stands")
    note.append(take_citation(page))

    assert [one.partition(" http")[0] for one in note] == [
        "IMR Case No. CM17-0000011, Final Determination (May 2, 2017), disputed item 1, Overturned (Lumbar MRI).",
        "IMR Case No. CM17-0000012, Final Determination (June 3, 2017), disputed item 1, Upheld (Lumbar MRI).",
    ]
    page.goto(note[1].rpartition(" ")[2])  # the address in the note leads there again
    expect(page.get_by_role("heading", level=1)).to_have_text("CM17-0000012")


@pytest.mark.usefixtures("archive")
def test_an_attorney_takes_a_packet_of_overturned_work_hardening_on_page_125(page: Page) -> None:
    page.goto("/treatments/")
    page.get_by_role("link", name="Work hardening").click()
    page.get_by_role("link", name="4 decisions").first.click()
    page.get_by_role("checkbox", name="Overturned, 3 decisions").check()
    if runs_scripts(page):
        totals(page, "3 decisions in 3 cases")
        page.get_by_role("checkbox", name="Page 125, 2 decisions").check()
    else:
        page.get_by_role("checkbox", name="Page 125").check()
    apply(page)
    totals(page, "2 decisions in 2 cases")

    for tick in page.get_by_role("checkbox", name="Tick for a packet").all():
        tick.check()
    page.get_by_role("button", name="Packet of the ticked").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["1. Work hardening, 10 sessions", "2. Work hardening, 10 sessions"]
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it as a Word file").click()
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs)
    for number in (22, 21):
        assert f"IMR Case No. CM14-00000{number}, Final Determination (Jan. {number}, 2014), disputed item 1" in words
    assert "p. 125" in words


@pytest.mark.usefixtures("archive")
def test_someone_pastes_a_case_number(page: Page) -> None:
    page.goto("/about/")
    search_for(page, " cm17 0000011 ")
    expect(page.get_by_role("heading", level=1)).to_have_text("CM17-0000011")
    search_for(page, "CM99-7654321")
    expect(page.get_by_text("The archive holds no case CM99-7654321.")).to_be_visible()


@pytest.mark.usefixtures("archive")
def test_someone_has_only_a_keyboard(page: Page) -> None:
    page.goto("/decisions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    focus(page, page.get_by_label("Search all decisions"))
    page.keyboard.type("norco")
    page.keyboard.press("Enter")
    totals(page, "2 decisions in 2 cases")

    focus(page, page.get_by_role("checkbox", name="Upheld, 1 decision"))
    page.keyboard.press("Space")
    if not runs_scripts(page):
        focus(page, page.get_by_role("button", name="Apply"))
        page.keyboard.press("Enter")
    totals(page, "1 decision in 1 case")
    focus(page, page.get_by_role("link", name="Remove the filter"))
    page.keyboard.press("Enter")
    totals(page, "2 decisions in 2 cases")

    focus(page, page.get_by_role("link", name="Norco 10/325mg #120"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CM16-0000003")
    way = page.get_by_role("link", name="case found")
    onward = way.get_attribute("href")
    focus(page, way)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("d-0123456789ab")
    assert onward in page.url
    focus(page, page.get_by_role("link", name="Link to paragraph").last)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#p-"))
    focus(page, page.get_by_role("link", name="Back to the decisions found"))
    page.keyboard.press("Enter")
    totals(page, "2 decisions in 2 cases")


@pytest.mark.usefixtures("archive")
def test_someone_prints_a_case(page: Page) -> None:
    page.goto("/cases/CM15-0000002/?q=plateau&at=1")
    paper = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    pages = [one.get_textpage().get_text_range() for one in paper]
    decided, letter = " ".join("\n".join(pages[:-1]).split()), " ".join(pages[-1].split())
    for printed in (
        "CM15-0000002",
        "Decided June 1, 2015",
        "Work conditioning 2x4 for the low back",
        "Overturned: the treatment must be authorized",
        "Therapy reached a plateau, as page 125 asks.",
        "IMR Case No. CM15-0000002, Final Determination (June 1, 2015), disputed item 2, Upheld",
        "Facts of the case",
    ):
        assert printed in decided
    assert letter.startswith("The whole letter")
    assert "A fictional letter." in letter
    assert "not binding precedent" in letter
    for of_the_site in (
        "Similar decisions",
        "Copy citation",
        "A linked fact leads",
        "¶",
        "Back to the",
        "Specialties",
        "Letter as text",
    ):
        assert of_the_site not in decided + letter
