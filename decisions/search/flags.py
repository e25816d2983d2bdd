"""What is out of the ordinary in how an item was decided: values of the facet `flag`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection


class Flag(NamedTuple):
    """A value of the facet and what it is called."""

    value: str
    label: str


NO_AUTHORITY = Flag("no-authority", "Reviewer cites no authority")
OTHER_GUIDELINE = Flag("other-guideline", "Reviewer relies on another guideline than the denial")
DEPENDS = Flag("depends-on-item", "Follows another item of the case")
CUT_OFF = Flag("rationale-cut-off", "Rationale cut off in the letter")
NONE = Flag("none", "None of these")

FLAGS = (NO_AUTHORITY, OTHER_GUIDELINE, DEPENDS, CUT_OFF, NONE)


def flags_of(
    *, reviewer: Collection[str], administrator: Collection[str], depends: bool, cut_off: bool
) -> tuple[str, ...]:
    """The flags of an item; NONE where there is none, so that every item has a value.

    Args:
        reviewer: what the reviewer relied on, as values of the facet `guideline`.
        administrator: what the denial relied on, likewise.
        depends: whether the item follows another one of its case.
        cut_off: whether its rationale ends in mid-sentence.

    >>> flags_of(reviewer=["odg"], administrator=["chronic-pain"], depends=False, cut_off=True)
    ('other-guideline', 'rationale-cut-off')
    """
    held = {
        NO_AUTHORITY: not reviewer,
        OTHER_GUIDELINE: bool(reviewer and administrator) and not set(reviewer) & set(administrator),
        DEPENDS: depends,
        CUT_OFF: cut_off,
    }
    return tuple(flag.value for flag, holds in held.items() if holds) or (NONE.value,)
