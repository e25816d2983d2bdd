"""Rows of the vocabulary: made, kept up, and search told of what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.models import Case, Guideline, Treatment
from ingest.loading.vocabulary import sync_vocabulary
from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.treatments import load_treatments
from tests.ingest.letters import Item, LetterText, numbered, write_files

if TYPE_CHECKING:
    from tests.ingest.running import Archive


def test_every_entry_has_its_row(db: None) -> None:  # noqa: ARG001
    sync_vocabulary()
    assert set(Treatment.objects.values_list("slug", flat=True)) == set(load_treatments())
    assert set(Guideline.objects.values_list("slug", flat=True)) == set(load_guidelines())
    treatment = Treatment.objects.get(slug="work-conditioning")
    assert (treatment.name, treatment.category) == (
        "Work conditioning",
        load_treatments()["work-conditioning"].category,
    )


def test_cases_of_a_row_that_changed_are_indexed_anew(archive: Archive) -> None:
    norco = LetterText(case_number="CM16-0000002", items=(Item(heading="Norco 10/325mg #120"),))
    write_files(archive.folder, {"a.txt": numbered(1).bytes(), "b.txt": norco.bytes()})
    archive.ingest()
    Treatment.objects.filter(slug="work-conditioning").update(name="Former name")
    sync_vocabulary()
    assert Treatment.objects.get(slug="work-conditioning").name == "Work conditioning"
    assert dict(Case.objects.values_list("public_id", "revision")) == {"CM16-0000001": 2, "CM16-0000002": 1}


def test_rows_that_the_vocabulary_no_longer_has_stay(db: None) -> None:  # noqa: ARG001
    Treatment.objects.create(slug="leeches", name="Leeches", category="Other", subcategory="Other")
    sync_vocabulary()
    assert Treatment.objects.filter(slug="leeches").exists()
