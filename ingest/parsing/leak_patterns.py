"""What names, numbers and addresses of people look like in a letter: a pattern a kind, under an example.

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


def _split(anchors: str) -> tuple[str, ...]:
    """Anchors, blanks at their ends included, written as one string."""
    return tuple(anchors.split("|"))


def _verbose(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


TITLE = LeakPattern(
    "title",
    "name",
    _split(
        "Dr.|DR.|dr.|Drs.|Dr |Drs |Mr.|MR.|Mrs.|MRS.|Ms.|Mr |Mrs |Ms |Miss |Prof.|Professor |Judge |"
        "Hon.|Doctor |Doctors |Attorney |Esquire "
    ),
    # finds "seen by Dr. O'Neil's office", "Drs. Lee, Park and Cruz", "Dr.Smith", "Mr. J. Smith", "Dr. S."
    _verbose(
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
    _split(
        "M.D|M. D.|MD|D.O.| DO|,DO|D.C.| DC|,DC|Ph.D|PhD|PHD|Psy.D|PsyD|DPM|D.P.M|Pharm|L.Ac|LAc|"
        "D.D.S|DDS|DMD|Esq|J.D.|PA-C|FNP|LCSW|MFT|DPT|OTR|QME|AME|P.A.| PA|,PA|N.P.| NP|,NP|R.N.| RN|"
        ",RN|P.T.| PT"
    ),
    # finds "Maria Lopez, M.D.", "by John A. Smith MD", "Susan Park, DC", "Smith, DO", "Ann Lee, PA-C"
    _verbose(
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
    _verbose(
        rf"""(?<!\w) [a-z]{{5,13}} (?: ,[ ] | (?P<named>[ ]named[ ]) ) (?P<leak> {NAME} )
        (?P<tail> [,;.)] | [ ](?: in | on | who | has | had | is | was | stated? | noted? | wrote | reported
           | recommend(?:s|ed) | request(?:s|ed) | indicate(?:s|d) | opined | saw | by )\b )?"""
    ),
)

BY = LeakPattern(
    "by",
    "name",
    _split(" by | named |igned: |ictated: "),
    # finds "was seen by Farid Nasiri on 1/2/2014", "signed by Lee Wong"
    _verbose(rf"""[ ]?(?: by | named | igned: | ictated: )[ ] (?P<leak> {_TWO_PART_NAME} ) (?![\w®™/-])"""),
)

LABEL = LeakPattern(
    "label",
    "name",
    (*(f"{label}:" for label in _LABELS), "Dear ", "Attn ", "ATTN "),
    # finds "Employee: John Smith", "Patient Name: SMITH, JOHN", "Dear John Smith:"
    _verbose(
        rf"""(?<!\w) (?: [A-Za-z]{{2,12}}:[ \t]{{0,4}} | Dear[ ] | Attn[ ] | ATTN[ ] )
        (?P<leak> {NAME} (?: ,[ ]? {NAME} )? )"""
    ),
)

# "John Q. Smith" wherever it stands: the anchors are the given names of people.toml.
GIVEN_NAME = _verbose(
    rf"""(?<![\w'’.-]) (?P<leak> {WORD} {_GAP} (?:{_CAPITAL}\.?{_GAP}){{0,2}} {_PARTICLES} {WORD} )"""
)

_NUMBER_OF = (
    r"\ ?(?: [Nn]umbers? | NUMBERS? | [Nn]os?\b\.? | NO\.? | [Nn]um\b\.? | \# | ID )? [\s:\#.]{0,4} (?:is\ )?"
)

CLAIM_NUMBER = LeakPattern(
    "claim-number",
    "claim-number",
    _split("laim N|laim n|laim #|LAIM N|LAIM #|laim ID|olicy N|olicy n|ile N|ile n|ile #|WCAB|EAMS|laim:"),
    # finds "Claim Number: 001234-567890-WC-01", "Claim #3014567", "WCAB No. ADJ1234567"
    _verbose(
        rf"""(?: laim | LAIM | olicy | ile | WCAB | EAMS ) {_NUMBER_OF}
        (?P<leak> (?!CM\d\d-\d{{7}}) (?=[A-Z-]{{0,8}}\d) [A-Z0-9][A-Z0-9/-]{{3,30}} )"""
    ),
)

ADJUDICATION_NUMBER = LeakPattern(
    "adjudication-number",
    "claim-number",
    _split("ADJ"),
    # finds "ADJ1234567", "ADJ 1234567"
    _verbose(r"""(?<!\w) (?P<leak> ADJ[ ]?\d{6,9} )(?!\w)"""),
)

RECORD_NUMBER = LeakPattern(
    "record-number",
    "record-number",
    _split(
        "MRN|ecord N|ecord n|ecord #|hart N|hart n|hart #|ccount N|ccount n|ccount #|NPI|icense N|"
        "icense n|icense #|atient ID|ember ID|atient #|atient N|RECORD N"
    ),
    # finds "Medical Record Number: 00123456", "MRN 123456", "Chart #A-12345", "NPI: 1234567890"
    _verbose(
        rf"""(?: MRN | NPI | ecord | RECORD | hart | ccount | icense | atient | ember ) {_NUMBER_OF}
        (?P<leak> (?=[A-Z-]{{0,8}}\d) [A-Z0-9][A-Z0-9-]{{3,30}} )"""
    ),
)

BIRTH_DATE = LeakPattern(
    "date-of-birth",
    "date-of-birth",
    _split("DOB|D.O.B|ate of Birth|ate of birth|ATE OF BIRTH|orn on |irthdate|irth date"),
    # finds "DOB: 01/02/1960", "Date of Birth January 2, 1960"
    _verbose(
        r"""(?: DOB | D\.O\.B\.? | (?i:ate\ of\ birth) | orn\ on | irth\ ?date ) [\s:]{0,4} (?:is\ |was\ )?
        (?P<leak> \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} | [A-Z][a-z]{2,8}\.?\ \d{1,2},?\ \d{4} )"""
    ),
)

SSN_STATED = LeakPattern(
    "ssn-stated",
    "ssn",
    _split("SSN|SS#|SS #|ocial Security|ocial security|S.S.N"),
    # finds "SSN: 123456789", "SSN xxx-xx-1234", "Social Security Number ending in 1234"
    _verbose(
        r"""(?: SSN | SS\ ?\# | ocial\ [Ss]ecurity | S\.S\.N\.? ) (?:\ [Nn]umber | \ [Nn]o\.? | \ \# )?
        (?: \ is | \ ending\ in )? [\s:\#]{0,4} (?P<leak> (?:[\dXx*]{3}-?[\dXx*]{2}-?)?\d{4} ) (?!\w)"""
    ),
)

PHONE_STATED = LeakPattern(
    "phone-stated",
    "phone",
    _split("hone|HONE|Fax|fax|FAX|Tel.|Tel:|tel.|TEL|Cell:|ell:"),
    # finds "Phone: 555-0123", "fax number 2135550123"
    _verbose(
        r"""(?: hone | HONE | (?i:fax) | (?i:tel)[.:] | TEL | ell: )
        (?:\ (?:[Nn]umber|[Nn]o\.?|\#))? [\s:.\#]{0,4} (?:is\ |at\ )?
        (?P<leak> \+?\(?\d [\d().\ -]{5,16} \d ) (?!\w)"""
    ),
)

EMAIL = LeakPattern(
    "email",
    "email",
    _split("@"),
    # finds "j.smith@example.com"
    _verbose(
        r"""(?<![\w.+-]) (?P<leak> [\w.+-]{1,64} @ (?P<domain> [\w-]{1,63} (?:\.[\w-]{1,63}){1,4} ) )"""
    ),
    before=64,
)

ADDRESS = LeakPattern(
    "address",
    "address",
    _split(
        " Street| St.| St,| Ave| Blvd| Boulevard| Road| Rd| Drive| Lane| Ln| Suite | Court| Parkway|"
        " Highway|P.O. Box|PO Box|P. O. Box"
    ),
    # finds "1234 N. Main Street", "500 Oak Grove Blvd., Suite 200", "P.O. Box 1234"
    _verbose(
        r"""(?<![\w.,/-]) (?P<leak>
            \d{1,6} [ ] (?:[NSEW]\.?[ ]|(?:North|South|East|West)[ ])?
            (?: [A-Z][a-z]{1,20} [ ] | \d{1,3}(?:st|nd|rd|th) [ ] ){1,3}
            (?: Street | St\b\.? | Avenue | Ave\b\.? | Boulevard | Blvd\b\.? | Road | Rd\b\.? | Drive | Lane
              | Ln\b\.? | Court | Parkway | Highway )
            (?: ,?[ ] (?:Suite|Ste\.?|Unit|Apt\.?|\#) [ ]? [\w-]{1,6} )?
          | P\.?[ ]?O\.?[ ]Box[ ]\d{1,8} )(?!\w)"""
    ),
    before=80,
    after=30,
)

ANCHORED = (
    *(TITLE, CREDENTIAL, ROLE, BY, LABEL, CLAIM_NUMBER, ADJUDICATION_NUMBER, RECORD_NUMBER, BIRTH_DATE),
    *(SSN_STATED, PHONE_STATED, EMAIL, ADDRESS),
)

# Numbers known by their shape: looked for only where the letter, each digit as 0, has one of the shapes.
# finds "(213) 555-0123", "213-555-0123", "213.555.0123", "1-800-555-0123"
PHONE = _verbose(
    r"""(?<![\w.,/-]) (?P<leak> (?:\+?1[-.\ ])? (?: \([2-9]\d\d\)\ ? | [2-9]\d\d[-.\ ] )
    [2-9]\d\d [-.\ ] \d{4} ) (?![\w-] | [.,/]\d)"""
)
PHONE_SHAPES = (b"000-0000", b"000.0000", b"000 0000")
# finds "123-45-6789"
SSN = _verbose(r"""(?<![\w.,/-]) (?P<leak> \d{3}-\d\d-\d{4} ) (?![\w-] | [.,/]\d)""")
SSN_SHAPES = (b"000-00-0000",)
