"""What names of people look like in a letter: a pattern a kind, under an example.

A pattern is tried only where one of its anchors stands: words that are cheap to find all at once. In every
pattern the group `leak` is what must be hidden. All repetition is bounded, so that no text can be slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"[^\W\d_]"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
# "Lopez", "O'Neil", "McDonald", "Smith-Jones", "SMITH"; the 's of a possessive is not the name's.
WORD = (
    rf"{_CAPITAL}(?={_LETTER}|['’-]{_CAPITAL}){_LETTER}{{0,24}}"
    rf"(?:(?:['’](?!s\b)|-){_LETTER}{{1,24}}){{0,3}}"
)
_PARTICLE = r"(?:van|von|de|del|della|la|las|los|der|den|di|da|dos|bin|al|el)"
# finds "Maria", "Maria Lopez", "John A. Smith", "J. Smith", "Juan de la Cruz"
_GAP = r"[ \t]{1,3}"
_INITIALS = rf"(?:{_CAPITAL}\.?{_GAP}?(?={_CAPITAL})){{0,2}}"
_PARTICLES = rf"(?:{_PARTICLE}{_GAP}){{0,2}}"
NAME = rf"{_INITIALS}{_PARTICLES}{WORD}(?:{_GAP}{_INITIALS}{_PARTICLES}{WORD}){{0,3}}"
_TWO_PART_NAME = rf"{_INITIALS}{WORD}{_GAP}{_INITIALS}{_PARTICLES}{WORD}(?:{_GAP}{WORD}){{0,1}}"

_ROLES = (
    *("patient", "worker", "applicant", "claimant", "employee", "physician", "provider", "surgeon", "doctor"),
    *(
        "chiropractor",
        "examiner",
        "evaluator",
        "attorney",
        "counsel",
        "adjuster",
        "acupuncturist",
        "therapist",
    ),
    *("psychologist", "psychiatrist", "podiatrist", "specialist", "nurse", "neurologist", "orthopedist"),
)
_PAPERS = (
    *("report", "note", "office", "opinion", "letter", "narrative", "recommendation", "progress note", "evaluation"),
    *("examination", "chart", "medical report", "request", "treatment plan"),
)
_LABELS = (
    *("Name", "Patient", "Applicant", "Claimant", "Employee", "Worker", "Attorney", "Adjuster", "Physician"),
    *(
        "Provider",
        "Surgeon",
        "Examiner",
        "Doctor",
        "Attn",
        "ATTN",
        "Re",
        "RE",
        "NAME",
        "Chiropractor",
        "cc",
        "CC",
    ),
)


@dataclass(frozen=True, slots=True)
class LeakPattern:
    """One way in which a letter may give somebody away.

    Args:
        name: of the pattern; leaks.py judges each by it.
        kind: of the leak, as `ParsedLeak.kind`.
        anchors: the pattern can only match where one of these words stands.
        pattern: with the group `leak`.
        before: how many characters before the anchor the match may begin.
        after: how many characters after the anchor's end it may reach.
    """

    name: str
    kind: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    before: int = 0
    after: int = 120


def split(anchors: str) -> tuple[str, ...]:
    """Anchors, blanks at their ends included, written as one string."""
    return tuple(anchors.split("|"))


def verbose(pattern: str) -> re.Pattern[str]:
    """A pattern in which blanks do not count."""
    return re.compile(pattern, re.VERBOSE)


TITLE = LeakPattern(
    "title",
    "name",
    split(
        "Dr.|DR.|dr.|Drs.|Dr |Drs |Mr.|MR.|Mrs.|MRS.|Ms.|Mr |Mrs |Ms |Miss |Prof.|Professor |Judge |"
        "Hon.|Doctor |Doctors |Attorney |Esquire "
    ),
    # finds "seen by Dr. O'Neil's office", "Drs. Lee, Park and Cruz", "Dr.Smith", "Mr. J. Smith", "Dr. S."
    verbose(
        rf"""(?<![\w-]) (?P<title> [A-Za-z]{{2,9}} ) (?: \.[ \t]{{0,3}} | [ \t]{{1,3}} )
        (?P<leak>
            {NAME} (?: (?: /(?:Dr\.[ ]?)? | ,?[ ](?:and|&)[ ] | ,[ ] ) {NAME} ){{0,3}}
          | {_CAPITAL} (?![\w'’-]) (?: ,?[ ](?:and|&)[ ]{_CAPITAL}(?![\w'’-]) )?
        )"""
    ),
)

CREDENTIAL = LeakPattern(
    "credential",
    "name",
    split(
        "M.D|M. D.|MD|D.O.| DO|,DO|D.C.| DC|,DC|Ph.D|PhD|PHD|Psy.D|PsyD|DPM|D.P.M|Pharm|L.Ac|LAc|"
        "D.D.S|DDS|DMD|Esq|J.D.|PA-C|FNP|LCSW|MFT|DPT|OTR|QME|AME|P.A.| PA|,PA|N.P.| NP|,NP|R.N.| RN|"
        ",RN|P.T.| PT"
    ),
    # finds "Maria Lopez, M.D.", "by John A. Smith MD", "Susan Park, DC", "Smith, DO", "Ann Lee, PA-C"
    verbose(
        rf"""(?<![\w'’/&-]) (?P<leak> {NAME} ) (?P<comma> , )? [ \t]{{0,3}} (?<=[\s,])
        (?: (?P<strong> M\.[ ]?D\b\.? | MD | D\.O\. | D\.C\. | Ph\.?D\b\.? | PHD | Psy\.?D\b\.?
              | D\.?P\.?M\b\.? | Pharm\.?D\b\.? | L\.?Ac\b\.? | D\.?D\.?S\b\.? | DMD
              | Esq(?:uire)?\b\.? | J\.D\. | PA-C | FNP | LCSW | L?MFT | DPT | OTR | QME | AME )
          | (?P<pair> DO | DC )
          | (?P<weak> P\.?A\b\.? | N\.?P\b\.? | R\.?N\b\.? | P\.?T\b\.? ) )
        (?! \w | /[A-Z] | [ ]?Guidelines )"""
    ),
    before=90,
    after=10,
)

ROLE = LeakPattern(
    "role",
    "name",
    tuple(f"{role}{mark}" for role in _ROLES for mark in (", ", " named ")),
    # finds "the patient, Robert King, was", "treating physician, Park, requested", "a patient named Robert"
    verbose(
        rf"""(?<!\w) [a-z]{{5,13}} (?: ,[ ] | (?P<named>[ ]named[ ]) ) (?P<leak> {NAME} )
        (?P<tail> [,;.)] | [ ](?: in | on | who | has | had | is | was | stated? | noted? | wrote | reported
           | recommend(?:s|ed) | request(?:s|ed) | indicate(?:s|d) | opined | saw | by )\b )?"""
    ),
)

BY = LeakPattern(
    "by",
    "name",
    split(" by | named |igned: |ictated: "),
    # finds "was seen by Farid Nasiri on 1/2/2014", "signed by Lee Wong"
    verbose(rf"""[ ]?(?: by | named | igned: | ictated: )[ ] (?P<leak> {_TWO_PART_NAME} ) (?![\w®™/-])"""),
)

BY_ONE_NAME = LeakPattern(
    "by-one-name",
    "name",
    (" by ", " per "),
    # finds "the report by Quispe dated 3/4/2015", "seen by Quispe on 3/4/2015"
    verbose(
        rf"""[ ](?: by | per )[ ] (?P<leak> {WORD} )
        ,?[ ](?: dated | on[ ]\d | in[ ](?:his|her) | who | noted | stated )\b"""
    ),
)

POSSESSIVE = LeakPattern(
    "possessive",
    "name",
    tuple(f"{mark}s {thing}" for mark in "'’" for thing in _PAPERS),
    # finds "according to Quispe's progress note", "Quispe's office"
    verbose(rf"""(?<![\w'’.-]) (?P<leak> {WORD} ) ['’]s[ ] (?:{"|".join(map(re.escape, _PAPERS))})"""),
    before=60,
)

LABEL = LeakPattern(
    "label",
    "name",
    (*(f"{label}:" for label in _LABELS), "Dear ", "Attn ", "ATTN "),
    # finds "Employee: John Smith", "Patient Name: SMITH, JOHN", "Dear John Smith:"
    verbose(
        rf"""(?<!\w) (?: [A-Za-z]{{2,12}}:[ \t]{{0,4}} | Dear[ ] | Attn[ ] | ATTN[ ] )
        (?P<leak> {NAME} (?: ,[ ]? {NAME} )? )"""
    ),
)

# "John Q. Smith" wherever it stands: the anchors are the given names of people.toml.
GIVEN_NAME = verbose(rf"""(?<![\w'’.-]) (?P<leak> {WORD} {_GAP} (?:{_CAPITAL}\.?{_GAP}){{0,2}} {_PARTICLES} {WORD} )""")

NAMES = (TITLE, CREDENTIAL, ROLE, BY, BY_ONE_NAME, POSSESSIVE, LABEL)
