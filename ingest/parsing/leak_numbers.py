"""What numbers and addresses of people look like in a letter; see leak_patterns.py for how they are tried."""

from __future__ import annotations

from ingest.parsing.leak_patterns import LeakPattern, split, verbose

_NUMBER_OF = r"\ ?(?: [Nn]umbers? | NUMBERS? | [Nn]os?\b\.? | NO\.? | [Nn]um\b\.? | \# | ID )? [\s:\#.]{0,4} (?:is\ )?"

CLAIM_NUMBER = LeakPattern(
    "claim-number",
    "claim-number",
    split("laim N|laim n|laim #|LAIM N|LAIM #|laim ID|olicy N|olicy n|ile N|ile n|ile #|WCAB|EAMS|laim:"),
    # finds "Claim Number: 001234-567890-WC-01", "Claim #3014567", "WCAB No. ADJ1234567"
    verbose(
        rf"""(?: laim | LAIM | olicy | ile | WCAB | EAMS ) {_NUMBER_OF}
        (?P<leak> (?!CM\d\d-\d{{7}}) (?=[A-Z-]{{0,8}}\d) [A-Z0-9][A-Z0-9/-]{{3,30}} )"""
    ),
)

ADJUDICATION_NUMBER = LeakPattern(
    "adjudication-number",
    "claim-number",
    split("ADJ"),
    # finds "ADJ1234567", "ADJ 1234567"
    verbose(r"""(?<!\w) (?P<leak> ADJ[ ]?\d{6,9} )(?!\w)"""),
)

RECORD_NUMBER = LeakPattern(
    "record-number",
    "record-number",
    split(
        "MRN|ecord N|ecord n|ecord #|hart N|hart n|hart #|ccount N|ccount n|ccount #|NPI|icense N|"
        "icense n|icense #|atient ID|ember ID|atient #|atient N|RECORD N"
    ),
    # finds "Medical Record Number: 00123456", "MRN 123456", "Chart #A-12345", "NPI: 1234567890"
    verbose(
        rf"""(?: MRN | NPI | ecord | RECORD | hart | ccount | icense | atient | ember ) {_NUMBER_OF}
        (?P<leak> (?=[A-Z-]{{0,8}}\d) [A-Z0-9][A-Z0-9-]{{3,30}} )"""
    ),
)

_DAY = r"(?: \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} | [A-Z][a-z]{2,8}\.?\ \d{1,2},?\ \d{4} )"
BIRTH_DATE = LeakPattern(
    "date-of-birth",
    "date-of-birth",
    split("DOB|D.O.B|ate of Birth|ate of birth|ATE OF BIRTH|orn on |irthdate|irth date"),
    # finds "DOB: 01/02/1960", "Date of Birth January 2, 1960", "birthdate as 01-02-1960 and 01-02-1961"
    verbose(
        rf"""(?: DOB | D\.O\.B\.? | (?i:ate\ of\ birth) | orn\ on | irth\ ?date ) [\s:]{{0,4}}
        (?:(?:is|was|as|of)\ )? (?P<leak> {_DAY} (?:\ (?:and|or)\ {_DAY})? )"""
    ),
)

SSN_STATED = LeakPattern(
    "ssn-stated",
    "ssn",
    split("SSN|SS#|SS #|ocial Security|ocial security|S.S.N"),
    # finds "SSN: 123456789", "SSN xxx-xx-1234", "Social Security Number ending in 1234"
    verbose(
        r"""(?: SSN | SS\ ?\# | ocial\ [Ss]ecurity | S\.S\.N\.? ) (?:\ [Nn]umber | \ [Nn]o\.? | \ \# )?
        (?: \ is | \ ending\ in )? [\s:\#]{0,4} (?P<leak> (?:[\dXx*]{3}-?[\dXx*]{2}-?)?\d{4} ) (?!\w)"""
    ),
)

PHONE_STATED = LeakPattern(
    "phone-stated",
    "phone",
    split("hone|HONE|Fax|fax|FAX|Tel.|Tel:|tel.|TEL|Cell:|ell:"),
    # finds "Phone: 555-0123", "fax number 2135550123"
    verbose(
        r"""(?: hone | HONE | (?i:fax) | (?i:tel)[.:] | TEL | ell: )
        (?:\ (?:[Nn]umber|[Nn]o\.?|\#))? [\s:.\#]{0,4} (?:is\ |at\ )?
        (?P<leak> \+?\(?\d [\d().\ -]{5,16} \d ) (?!\w)"""
    ),
)

EMAIL = LeakPattern(
    "email",
    "email",
    split("@"),
    # finds "j.smith@example.com"
    verbose(r"""(?<![\w.+-]) (?P<leak> [\w.+-]{1,64} @ (?P<domain> [\w-]{1,63} (?:\.[\w-]{1,63}){1,4} ) )"""),
    before=64,
)

ADDRESS = LeakPattern(
    "address",
    "address",
    split(
        " Street| St.| St,| Ave| Blvd| Boulevard| Road| Rd| Drive| Lane| Ln| Suite | Court| Parkway|"
        " Highway|P.O. Box|PO Box|P. O. Box"
    ),
    # finds "1234 N. Main Street", "500 Oak Grove Blvd., Suite 200", "P.O. Box 1234"
    verbose(
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

NUMBERS = (*(CLAIM_NUMBER, ADJUDICATION_NUMBER, RECORD_NUMBER, BIRTH_DATE, SSN_STATED, PHONE_STATED, EMAIL, ADDRESS),)

# Numbers known by their shape: looked for only where the letter has it, each digit as 0, full stop and blank as "-".
# finds "(213) 555-0123", "213-555-0123", "213.555.0123", "1-800-555-0123"
PHONE = verbose(
    r"""(?<![\w.,/-]) (?P<leak> (?:\+?1[-.\ ])? (?: \([2-9]\d\d\)\ ? | [2-9]\d\d[-.\ ] )
    [2-9]\d\d [-.\ ] \d{4} ) (?![\w-] | [.,/]\d)"""
)
PHONE_SHAPE = b"000-0000"
# finds "123-45-6789"
SSN = verbose(r"""(?<![\w.,/-]) (?P<leak> \d{3}-\d\d-\d{4} ) (?![\w-] | [.,/]\d)""")
SSN_SHAPE = b"000-00-0000"
