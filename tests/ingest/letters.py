"""Fictional letters for tests, in the words of the real ones: as text, PDF, DOCX and zip."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AFFILIATION = (
    "MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation "
    "with the employer, employee, providers or the claims administrator."
)
INTRODUCTION = "The expert reviewer developed the following clinical case summary based on a review of the case file:"
DECISIONS = "The Final Determination was based on decisions for the disputed items/services set forth below:"
SUMMARY = (
    "The injured worker is a 47-year-old female who sustained an industrial injury while lifting boxes. She "
    "reports pain of the lower back. Treatment has included therapy and medication."
)


@dataclass(frozen=True)
class Item:
    """One disputed item of a letter to write."""

    heading: str = "Work conditioning 2x4 for low back"
    outcome: str = "Upheld"
    administrator: str = "Decision based on MTUS Low Back Complaints 2004."
    reviewer: str = "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Work conditioning."
    rationale: str = "The records show no functional deficit. Therefore, the request is not medically necessary."


@dataclass(frozen=True)
class LetterText:
    """A letter in the 2016 layout; paragraphs of (label, words), where the label is printed bold."""

    case_number: str | None = "CM16-0000001"
    decision_date: str | None = "01/09/2017"
    items: tuple[Item, ...] = (Item(),)
    specialty: str = "Physical Medicine & Rehabilitation"
    states: str = "California"
    summary: str = SUMMARY
    extra: tuple[str, ...] = field(default=())

    def paragraphs(self) -> list[tuple[str, str]]:
        return [*self._header(), *self._body(), *(part for item in self.items for part in _item(item))]

    def _header(self) -> list[tuple[str, str]]:
        number = [("Case Number:", f" {self.case_number}")] if self.case_number else []
        decided = f" {self.decision_date}" if self.decision_date else ""
        return [
            *number,
            ("Date Assigned:", " 12/01/2016"),
            ("Date of Injury:", " 03/14/2012"),
            ("Decision Date:", decided),
            ("UR Denial Date:", " 11/15/2016"),
            ("Priority:", " Standard"),
            ("Application Received:", " 11/22/2016"),
        ]

    def _body(self) -> list[tuple[str, str]]:
        return [
            ("HOW THE IMR FINAL DETERMINATION WAS MADE", ""),
            ("", AFFILIATION),
            ("", "The Expert Reviewer has the following credentials:"),
            ("", f"State(s) of Licensure: {self.states}"),
            ("", f"Certification(s)/Specialty: {self.specialty}"),
            ("CLINICAL CASE SUMMARY", ""),
            (
                "",
                INTRODUCTION,
            ),
            ("", self.summary),
            *(("", words) for words in self.extra),
            ("IMR ISSUES, DECISIONS AND RATIONALES", ""),
            (
                "",
                DECISIONS,
            ),
        ]

    def text(self) -> str:
        return "\n\n".join(label + words for label, words in self.paragraphs()) + "\n"

    def bytes(self) -> bytes:
        return self.text().encode()

    def pdf(self, password: str | None = None) -> bytes:
        style = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=13.8, spaceAfter=13.8)
        flow = [Paragraph(f"<b>{_escaped(label)}</b>{_escaped(words)}", style) for label, words in self.paragraphs()]
        stream = io.BytesIO()
        encrypt = None if password is None else StandardEncryption(password, canCopy=0)
        SimpleDocTemplate(stream, encrypt=encrypt).build(flow)
        return stream.getvalue()

    def docx(self) -> bytes:
        document = docx.Document()
        header = self._header()
        table = document.add_table(rows=0, cols=2)
        for label, words in header:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, words
        for label, words in self.paragraphs()[len(header) :]:
            document.add_paragraph(label + words)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()


def numbered(number: int, **fields: object) -> LetterText:
    """The letter of that case number, otherwise as told."""
    return LetterText(case_number=f"CM16-{number:07d}", **fields)  # type: ignore[arg-type]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder, with these files in it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _item(item: Item) -> list[tuple[str, str]]:
    return [
        (f"{item.heading}: ", item.outcome),
        ("Claims Administrator guideline:", f" {item.administrator}"),
        ("MAXIMUS guideline:", f" {item.reviewer}"),
        ("Decision rationale:", f" {item.rationale}"),
    ]


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
