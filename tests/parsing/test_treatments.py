from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.phrases import Phrases, Words
from ingest.parsing.treatments import TREATMENTS, Treatment, find_treatments, load_treatments

# DWC's treatment-request categories and subcategories.
CATEGORIES = {
    "Diagnostic Testing": "Imaging & Radiology | EMG/NCV/NCS | Lab & Pathology | Other Diagnostic Tests",
    "DMEPOS": "Durable Medical Equipment | Electrical Stimulation | Prosthetics/Orthotics | Supplies",
    "Evaluation & Management": "Dental Services | Medical Specialties",
    "Home Health": "Home Health",
    "Injection": "Facet Injection | Injection",
    "Pharmaceuticals": (
        "Adrenal Cortical Steroids | Alpha-blocker | Androgens & Anabolic Steroids | Antianxiety | Anticoagulant"
        " | Antidepressant | Antidiabetic | Antiemetic | Antiepilepsy | Antihistamine | Antihypertensive"
        " | Anti-infective | Antimigraine | Asthma Medication | Atypical Antipsychotic | Barbiturate"
        " | Benzodiazepine | Beta-blocker | Bisphosphonate | Calcium Channel Blocker | Cannabinoid"
        " | Dopamine Agonist | Fibric Acid | GI Agent | H2 Blocker | Hormone | Impotence Agent"
        " | Miscellaneous Analgesic | Muscle Relaxant | NSAID | Nutritional Product | Opioid | Opioid Antagonist"
        " | Proton Pump Inhibitor | Sedative-hypnotic | Statin | Stimulant | Topical Analgesic | Topical Compound"
        " | TNF Inhibitor | Viscosupplementation"
    ),
    "Programs": "Programs",
    "Psych Services": "Evaluation & Management | Therapies",
    "Rehabilitation": "Acupuncture | Chiropractic | Physical/Occupational Therapy | Other Therapies",
    "Surgery": "Adjunct Surgical Services | Arthroscopic | Non-arthroscopic | Spine | Surgical Consult",
    "Transportation": "Transportation",
}

