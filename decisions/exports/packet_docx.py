"""A packet as a Word file: a list of its decisions, then each with what the reviewer relied on, words and citation."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Pt

from decisions.exports.statement import CAVEAT, printable
from decisions.pages.search_page import spoken_day

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document as DocxDocument

    from decisions.pages.packet import Packet, PacketItem


def write_packet(packet: Packet, day: date, address: str) -> bytes:
    """The file.

    Args:
        packet: whose decisions it holds.
        day: on which it is made.
        address: the full URL of the packet's page, from which it can be made again.
    """
    document = Document()
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = "Independent Medical Review decisions"
    document.core_properties.author = "IMR Archive"
    document.add_heading("Independent Medical Review decisions", level=0)
    count = len(packet.items)
    document.add_paragraph(f"{count} decision{'' if count == 1 else 's'} · {spoken_day(day)} · {CAVEAT}")
    for note in packet.notes:
        document.add_paragraph(printable(note))
    for one in packet.items:
        document.add_paragraph(printable(_short(one)), style="List Number")
    for number, one in enumerate(packet.items, start=1):
        _add(document, number, one)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = printable(address)
    footer.runs[0].font.size = Pt(7)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: DocxDocument, number: int, one: PacketItem) -> None:
    document.add_heading(printable(f"{number}. {one.item.request}"), level=1)
    outcome = f"{one.outcome.label}: {one.outcome.meaning}." if one.outcome else "Outcome not stated."
    document.add_paragraph().add_run(outcome).bold = True
    cited = "; ".join(one.cited) or "no guideline cited"
    document.add_paragraph(printable(f"Reviewer: {one.item.case.reviewer}. Relied on: {cited}."))
    quoted = one.paragraphs or ("No rationale could be read in the letter.",)
    for place, paragraph in enumerate(quoted):
        opening = "“" if one.paragraphs and place == 0 else ""
        closing = "”" if one.paragraphs and place == len(quoted) - 1 else ""
        document.add_paragraph(printable(f"{opening}{paragraph}{closing}"), style="Quote")
    document.add_paragraph(printable(one.reference))


def _short(one: PacketItem) -> str:
    outcome = one.outcome.label if one.outcome else "Outcome not stated"
    return f"{one.item.case.public_id}, item {one.item.position}: {one.item.request} ({outcome})"
