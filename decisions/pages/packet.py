"""A packet: the decisions that someone picked, each with its citation and its words, to print or to file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from decisions.models import DisputedItem, GuidelineCitation, Outcome, Publication
from decisions.pages.reference import reference
from decisions.pages.reliance import OF_REVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 50
"""Decisions of a packet."""
KEY = re.compile(r"([A-Za-z0-9-]{1,40})-([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class PacketItem:
    """A decision of the packet.

    Args:
        key: its name in the packet's URL, "CM15-0013811-2".
        reference: the line to cite it by.
        cited: what the reviewer relied on, in the letter's words.
        paragraphs: of the rationale.
    """

    key: str
    item: DisputedItem
    outcome: Outcome | None
    reference: str
    cited: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """The decisions in the order picked, and what could not be put in, one sentence each."""

    items: tuple[PacketItem, ...]
    notes: tuple[str, ...]


def build_packet(keys: Sequence[str], site: str) -> Packet:
    """The packet of these keys, in two queries; never an error: what is not there is said in its notes."""
    wanted = list(dict.fromkeys(keys))
    asked = {key: (match[1], int(match[2])) for key in wanted[:MOST] if (match := KEY.fullmatch(key))}
    found = {(item.case.public_id, item.position): item for item in _fetch(asked.values())}
    items = tuple(_packet_item(key, found[place], site) for key, place in asked.items() if place in found)
    held = {one.key for one in items}
    missing = [key for key in wanted[:MOST] if key not in held]
    return Packet(items, tuple(_notes(missing, len(wanted) - MOST)))


def _fetch(places: Iterable[tuple[str, int]]) -> list[DisputedItem]:
    condition = Q(pk__in=())
    for public_id, position in places:
        condition |= Q(case__public_id=public_id, position=position)
    citations = GuidelineCitation.objects.filter(cited_by__in=OF_REVIEWER)
    items = DisputedItem.objects.filter(condition, case__publication=Publication.PUBLIC)
    items = items.select_related("case__reviewer").defer("case__text", "case__leaks")
    return list(items.prefetch_related(Prefetch("citations", citations.order_by("-cited_by", "position"))))


def _packet_item(key: str, item: DisputedItem, site: str) -> PacketItem:
    return PacketItem(
        key=key,
        item=item,
        outcome=Outcome(item.outcome) if item.outcome else None,
        reference=reference(item, site),
        cited=tuple(dict.fromkeys(str(one) for one in item.citations.all())),
        paragraphs=tuple(filter(None, map(str.strip, item.rationale.split("\n")))),
    )


def _notes(missing: Sequence[str], surplus: int) -> list[str]:
    notes = [f"The archive holds no decision {key[:60]}." for key in missing]
    if surplus > 0:
        notes.append(f"A packet holds {MOST} decisions: the last {surplus} of those picked are not in it.")
    return notes
