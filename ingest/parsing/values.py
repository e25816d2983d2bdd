"""How the values are made of which a letter is read: some hundred for each letter, so that making one must be quick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def value(made: type[Made]) -> type[Made]:
    """A dataclass that is frozen to the type checker alone: one frozen at run time takes four times as long to make."""
    return dataclass(slots=True, unsafe_hash=True)(made)
