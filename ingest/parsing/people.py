"""Words that tell a person's name from other capitalised words, as data (vocabulary/people.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_VOCABULARY = Path(__file__).parent / "vocabulary" / "people.toml"
# "Neuropathy", "Gabapentin", "Laminectomy": words formed like these are no names, whatever stands before.
_FORMED_LIKE_A_TERM = re.compile(
    r"""(?: tion | tions | itis | osis | pathy | ectomy | ology | graphy | scopy | plasty | therapy | otomy
      | ical | ular | ative | codone | profen | azole | statin | gabalin | pentin | xetine | triptan
      | caine | isone | ologist | iatrist | pedist | practor | puncturist
    )(?:'s)?$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class People:
    """The vocabulary of names; words folded to lower case except the given names."""

    not_names: frozenset[str]
    brands: frozenset[str]
    seldom_names: frozenset[str]
    eponym_nouns: frozenset[str]
    given_names: frozenset[str]
    public_numbers: frozenset[str]
    public_addresses: frozenset[str]
    public_mail_domains: tuple[str, ...]

    def may_follow_title(self, word: str) -> bool:
        """Whether "Dr. <word>" names somebody."""
        folded = word.casefold().replace("’", "'")
        return folded not in self.not_names and folded not in self.brands and not _FORMED_LIKE_A_TERM.search(word)

    def may_be_name(self, word: str) -> bool:
        """Whether a capitalised word without a title may be a person's name."""
        folded = word.casefold().replace("’", "'")
        return self.may_follow_title(word) and folded not in self.seldom_names


@cache
def load_people() -> People:
    """The words of vocabulary/people.toml."""
    data = tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))
    return People(
        **{
            name: frozenset(data[name].split())
            for name in ("not_names", "brands", "seldom_names", "eponym_nouns", "given_names")
        },
        public_numbers=frozenset(data["public_numbers"]),
        public_addresses=frozenset(data["public_addresses"]),
        public_mail_domains=tuple(data["public_mail_domains"]),
    )
