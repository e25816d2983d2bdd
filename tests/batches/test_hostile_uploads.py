"""Files that mean harm: each costs itself alone, and its bytes are never a page of this site."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from decisions.models import Case
from ingest import sources
from ingest.batches.worker import Worker
from ingest.reading import pdf
from ingest.workers import CRASHED, Workers
from tests.batches.people import loaded, reasons, states, upload
from tests.ingest.letters import numbered, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.ingest.running import Archive

GOOD = numbered(1).bytes()
SCRIPT = "<script>alert(1)</script>"


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def pdf_of_many_pages(count: int = 10_000) -> bytes:
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * count, count)
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"])


def pdf_that_never_ends() -> bytes:
    """Half a megabyte that says a gigabyte of words, one at a time."""
    packed, line = zlib.compressobj(9), b"BT /F 9 Tf 1 0 0 1 9 9 Tm (never) Tj ET\n" * 1_000
    content = b"".join(packed.compress(line) for _ in range(6_000)) + packed.flush()
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    return raw_pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream, font],
    )


def docx_of(body: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body})


def billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return docx_of(b'<!DOCTYPE a [<!ENTITY a0 "ha">' + entities + b"]><a>&a9;</a>")


def zip_with_link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("letter.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def zip_that_lies() -> bytes:
    """A member of thirty million blanks that calls itself short: only some ways of packing stop there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("letter.txt", b" " * 30_000_000)
    content, length = bytearray(stream.getvalue()), (1_000).to_bytes(4, "little")
    for magic, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(magic) + place
        content[start : start + 4] = length
    return bytes(content)


@dataclass(frozen=True)
class Hostile:
    """A file, and the reason that its line gives."""

    name: str
    content: Callable[[], bytes]
    reason: str


HOSTILE = {
    "zip bomb by ratio": Hostile("a.zip", lambda: zipped({"b.txt": bytes(2_000_000)}), "Unpacks to 200 times its size"),
    "zip bomb by members": Hostile(
        "a.zip", lambda: zipped({f"{n}.txt": bytes(900_000) for n in range(12)}), "Unpacks to 200 times its size"
    ),
    "zip bomb by depth": Hostile(
        "a.zip", lambda: zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": GOOD})})}), "A zip inside another zip"
    ),
    "zip of too many": Hostile("a.zip", lambda: zipped({f"{n}.txt": b"x" for n in range(60)}), "60 files in one zip"),
    "zip that is all list": Hostile(
        "a.zip", lambda: zipped({f"{n}{'x' * 500}.txt": b"" for n in range(30)}), "A zip whose list of files alone"
    ),
    "zip that lies": Hostile("a.zip", zip_that_lies, "Packed in the zip in a rare way"),
    "link in a zip": Hostile("a.zip", zip_with_link, "A link in the zip"),
    "10,000 pages": Hostile("a.pdf", pdf_of_many_pages, "10,000 pages"),
    "XML bomb": Hostile("a.docx", billion_laughs, "A DOCX that declares XML entities"),
    "XML that reads files": Hostile(
        "a.docx",
        lambda: docx_of(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        "A DOCX that declares XML entities",
    ),
    "program": Hostile("a.pdf", lambda: b"\x7fELF" + bytes(range(256)) * 9, "It is neither PDF nor DOCX nor plain"),
    "web page": Hostile("a.txt", f"<html>{SCRIPT}".encode, "This is a web page"),
    "PDF that is a page too": Hostile("a.html", lambda: b"%PDF-1.4\n<html>" + SCRIPT.encode(), "A damaged PDF"),
    "PDF that is a zip too": Hostile("a.pdf", lambda: b"%PDF-1.4\n" + zipped({"a.txt": GOOD}), "A damaged PDF"),
}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the bombs can be small."""
    monkeypatch.setattr(sources, "MAX_MEMBERS", 50)
    monkeypatch.setattr(sources, "MAX_DIRECTORY", 10_000)
    monkeypatch.setattr(sources, "_UNSUSPICIOUS", 10_000_000)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_costs_itself_alone(case: str, uploader: Client) -> None:
    hostile = HOSTILE[case]
    batch = loaded(uploader, {hostile.name: hostile.content(), "good.txt": GOOD})
    found = states(batch)
    assert found.pop("good.txt") == "new"
    assert list(found.values()) == ["failed"]
    (reason,) = (reason for name, reason in reasons(batch).items() if name != "good.txt")
    assert reason.startswith(hostile.reason)


def test_the_limit_of_pages_is_below_what_the_bomb_has() -> None:
    assert pdf.MAX_PAGES < 10_000


def test_a_pdf_that_never_ends_is_ended(uploader: Client) -> None:
    batch = upload(uploader, {"never.pdf": pdf_that_never_ends(), "good.txt": GOOD})
    pool = Workers(1, seconds=1, isolated=True)
    worker = Worker(pool)
    try:
        while worker.step():
            pass
    finally:
        worker.close()
        pool.rest()
    assert states(batch) == {"never.pdf": "failed", "good.txt": "new"}
    assert reasons(batch)["never.pdf"] == CRASHED


@pytest.mark.parametrize("name", ["../../../outside.txt", "/outside.txt", "a\\..\\outside.txt", "a/../../outside.txt"])
def test_the_path_of_a_member_is_only_a_name(name: str, uploader: Client, archive: Archive) -> None:
    batch = loaded(uploader, {"a.zip": zipped({name: GOOD})})
    assert list(states(batch).values()) == ["new"]
    outside = [path for path in archive.folder.parent.parent.rglob("*outside*") if path.is_file()]
    assert outside == []


@pytest.mark.parametrize("name", ["../../outside.txt", "/outside.txt"])
def test_the_path_of_an_upload_is_only_a_name(name: str, uploader: Client) -> None:
    batch = upload(uploader, {name: GOOD})
    assert batch.uploads.get().name == "outside.txt"


def test_script_in_names_and_letters_is_shown_as_words(uploader: Client, viewer: Client) -> None:
    letter = numbered(1, extra=(f"The worker wrote {SCRIPT} on the form.",), specialty=SCRIPT)
    batch = loaded(uploader, {f"{SCRIPT}.txt": letter.bytes(), "bad.txt": f"<p>{SCRIPT}".encode()}, name=SCRIPT)
    case = Case.objects.get()
    file = batch.files.get(case=case)
    assert SCRIPT in case.text
    for url in (
        *(reverse("batches"), batch.get_absolute_url(), batch.get_absolute_url() + "?name=" + SCRIPT),
        *(reverse("batch_preview", args=[batch.pk]), reverse("batch_file", args=[batch.pk, file.pk])),
        *(reverse("batch_progress", args=[batch.pk]), reverse("review_queue"), reverse("case", args=[case.public_id])),
    ):
        assert SCRIPT not in viewer.get(url).content.decode(), url
    assert SCRIPT not in uploader.get(reverse("review", args=[case.public_id])).content.decode()


@pytest.mark.parametrize("case", ["web page", "PDF that is a page too"])
def test_no_original_is_a_page_of_this_site(case: str, uploader: Client) -> None:
    hostile = HOSTILE[case]
    batch = loaded(uploader, {hostile.name: hostile.content()})
    answer = uploader.get(reverse("original", args=[batch.files.get().sha256]))
    assert b"".join(answer) == hostile.content()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