# A request as a treating physician words it, and the keys found, the main one first.
REQUESTS = [
    # Diagnostic Testing
    ("MRI of the left knee without contrast", "mri"),
    ("Magnetic resonance imaging (MRI) of the thoracic spine", "mri"),
    ("Upright MRI, cervical", "mri"),
    ("Right shoulder MR arthrogram", "mr-arthrogram"),
    ("CT of the lumbar spine", "ct-scan"),
    ("CT myelogram of the cervical spine", "ct-myelogram"),
    ("X-rays of both hips, 2 views", "x-ray"),
    ("Triple phase bone scan of the left foot", "bone-scan"),
    ("Ultrasound of the left shoulder", "diagnostic-ultrasound"),
    ("Pulsed ultrasound 3 times a week for 2 weeks", "therapeutic-ultrasound"),
    ("Ultrasound 2 times 6", "therapeutic-ultrasound"),
    ("EMG/NCV of the bilateral upper extremities", "emg-ncv"),
    ("Electromyography (EMG) and nerve conduction velocity (NCV), right leg", "emg-ncv"),
    ("EMG of the left arm, NCS of the left arm", "emg-ncv"),
    ("EMG of the right lower extremity", "electromyography"),
    ("NCS, left upper extremity", "nerve-conduction-study"),
    ("Urine drug screen, quarterly", "urine-drug-test"),
    ("UDS", "urine-drug-test"),
    ("PT/PTT", "coagulation-tests"),
    ("Labs: CBC and CMP", "complete-blood-count metabolic-panel"),
    ("Lab work", "laboratory-tests"),
    ("Free T4 and TSH", "thyroid-panel"),
    ("Pharmacogenetic testing", "genetic-testing"),
    ("Functional capacity evaluation (FCE)", "functional-capacity-evaluation"),
    ("EKG", "electrocardiogram"),
    ("Overnight polysomnogram", "sleep-study"),
    # DMEPOS
    ("Standard wheelchair, 2 month rental", "wheelchair"),
    ("Front wheeled walker", "walker"),
    ("Purchase of a 3-in-1 commode", "commode"),
    ("Bath/shower chair", "shower-chair"),
    ("Cervical pillow", "pillow"),
    ("Orthopedic mattress", "mattress"),
    ("Knee scooter rental", "knee-scooter"),
    ("Sit-to-stand workstation", "sit-stand-workstation"),
    ("Ergonomic chair", "ergonomic-chair"),
    ("CPM machine for 21 days", "continuous-passive-motion"),
    ("Bone growth stimulator", "bone-growth-stimulator"),
    ("DME: TENS unit", "tens-unit"),
    ("TENS unit supplies", "tens-supplies"),
    ("Home H-wave device, 30 day trial", "h-wave-unit"),
    ("IF unit", "interferential-unit"),
    ("E-stim", "electrical-stimulation"),
    ("LSO back brace", "lumbar-support"),
    ("Wrist braces #2", "wrist-brace"),
    ("Custom molded orthotics", "orthotics"),
    ("Large gloves", "gloves"),
    ("Hygiene wipes", "hygiene-wipes"),
    # Evaluation & Management
    ("Root canal, tooth #14", "root-canal dental-treatment"),
    ("Occlusal night guard", "occlusal-guard"),
    ("Follow-up visit in 6 weeks", "office-visit"),
    ("Initial exam", "office-visit"),
    ("Physical exam 2 times 8", "office-visit"),
    ("Pain management consult", "pain-management-consultation"),
    ("Consultation with a neurologist", "neurology-consultation"),
    ("Referral to internal medicine", "internal-medicine-consultation"),
    ("Sleep specialist consultation", "sleep-medicine-consultation"),
    # Home Health, Transportation
    ("Home health aide, 4 hours a day, 3 days a week", "home-health-care"),
    ("Housekeeping", "homemaker-services"),
    ("Transportation to and from all appointments", "transportation"),
    # Injection
    ("Left L5-S1 epidural steroid injection", "epidural-steroid-injection"),
    ("ESI at C5-6", "epidural-steroid-injection"),
    ("Right L4 transforaminal lumbar epidural steroid injection", "transforaminal-epidural-steroid-injection"),
    ("Interlaminar ESI, L4-5", "interlaminar-epidural-steroid-injection"),
    ("Caudal epidural with lysis of adhesions", "caudal-epidural-steroid-injection epidural-adhesiolysis"),
    (
        "Left L5 transforaminal epidural steroid injection under fluoroscopic guidance",
        "transforaminal-epidural-steroid-injection fluoroscopic-guidance",
    ),
    ("Bilateral L4-5 facet joint injections", "facet-injection"),
    ("MBB, C4 to C6", "medial-branch-block"),
    ("Radiofrequency ablation, right L3-L5", "radiofrequency-ablation"),
    ("Genicular nerve RFA", "genicular-nerve-ablation"),
    ("Trigger point injections x 4", "trigger-point-injection"),
    ("Steroid injection to right ankle", "corticosteroid-injection"),
    ("Right knee injection with Kenalog", "corticosteroid-injection"),
    ("Injection of lidocaine, left heel", "local-anesthetic-injection"),
    ("Ultrasound guided injection, left hip", "injection ultrasound-guidance"),
    ("PRP injection to the left elbow", "platelet-rich-plasma-injection"),
    ("Injection of neurolytic substance", "neurolytic-injection"),
    ("Toradol injection 60mg IM", "ketorolac-injection"),
    # Pharmaceuticals
    ("Norco 10/325mg #60", "hydrocodone-acetaminophen"),
    ("Norco (hydrocodone/acetaminophen) 5/325mg", "hydrocodone-acetaminophen"),
    ("Ultram ER 150mg #30", "tramadol"),
    ("Tylenol #3 #60", "codeine-acetaminophen"),
    ("Tylenol 500mg", "acetaminophen"),
    ("Oxycodone 10mg", "oxycodone"),
    ("OxyContin 20mg", "oxycodone-er"),
    ("Percocet 5/325mg", "oxycodone-acetaminophen"),
    ("Levofloxacin 500mg", "levofloxacin"),
    ("Flexeril 10mg", "cyclobenzaprine"),
    ("Orphenadrine ER 100mg #60", "orphenadrine"),
    ("Voltaren 75mg #60", "diclofenac"),
    ("Voltaren gel 1%", "diclofenac-topical"),
    ("Diclofenac sodium 3% 100gm", "diclofenac-topical"),
    ("Lidoderm patch, 12 hours on 12 hours off", "lidocaine-topical"),
    ("Terocin patch #30", "lidocaine-menthol"),
    ("Terocin (capsaicin 0.025%, menthol 10%, lidocaine 2.5%)", "lidocaine-menthol"),
    ("Prilosec 20mg #60", "omeprazole"),
    ("Fanatrex 25mg/ml oral suspension", "gabapentin"),
    ("Gabapentin 600mg #90", "gabapentin"),
    ("Gabapentin 10% cream", "topical-compound"),
    ("Topical ketamine", "topical-compound"),
    ("Flurbiprofen 10%, Cyclobenzaprine 3%, Gabapentin 6%, Lidocaine 5% in a cream base", "topical-compound"),
    ("Cyclobenzaprine/gabapentin cream", "topical-compound"),
    ("Compounded cream: ketoprofen, lidocaine", "topical-compound"),
    ("Tramadol 50mg #60 and Terocin patch", "tramadol lidocaine-menthol"),
    ("Synvisc injections to the right knee", "hyaluronate-injection"),
    ("Theramine #90", "medical-food"),
    ("Post-op Zofran", "ondansetron"),
    ("Ambien 10mg", "zolpidem"),
    ("Nuvigil 150mg", "armodafinil"),
    ("Amitriptyline 10%/Gabapentin 10%/Bupivacaine 5%, 210 grams", "topical-compound"),
    ("Custom knee orthotic", "knee-brace"),
    ("Humira 40mg", "adalimumab"),
    ("Medications", "unspecified-medication"),
    # Programs, Psych Services
    ("Work conditioning 2x4 for low back", "work-conditioning"),
    ("10 sessions of work hardening program", "work-hardening"),
    ("Functional restoration program, 80 hours", "functional-restoration-program"),
    ("Gym membership with pool access", "gym-membership"),
    ("Partial hospitalization day treatment", "partial-hospitalization"),
    ("Inpatient detoxification program", "detoxification-program"),
    ("Psych consult", "psychological-evaluation"),
    ("Cognitive behavioral therapy x 6", "cognitive-behavioral-therapy"),
    ("Biofeedback, 4 sessions", "biofeedback"),
    # Rehabilitation
    ("Physical therapy 2-3 times a week for 6 weeks", "physical-therapy"),
    ("PT 2x6 for the neck", "physical-therapy"),
    ("Spinal stabilization program 2x4", "physical-therapy"),
    ("Associated surgical service: Physical therapy, times 12", "physical-therapy"),
    ("Post-op physical therapy 12 sessions", "physical-therapy"),
    ("Physical therapy evaluation", "physical-therapy-evaluation"),
    ("PT/OT 6 sessions", "physical-therapy occupational-therapy"),
    ("Aqua therapy 2x4", "aquatic-therapy"),
    ("Infrared acupuncture, six visits", "acupuncture"),
    ("Infrared heat to the low back", "infrared-therapy"),
    ("Accupuncture 1x6", "acupuncture"),
    ("Chiro with modalities", "chiropractic-treatment"),
    ("Re-exam with chiropractor", "chiropractic-evaluation"),
    ("Extracorporeal shockwave therapy (ESWT)", "extracorporeal-shockwave-therapy"),
    ("Myofascial release", "myofascial-release"),
    # Surgery
    (
        "Left shoulder arthroscopy with acromioplasty, Mumford and rotator cuff repair",
        "shoulder-arthroscopy subacromial-decompression distal-clavicle-excision rotator-cuff-repair",
    ),
    ("Arthroscopic rotator cuff repair", "rotator-cuff-repair"),
    ("Arthroscopy of the right knee with partial meniscectomy", "knee-arthroscopy meniscectomy"),
    ("Left carpal tunnel release", "carpal-tunnel-release"),
    ("Total knee replacement, right", "total-knee-arthroplasty"),
    ("ACDF C5-C6", "cervical-fusion"),
    ("L4-5 TLIF", "lumbar-fusion"),
    ("Spinal cord stimulator trial", "spinal-cord-stimulator"),
    ("Peripheral nerve stimulator trial", "peripheral-nerve-stimulation"),
    ("Manipulation under anesthesia, left shoulder", "capsular-release"),
    ("Assistant PA", "assistant-surgeon"),
    ("Pre-operative medical clearance", "preoperative-clearance"),
    ("Pre-operative PT/PTT", "preoperative-laboratory-tests"),
    ("Pre-op EKG", "preoperative-ekg"),
    ("Associated surgical service: Chest x-ray", "preoperative-chest-x-ray"),
    ("Associated surgical service: Labs - CBC", "preoperative-laboratory-tests"),
    ("Associated surgical service: Cold therapy unit", "cold-therapy-unit"),
    ("Associated surgical service: 2 night inpatient stay", "surgical-facility"),
    ("Shoulder immobilizer with abduction pillow", "arm-sling"),
    ("TOC to ortho spine surgeon eval and treatment", "spine-surgery-consultation"),
    ("Hand surgeon referral", "hand-surgery-consultation"),
    # Nothing that is known
    ("Date of service 11/11/2016", ""),
    ("to be determined", ""),
]


