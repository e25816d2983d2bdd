"""Each way in which a file can be bad: one line naming it and why, exit 1, everything else loaded."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from typing import TYPE_CHECKING

import pytest

from decisions.models import Case, SourceFile
from tests.ingest.letters import Item, LetterText, numbered, write_files, zipped
from tests.ingest.running import Archive, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

RANDOM = random.Random(1).randbytes(50_000)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + RANDOM
GOOD = {"good.txt": numbered(1).bytes(), "more/good.pdf": numbered(2).pdf()}


def scanned_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def docx_bomb() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def docx_entities() -> bytes:
    body = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body})


def locked_zip() -> bytes:
    content = bytearray(zipped({"letter.txt": numbered(9).bytes()}))
    content[6] |= 1  # the flag in the member's own header ...
    content[content.index(b"PK\x01\x02") + 8] |= 1  # ... and in the list of members
    return bytes(content)


def broken_member() -> bytes:
    content = bytearray(zipped({"letter.txt": numbered(9).bytes()}))
    content[60:80] = bytes(20)
    return bytes(content)


NO_ITEMS = LetterText(items=()).bytes()
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty file": ("a.txt", lambda: b"", "a.txt: The file is empty"),
    "blanks only": ("a.txt", lambda: b" \n\n \n", "a.txt: The file holds blanks only"),
    "PDF of random bytes": (
        "a.pdf",
        lambda: RANDOM,
        "a.pdf: It is neither PDF nor DOCX nor plain text, though",
    ),
    "PDF that begins well": ("a.pdf", lambda: b"%PDF-1.4\n" + RANDOM, "a.pdf: A damaged PDF"),
    "PDF cut short": ("a.pdf", lambda: numbered(9).pdf()[:600], "a.pdf: A damaged PDF"),
    "JPEG named .pdf": ("a.pdf", lambda: JPEG, "a.pdf: This is a JPEG picture, though its name ends in .pdf"),
    "web page": ("a.txt", lambda: b"\n<!doctype HTML><p>hi", "a.txt: This is a web page"),
    "RTF": ("a.rtf", lambda: rb"{\rtf1 letter}", "a.rtf: This is an RTF document; give"),
    "old Word file": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + RANDOM,
        "a.doc: An old Office file",
    ),
    "scanned PDF": ("a.pdf", scanned_pdf, "a.pdf: No text on its 1 page(s)"),
    "PDF with a password": (
        "a.pdf",
        lambda: numbered(9).pdf("secret"),
        "a.pdf: A PDF that opens with a password",
    ),
    "DOCX bomb": ("a.docx", docx_bomb, "a.docx: A DOCX that unpacks to 60 MB"),
    "DOCX with entities": ("a.docx", docx_entities, "a.docx: A DOCX that declares XML entities"),
    "damaged DOCX": ("a.docx", lambda: numbered(9).docx()[:900], "a.docx: A damaged zip"),
    "spreadsheet": (
        "a.xlsx",
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}),
        "a.xlsx: An Office file that is no Word document",
    ),
    "zip in a zip": (
        "a.zip",
        lambda: zipped({"in.zip": zipped({"b.txt": numbered(9).bytes()})}),
        "a.zip!in.zip: A zip inside another zip",
    ),
    "200 MB of zeros zipped": (
        "a.zip",
        lambda: zipped({"zeros.txt": bytes(200_000_000)}),
        "a.zip!zeros.txt: 200 MB",
    ),
    "20 MB of zeros zipped": (
        "a.zip",
        lambda: zipped({"zeros.txt": bytes(20_000_000)}),
        "a.zip!zeros.txt: Unpacks",
    ),
    "empty zip": ("a.zip", lambda: zipped({}), "a.zip: The zip is empty"),
    "cut zip": ("a.zip", lambda: zipped({"b.txt": numbered(9).bytes()})[:100], "a.zip: A damaged zip"),
    "locked zip": ("a.zip", locked_zip, "a.zip!letter.txt: Locked by the zip's password"),
    "damaged zip member": ("a.zip", broken_member, "a.zip!letter.txt: Damaged in the zip"),
    "far too many items": (
        "a.txt",
        lambda: numbered(9, items=(Item(heading="MRI of the knee"),) * 400).bytes(),
        "a.txt: 400 disputed items with",
    ),
    "letter with no items": ("a.txt", lambda: NO_ITEMS, "a.txt: A letter without a disputed item"),
    "other text": (
        "a.txt",
        lambda: b"Dear Sir,\n\nthe bill is enclosed.\n",
        "a.txt: Not an IMR determination",
    ),
    "a book": ("a.txt", lambda: b"It was the best of times. " * 100_000, "a.txt: Text of 2,600,"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_line_and_the_others_are_loaded(archive: Archive, case: str) -> None:
    name, content, line = BAD[case]
    write_files(archive.folder, GOOD | {name: content()})
    ran = archive.ingest()
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(line)
    assert ran.code == 1
    assert ran.out.startswith("3 files = 2 new + 0 updated + 0 unchanged + 0 superseded + 1 failed")
    assert {*Case.objects.values_list("public_id", flat=True)} == {"CM16-0000001", "CM16-0000002"}
    assert archive.found() == [("CM16-0000001", 1), ("CM16-0000002", 1)]


def test_everything_bad_at_once(archive: Archive) -> None:
    bad = {f"{number:02}-{name}": content() for number, (name, content, _) in enumerate(BAD.values())}
    write_files(archive.folder, GOOD | bad)
    ran = archive.ingest(workers=2)
    assert len(ran.err.splitlines()) == len(BAD)
    assert f"= 2 new + 0 updated + 0 unchanged + 0 superseded + {len(BAD)} failed" in ran.out
    assert ran.code == 1


@pytest.mark.parametrize("case", BAD)
def test_parse_says_the_same(archive: Archive, case: str) -> None:
    name, content, line = BAD[case]
    write_files(archive.folder, GOOD | {name: content()})
    ran = run("parse", archive.folder, workers=1)
    assert ran.err.startswith(line)
    assert ran.code == 1
    assert ran.out.count("\n") == 2


def test_a_folder_without_letters_is_a_failure(archive: Archive) -> None:
    archive.folder.mkdir()
    (archive.folder / ".hidden").write_text("x")
    ran = archive.ingest()
    assert ran.err == f"{archive.folder}: The folder holds no letters; give one that does.\n"
    assert ran.code == 1


@pytest.mark.parametrize("command", ["ingest", "parse"])
def test_a_path_that_is_not_there_is_named(archive: Archive, command: str) -> None:
    ran = run(command, archive.folder / "nowhere")
    assert ran.code == 2
    assert ran.err == f"{archive.folder}/nowhere: there is no such file or folder.\n"


def test_a_refused_file_is_kept_and_can_be_loaded_later(archive: Archive) -> None:
    write_files(archive.folder, {"a.txt": NO_ITEMS})
    archive.ingest()
    assert archive.states() == {"a.txt": "failed"}
    ran = archive.ingest()
    assert ran.code == 1
    assert archive.states() == {"a.txt": "failed"}


def test_members_with_tricky_paths_are_only_names(archive: Archive) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("../../etc/letter\nname.txt", numbered(1).bytes())
    write_files(archive.folder, {"a.zip": stream.getvalue()})
    assert archive.ingest().code == 0
    assert archive.states() == {"a.zip!../../etc/letter\N{REPLACEMENT CHARACTER}name.txt": "current"}
    assert not list(archive.folder.parent.rglob("etc"))


def test_staff_find_a_letter_that_decides_nothing_by_its_words_masked(archive: Archive, admin_client: Client) -> None:
    text = LetterText(items=()).bytes().decode() + "\nDr. Zebulon Quackenbush treated the knee with moon stones.\n"
    write_files(archive.folder, {"a.txt": text.encode()})
    archive.ingest()
    found = [admin_client.get(f"/admin/decisions/sourcefile/?q={words}") for words in ("moon+stones", "leeches")]
    assert ["a.txt" in page.content.decode() for page in found] == [True, False]
    file = SourceFile.objects.get()
    assert "moon stones" in file.text
    assert "Quackenbush" not in file.text


def test_a_report_holds_no_formula(archive: Archive) -> None:
    names = ["=1+1.txt", "+1.txt", "-1.txt", "@a.txt", "a=1.txt"]
    write_files(archive.folder, dict.fromkeys(names, b"no letter"))
    archive.ingest(report=archive.folder.parent / "report.csv")
    with (archive.folder.parent / "report.csv").open(newline="", encoding="utf-8") as report:
        found = [row["name"] for row in csv.DictReader(report)]
    assert sorted(found) == ["'+1.txt", "'-1.txt", "'=1+1.txt", "'@a.txt", "a=1.txt"]


WORDS = random.Random(2)


def no_index_takes(count: int) -> str:
    return " ".join(WORDS.randbytes(6).hex() for _ in range(count))


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param({"specialty": no_index_takes(2_000)}, id="specialty"),
        pytest.param({"states": no_index_takes(2_000)}, id="states"),
    ],
)
def test_a_letter_that_the_database_refuses_takes_no_other_with_it(archive: Archive, hostile: dict[str, str]) -> None:
    write_files(archive.folder, GOOD | {"hostile.txt": numbered(9, **hostile).bytes()})
    ran = archive.ingest()
    assert ran.code == 1
    assert list(ran.failures) == ["hostile.txt"]
    assert "could not be stored" in ran.failures["hostile.txt"]
    assert archive.found() == [("CM16-0000001", 1), ("CM16-0000002", 1)]


def test_tables_of_another_version_are_said_once_and_no_letters_fault(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(archive.folder, GOOD)
    monkeypatch.setattr(SourceFile._meta, "db_table", "decisions_of_tomorrow")  # noqa: SLF001
    ran = archive.ingest()
    assert ran.code == 1
    assert "run `python manage.py migrate` first" in ran.err
    assert ran.err.count("\n") == 1
