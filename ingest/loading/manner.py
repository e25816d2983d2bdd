"""In which way letters are stored: at once for all to see, or for a preview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from decisions.models import Publication

if TYPE_CHECKING:
    from decisions.models import Case


class Hold(Enum):
    """Which stored cases a letter may not change yet."""

    NOTHING = "nothing"
    PUBLIC = "public"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run stores its letters.

    Args:
        is_sample: the letters are fictional ones shipped with the archive.
        publication: of cases that are new.
        hold: the cases that are only compared: what a letter would change is said and not done.
        reads_anew: also letters that this version of the parser has read.
        takes_undecided: letters without a disputed item become cases, for a person to mend.
    """

    is_sample: bool = False
    publication: Publication = Publication.PUBLIC
    hold: Hold = Hold.NOTHING
    reads_anew: bool = False
    takes_undecided: bool = False

    def holds(self, case: Case) -> bool:
        """Whether this case stays as it is for now."""
        return self.hold is Hold.EVERY or (self.hold is Hold.PUBLIC and case.publication == Publication.PUBLIC)
