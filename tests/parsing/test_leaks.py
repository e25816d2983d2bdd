"""Sentences with and without what redaction should have removed; all people are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.leaks import find_leaks

# what is hidden stands in brackets
NAMES = [
    "Dr. [Pereira] in his report dated 08/28/2013 states the patient has improved.",
    "Seen by Dr. [Pereira]'s office, then by Dr. [Pereira] again.",
    "As Dr. [O'Neil] noted, the MRI was normal.",
    "Per Dr [Lindqvist] the patient is stable.",
    "A report of DR. [LINDQVIST] was reviewed.",
    "Seen by Dr.[Lindqvist] on 1/2/14.",
    "Seen by dr. [Lindqvist] on 1/2/14.",
    "Seen by Dr. [Maria Lopez].",
    "Seen by Dr. [J. Lindqvist] for an Epidural injection.",
    "Seen by Dr. [Juan de la Cruz] for pain.",
    "Seen by Dr. [de la Cruz] for pain.",
    "Seen by Dr. [Núñez-Vega] for pain.",
    "Seen by Dr. [McAllister] Physical therapy was requested.",
    "Seen by Dr. [Lindqvist] Norco was refilled.",
    "Drs. [Lindqvist] and [Pereira] agree.",
    "Drs. [Lindqvist], [Pereira] and [Okafor] agree.",
    "Dr. [Lindqvist]/Dr. [Pereira] agree.",
    "Drs. [A] and [B] agree.",
    "Dr. [S]. recommends surgery.",
    "Dr. [Young] recommends surgery.",
    "Dr. [Park] recommends surgery. Later [Park] withdrew it.",
    "Doctor [Okafor] recommends surgery.",
    "Mr. [Jones] sustained an injury.",
    "Ms. [O'Neil] sustained an injury.",
    "Mrs. [Smith-Jones] sustained an injury. Mrs. [Smith-Jones]'s pain is 7/10.",
    "Miss [Okafor] sustained an injury.",
    "MR. [OKAFOR] sustained an injury.",
    "A letter of Judge [Okafor] of the appeals board.",
    "A report of [Maria Lopez], M.D. was reviewed.",
    "A report of [Maria Lopez], MD, was reviewed.",
    "As requested by [John A. Smith] MD on 2/3/15.",
    "A report by [Susan Park], DC, was reviewed.",
    "A report by [Smith], DO, was reviewed.",
    "A report by [Lindqvist], M.D., dated 3/4/15.",
    "A report by [LINDQVIST], M.D., dated 3/4/15.",
    "A report by [P. Lindqvist], Ph.D., dated 3/4/15.",
    "A report by [Ann Lee], PA-C, dated 3/4/15.",
    "A report by [Ann Lee], NP, dated 3/4/15.",
    "A report by [Ann Lee], RN, dated 3/4/15.",
    "The orthopedic surgeon [Farid Nasiri], M.D. dictated it.",
    "Treating physician: Orthopedist [Farid Nasiri] M.D.",
    "Applicant's attorney, [Jane Roe], Esq., objected.",
    "The treating physician, [Susan Park], DC, requested it.",
    "The treating physician, [Pereira], requested it.",
    "The patient, [Robert King], was seen.",
    "The patient, [Xiomara Quispe], was seen.",
    "The claims adjuster, [Quispe], denied it.",
    "A patient named [Robert] was seen.",
    "The patient [Robert King] was seen.",
    "The injured worker [Guadalupe Ramirez] was seen.",
    "On 1/2/15 [Thanh Nguyen] reported pain. [Nguyen] was given Norco.",
    "[Robert J. King] is a 45 year old male.",
    "It was dictated by [Xiomara Quispe] on 1/2/15.",
    "Signed: [Xiomara Quispe]",
    "The report by [Quispe] dated 3/4/2015 was reviewed.",
    "She was seen by [Quispe] on 3/4/2015.",
    "According to [Quispe]'s progress note, pain is 7/10. [Quispe] asks for an MRI.",
    "[Quispe]’s office called.",
    "PTP Dr. [Quispe] MD asked for it.",
    "Employee: [Xiomara Quispe]",
    "Patient Name: [QUISPE], [XIOMARA]",
    "Dear [Xiomara Quispe]:",
    "Provider: [Quispe], orthopedics",
    "Employee: [John Smith] Claim Number: [00123456]",
]
NUMBERS = [
    "Call (213) 555-0123 now.".replace("(213) 555-0123", "[(213) 555-0123]"),
    "Call [213-555-0123].",
    "Call [213.555.0123] or [1-800-555-0123].",
    "Fax: [213 555 0123]",
    "Phone: [555-0123]",
    "telephone number [2135550123]",
    "SSN [123-45-6789]",
    "SSN: [123456789]",
    "Social Security Number ending in [6789]",
    "Her number is [123-45-6789].",
    "Claim Number: [001234-567890-WC-01]",
    "Claim #[3014567] was filed.",
    "The claim number is [WC7654321].",
    "WCAB No. [ADJ1234567]",
    "The case [ADJ7654321] is open.",
    "Policy No. [AB-123456]",
    "Medical Record Number: [00123456]",
    "MRN [123456]",
    "MRN: [A-12345]",
    "Chart #[12345]",
    "NPI: [1234567890]",
    "Write to [j.quispe@example.com].",
    "He lives at [1234 N. Oak Grove Street].",
    "The office at [500 Ocean Blvd., Suite 200], Malibu.",
    "Mail goes to [P.O. Box 4321], Fresno.",
    "DOB: [01/02/1960]",
    "Date of Birth: [January 2, 1960]",
    "She was born on [1/2/1960].",
    "The records listed her birthdate as [01-02-1960 and 01-02-1961].",
]
NO_LEAK = [
    "by Dr. , patient presents with constant severe pain.",
    "by Dr. in his discussion, recommends surgery.",
    "Seen by Dr. The patient reports pain.",
    "Seen by Dr. On exam there is spasm.",
    "Seen by Dr. Physical examination showed spasm.",
    "Seen by Dr. A progress note was reviewed.",
    "Seen by Dr. Gabapentin was continued.",
    "The Doctor's First Report was reviewed.",
    "A Doctor of Chiropractic and an MD/DO were seen.",
    "The treating M.D. and the other M.D. disagree.",
    "A second opinion from an Orthopedic MD is requested.",
    "Ortho MD follow up.",
    "Diclofenac DR 75mg and Prilosec DR Capsules were given.",
    "Omeprazole DR. Norco was continued.",
    "MS Contin 15mg #60 and MS. Contin.",
    "Dr. Scholl's inserts and Dr. Ho's belt were tried.",
    "Kemp's test was positive bilaterally. Braggard's and Yeoman's was negative.",
    "Spurling's, Phalen's and Tinel's signs are positive. Hawkins and Neer are negative.",
    "McMurray Test, Lachman, FABER/Patrick, Patrick Fabere Test and Waddell signs were positive.",
    "Roland Morris Disability Questionnaire and Oswestry Disability Index.",
    "The Allen Test and the Thomas Test were negative.",
    "Martin Luther Hospital and Thomas Jefferson University.",
    "Harris J. Occupational medicine practice guidelines, 2nd edition (2004), page 301.",
    "See Green's Operative Hand Surgery, 6th ed.",
    "Chou R, Huffman LH. Nonpharmacologic therapies. Ann Intern Med 2007;147:492-504.",
    "See Chou R, et al. and Mark Melhorn, et al.",
    "ACOEM Practice Guidelines, James Talmage and Mark Hyman, eds.",
    "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Facet blocks.",
    "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back Chapter.",
    "Low Back Disorders, MD Guidelines 2019.",
    "MAXIMUS Federal Services sent the complete case file to an expert reviewer.",
    "MAXIMUS Federal Services, P.O. Box 138009, Sacramento, CA 95813, phone (855) 865-8873.",
    "State(s) of Licensure: Texas,New York,California",
    "State(s) of Licensure: Virginia, North Carolina, Georgia",
    "He moved from Baltimore, MD to Washington, DC and on to Philadelphia, PA.",
    "The patient, California, was redacted.",
    "The patient, On 1/2/15, was seen.",
    "The treating physician, however, requested Norco.",
    "Assistant PA was requested. Surgical Assistant, PA",
    "Home Health, RN and Skilled Nursing, RN visits.",
    "Lumbar Spine, PT 2x4 and Aquatic Therapy, PT.",
    "Denied by Utilization Review on 1/2/15.",
    "Checked per CURES on 1/2/15, reviewed by MRI on 1/2/15, read per ACOEM who says so.",
    "The Patient's report, the Surgeon's note, the Orthopedist's opinion and FDA's letter.",
    "The Physical Therapist's note and Today's progress note.",
    "Treated by Norco on 1/2/15.",
    "A patch produced by Endo Pharmaceuticals.",
    "Norco 10/325mg #120, Tramadol 50mg, Voltaren 1% Gel.",
    "NDC 00591-0405-01 and CPT 97110-97112.",
    "Dosed from 11-08-2016 until 12/13/2016, 9792.24.2.",
    "Case Number: CM16-0234567",
    "Claim Number: Date of UR Decision: 7/17/2013",
    "MAXIMUS Case Number: CM13-0000123",
    "Employee: Claim Number: Date of Injury: 1/2/2013",
    "The claims administrator filed claim numbers.",
    "Left Shoulder Arthroscopy, Bankart Repair, Mumford Procedure.",
    "X-Ray Lumbar Spine; X-Ray Thoracic Spine.",
    "San Jose Medical, Santa Maria Clinic, St. John Hospital.",
    "May 5, April 4 and August Sunday.",
    "http://www.ncbi.nlm.nih.gov/pubmed/12345678 and www.odg-twc.com",
    "50mg 3 times a day, #60, with 2 refills; 20 sessions Drive time.",
    "Ann Arbor (MI): University of Michigan.",
    "Question: medical-legal @ maximus, imrhelp@maximus.com",
]


def bracketed(sentence: str) -> tuple[str, list[str]]:
    """("Dr. [Lee] said" -> "Dr. Lee said", ["Lee"]) with the place of each."""
    text, hidden = "", []
    for part in sentence.replace("]", "[").split("["):
        hidden.append((len(text), len(text) + len(part), part))
        text += part
    return text, [words for _, _, words in hidden[1::2]]


@pytest.mark.parametrize("sentence", [*NAMES, *NUMBERS])
def test_leaks_are_found(sentence: str) -> None:
    text, hidden = bracketed(sentence)
    assert [leak.span.of(text) for leak in find_leaks(text)] == hidden


@pytest.mark.parametrize("sentence", NO_LEAK)
def test_no_person_is_seen_where_none_is(sentence: str) -> None:
    assert [leak.span.of(sentence) for leak in find_leaks(sentence)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dr. Pereira", "name"),
        ("213-555-0123", "phone"),
        ("123-45-6789", "ssn"),
        ("Claim Number: 00123456", "claim-number"),
        ("MRN 123456", "record-number"),
        ("j@example.com", "email"),
        ("12 Oak Street", "address"),
        ("DOB: 1/2/1960", "date-of-birth"),
    ],
)
def test_kind_of_leak(text: str, kind: str) -> None:
    assert [leak.kind for leak in find_leaks(text)] == [kind]


FRAGMENTS = [
    *(
        "Dr. ",
        "Drs. ",
        "A. ",
        "Mr. ",
        ", M.D.",
        " MD",
        "Maria ",
        "Lopez",
        "and ",
        ", ",
        "patient, ",
        "by ",
        "@",
        "-",
    ),
    *(
        "Claim Number: ",
        "555-0123",
        "(213) ",
        "123-45-6789",
        "12 ",
        "Oak ",
        "Street",
        "'s ",
        "\n",
        "é",
        "İ",
        "\ud800",
    ),
    *(
        "John ",
        "Employee: ",
        "SSN ",
        "P.O. Box ",
        "x",
        "De la ",
        "Ñ",
        "．",
        "’",
        "\x00",
        "P.A. ",
        "Born on 1/2/1960",
    ),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS)).map("".join)))
def test_any_text_has_ordered_leaks_inside_it(text: str) -> None:
    leaks = find_leaks(text)
    ends = [0, *(edge for leak in leaks for edge in leak.span), len(text)]
    assert ends == sorted(ends)
    assert all(leak.span.start < leak.span.end for leak in leaks)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "repeat",
    [
        *(
            "Dr. ",
            "A. ",
            "Dr. A",
            "Dr. Abc, ",
            "Drs. Abc and ",
            "M.D. ",
            "Abc ",
            "A",
            "Ab-",
            "Ab'",
            "John ",
            "by Ab ",
        ),
        *(
            "Maria Lopez, M.D. ",
            "patient, Robert ",
            "(213) ",
            "213-555-0123 ",
            "1",
            "1 ",
            "a@",
            "12 Oak ",
            "Claim # ",
        ),
        *("Employee: ", "Name: Ab, ", "A B C ", "de la ", " Street", "SSN ", "Fax ", "Dr. İ", "John Abc et "),
    ],
)
def test_long_repeats_are_read_in_time(repeat: str) -> None:
    find_leaks(repeat * (100_000 // len(repeat)))


@pytest.mark.timeout(10)
def test_many_different_names_are_read_in_time() -> None:
    names = [f"Dr. Qu{first}{second}{third}" for first in "aeio" for second in "bcdfgklmnz" for third in "aeiouxyz"]
    text = " said this and that of pain. ".join(names * 10)
    assert len(find_leaks(text)) == len(names) * 10
