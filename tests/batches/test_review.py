"""What a person says of a letter: kept with who and when, shown, searched, and kept when the letter is read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Case
from ingest.models import Correction
from tests.batches.people import act, loaded, reasons, states
from tests.ingest.letters import Item, LetterText, numbered

if TYPE_CHECKING:
    from ingest.models import Batch
    from tests.ingest.running import Archive

UNNUMBERED = LetterText(case_number=None, items=(Item(), Item(heading="MRI of the knee", outcome="Overturned")))
LEAKY = numbered(5, summary="The injured worker saw Dr. Jane Fictional and called 555-867-5309 about pain.")


def letter_loaded(client: Client, letter: LetterText, *, publish: str = "") -> Batch:
    batch = loaded(client, {"a.txt": letter.bytes()})
    if publish:
        act(client, batch, publish)
    return batch


def as_shown(client: Client, public_id: str) -> dict[str, Any]:
    """What the form would send if nothing were changed."""
    context = client.get(reverse("review", args=[public_id])).context
    form = context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items() if value is not False}
    return {**sent, "revision": str(context["case"].revision)}


def mend(client: Client, public_id: str, **changes: Any) -> Any:
    """Send the form with these changes; underscores before a digit or after it stand for dots."""
    fields = {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(reverse("review", args=[public_id]), {**as_shown(client, public_id), **fields}, follow=True)


def only_case() -> Case:
    return Case.objects.get()


def test_the_queue_lists_what_needs_a_person_and_why(uploader: Client) -> None:
    letter_loaded(uploader, UNNUMBERED)
    page = uploader.get(reverse("review_queue"))
    assert [(case.public_id, why) for case, why in page.context["cases"]] == [
        (only_case().public_id, ["No case number"]),
    ]
    assert page.context["reasons"] == [("case-number-missing", "No case number", 1)]
    assert uploader.get(reverse("review_queue"), {"reason": "leak"}).context["cases"] == []


def test_sending_the_form_as_it_is_changes_nothing(uploader: Client) -> None:
    letter_loaded(uploader, UNNUMBERED)
    before = only_case().revision
    assert b"Nothing was changed." in mend(uploader, only_case().public_id).content
    assert (only_case().revision, Correction.objects.count()) == (before, 0)


def test_a_mended_letter_is_found_by_what_a_person_said(uploader: Client, archive: Archive) -> None:
    batch = letter_loaded(uploader, UNNUMBERED, publish="publish")
    old = only_case().public_id
    page = mend(
        uploader,
        old,
        case_number="CM16-0000077",
        items__1__outcome="overturned",
        items__2__request="Arthroscopy of the knee",
        decision_date="2017-02-03",
    )
    assert b"CM16-0000077 is reviewed." in page.content
    case = only_case()
    assert (case.public_id, str(case.decision_date), case.outcome, case.review) == (
        "CM16-0000077",
        "2017-02-03",
        "overturned",
        [],
    )
    assert [(one.field, one.before, one.value, one.made_by.username) for one in Correction.objects.all()] == [
        ("case_number", None, "CM16-0000077", "uploader"),
        ("decision_date", "2017-01-09", "2017-02-03", "uploader"),
        ("items.1.outcome", "upheld", "overturned", "uploader"),
        ("items.2.request", "MRI of the knee", "Arthroscopy of the knee", "uploader"),
    ]
    assert (states(batch), reasons(batch)) == ({"a.txt": "new"}, {"a.txt": "Reviewed by uploader."})
    assert archive.found() == [("CM16-0000077", 1), ("CM16-0000077", 2)]
    assert Client().get("/decisions.json?outcome=upheld").json()["total_items"] == 0


def test_corrections_survive_a_reading_anew(uploader: Client, archive: Archive) -> None:
    letter_loaded(uploader, UNNUMBERED, publish="publish")
    mend(uploader, only_case().public_id, case_number="CM16-0000077", items__1__outcome="modified")
    Case.objects.update(parser_version="old")
    case = only_case()
    case.source_files.update(parser_version="old")
    archive.write(**{"again.txt": UNNUMBERED.bytes()})
    assert archive.ingest().code == 0
    case = only_case()
    assert (case.public_id, case.items.get(position=1).outcome) == ("CM16-0000077", "modified")
    assert case.parser_version != "old"


def test_what_the_letter_leaves_open_is_settled(uploader: Client) -> None:
    batch = letter_loaded(uploader, UNNUMBERED)
    mend(uploader, only_case().public_id, **{"settled-case-number-missing": "on"})
    assert only_case().review == []
    assert states(batch) == {"a.txt": "new"}


def test_items_are_taken_out_put_back_and_added(uploader: Client) -> None:
    letter_loaded(uploader, UNNUMBERED)
    name = only_case().public_id
    mend(uploader, name, items__2__removed="on")
    assert [item.position for item in only_case().items.all()] == [1]
    sent = as_shown(uploader, name)
    del sent["items.2.removed"]
    uploader.post(reverse("review", args=[name]), sent)
    assert only_case().items.count() == 2
    mend(uploader, name, new__description="Aquatic therapy", new__outcome="upheld")
    added = only_case().items.get(position=3)
    assert (added.request, added.outcome) == ("Aquatic therapy", "upheld")


def test_a_letter_without_items_is_mended_by_hand(uploader: Client, archive: Archive) -> None:
    batch = letter_loaded(uploader, numbered(8, items=()), publish="publish")
    assert "No disputed item" in reasons(batch)["a.txt"]
    page = mend(uploader, "CM16-0000008", new__description="Norco 10/325mg #60", new__outcome="upheld")
    assert page.status_code == 200
    assert archive.found("norco") == [("CM16-0000008", 1)]


def test_leaks_are_hidden_from_the_public_and_lit_for_staff(uploader: Client) -> None:
    letter_loaded(uploader, LEAKY, publish="publish")
    page = uploader.get(reverse("review", args=["CM16-0000005"]))
    words = [leak.words for leak in page.context["leaks"]]
    assert any("Fictional" in one for one in words)
    assert any("867-5309" in one for one in words)
    assert b"Jane Fictional" in page.content
    public = Client().get("/cases/CM16-0000005/").content
    assert b"Fictional" not in public
    assert b"867-5309" not in public


@pytest.mark.parametrize(("answer", "shown"), [("show", True), ("hide", False)])
def test_leaks_are_cleared_or_confirmed(uploader: Client, *, answer: str, shown: bool) -> None:
    letter_loaded(uploader, LEAKY, publish="publish")
    leaks = uploader.get(reverse("review", args=["CM16-0000005"])).context["leaks"]
    mend(uploader, "CM16-0000005", **{leak.field: answer for leak in leaks})
    assert (b"Jane Fictional" in Client().get("/cases/CM16-0000005/").content) is shown
    assert "leak" not in only_case().review
    again = uploader.get(reverse("review", args=["CM16-0000005"])).context["leaks"]
    assert {leak.answer for leak in again} == {answer}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("case_number", "17"),
        ("decision_date", "yesterday"),
        ("age", "400"),
        ("items__1__outcome", "partially_overturned"),
        ("items__1__treatment", "no such treatment"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(uploader: Client, field: str, value: str) -> None:
    letter_loaded(uploader, UNNUMBERED)
    page = mend(uploader, only_case().public_id, **{field: value})
    assert page.status_code == 400
    assert page.context["form"].errors[field.replace("__", ".")]
    assert not Correction.objects.exists()


def test_two_people_do_not_overwrite_each_other(uploader: Client) -> None:
    letter_loaded(uploader, UNNUMBERED)
    name = only_case().public_id
    stale = as_shown(uploader, name)
    mend(uploader, name, items__1__outcome="modified")
    page = uploader.post(reverse("review", args=[name]), {**stale, "items.1.outcome": "overturned"})
    assert (page.status_code, b"Someone changed this letter meanwhile" in page.content) == (400, True)
    assert only_case().items.get(position=1).outcome == "modified"


def test_a_number_that_is_known_makes_the_letter_a_version(uploader: Client) -> None:
    letter_loaded(uploader, numbered(9, decision_date="05/01/2017"), publish="publish")
    letter_loaded(uploader, UNNUMBERED)
    odd = Case.objects.get(public_id__startswith="d-").public_id
    mend(uploader, odd, case_number="CM16-0000009")
    assert only_case().public_id == "CM16-0000009"
    assert sorted(only_case().source_files.values_list("state", flat=True)) == ["current", "superseded"]


def test_a_review_in_a_published_batch_publishes_its_letter(uploader: Client) -> None:
    letter_loaded(uploader, UNNUMBERED, publish="publish-without-reviews")
    assert only_case().publication == "preview"
    mend(uploader, only_case().public_id, case_number="CM16-0000077")
    assert only_case().publication == "public"
    assert Client().get("/cases/CM16-0000077/").status_code == 200


def test_a_lost_original_is_told_and_nothing_changed(uploader: Client, archive: Archive) -> None:
    letter_loaded(uploader, UNNUMBERED)
    sha256 = only_case().source_files.get().sha256
    next(archive.folder.parent.glob(f"var/originals/*/*/{sha256}")).unlink()
    page = mend(uploader, only_case().public_id, case_number="CM16-0000077")
    assert page.status_code == 400
    assert not Correction.objects.exists()
    assert uploader.get(reverse("original", args=[sha256])).status_code == 404


def test_an_original_is_saved_never_shown(viewer: Client, uploader: Client) -> None:
    letter_loaded(uploader, numbered(1))
    sha256 = only_case().source_files.get().sha256
    answer = viewer.get(reverse("original", args=[sha256]))
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == numbered(1).bytes()  # type: ignore[attr-defined]