@pytest.mark.parametrize(("request_words", "keys"), REQUESTS, ids=[request for request, _ in REQUESTS])
def test_request_names_its_treatments(request_words: str, keys: str) -> None:
    assert [treatment.key for treatment in find_treatments(request_words)] == keys.split()


def test_categories_are_those_of_dwc_and_all_are_covered() -> None:
    ours = {(treatment.category, treatment.subcategory) for treatment in TREATMENTS.values()}
    assert ours == {(category, sub) for category, subs in CATEGORIES.items() for sub in subs.split(" | ")}


@pytest.mark.parametrize("treatment", load_treatments().values(), ids=load_treatments().keys())
def test_each_phrase_finds_its_treatment_as_the_main_one(treatment: Treatment) -> None:
    elsewhere = {phrase: _main(phrase) for phrase in treatment.phrases if _main(phrase) != treatment.key}
    assert elsewhere == {}


def _main(phrase: str) -> str | None:
    found = find_treatments(phrase)
    return found[0].key if found else None


def test_variants_and_combinations_name_treatments() -> None:
    named = {key for treatment in TREATMENTS.values() for key in (*treatment.variants.values(), *treatment.combines)}
    assert named <= TREATMENTS.keys()


def test_a_drug_knows_its_ingredients_and_class() -> None:
    drug = TREATMENTS["hydrocodone-acetaminophen"]
    assert (drug.ingredients, drug.drug_class) == (("hydrocodone", "acetaminophen"), "Opioid")
    assert TREATMENTS["acupuncture"].drug_class is None


def test_found_words_are_placed_in_the_request() -> None:
    request = "Continue MRI's and  X-rays, as needed"
    assert [found.spans["name"].of(request) for found in find_treatments(request)] == ["MRI", "X-rays"]


def test_phrases_do_not_match_inside_words() -> None:
    assert find_treatments("Optional captive unpinned") == ()


def test_of_overlapping_phrases_the_longest_wins_then_the_first() -> None:
    phrases = Phrases([("a b", 1), ("b c d", 2), ("d e", 3), ("f g", 4), ("g h", 5)], {})
    assert [found.meaning for found in phrases.find(Words("a b c d e f g h"))] == [2, 4]


def test_a_phrase_with_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="means both"):
        Phrases([("PT", "physical-therapy"), ("pt", "lab")], {})


words = st.sampled_from(sorted({word for treatment in TREATMENTS.values() for word in treatment.name.split()}))


@given(st.lists(st.one_of(words, st.text(max_size=12))).map(" ".join))
def test_any_request_is_read_without_error_and_spans_lie_inside(request_words: str) -> None:
    for treatment in find_treatments(request_words):
        start, end = treatment.spans["name"]
        assert 0 <= start < end <= len(request_words)
        assert treatment.key in TREATMENTS
