"""What is rendered from a truth is read back as that truth, whatever the layout and the line breaks."""

from __future__ import annotations

import os
import re
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.fictional.line_breaking import LineBreaking
from ingest.fictional.pdf import render_pdf
from ingest.fictional.render import render_text
from ingest.fictional.truth import LAYOUTS, Truth, make_truth
from ingest.parsing.decision import parse_decision
from ingest.parsing.schema import decision_as_json
from ingest.reading import read_text

EXAMPLES = int(os.environ.get("ROUND_TRIP_EXAMPLES", "300"))
DERANDOMIZE = "ROUND_TRIP_EXAMPLES" not in os.environ  # the same letters in every run, others where many are asked for
PDF_EXAMPLES = max(10, EXAMPLES // 40)

_PLAIN = [
    "layout",
    "case_number",
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "priority",
    "licensure_states",
    "age",
    "sex",
    "outcome",
]
_ITEM = ("position", "outcome", "treatment", "category", "subcategory", "body_parts", "quantity")


def folded(words: str | None) -> str:
    """Words without what two careful readers may write in different ways: spaces, case, a final stop."""
    text = re.sub(r"\s+", " ", words or "").strip().rstrip(".").casefold()
    return text.replace(" and rehabilitation", " & rehabilitation")


def compared(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a letter that truth and parser must agree on."""
    answer = {name: values[name] for name in _PLAIN}
    answer["specialties"] = [folded(name) for name in values["specialties"]]
    answer["summary"] = folded(values["clinical_case_summary"])
    answer["items"] = [_item(item) for item in values["items"]]
    return answer


def _item(item: dict[str, Any]) -> dict[str, Any]:
    answer = {name: item[name] for name in _ITEM}
    for name in ("description", "request", "rationale"):
        answer[name] = folded(item[name])
    for side in ("claims_administrator", "imr_reviewer"):
        line = item[side]
        answer[side] = (line["mtus"], folded(line["text"]), [_citation(citation) for citation in line["citations"]])
    answer["rationale_pages"] = sorted(page for c in item["rationale_citations"] for page in c["pages"])
    return answer


def _citation(citation: dict[str, Any]) -> tuple[str, str, str, list[int]]:
    guideline, edition = folded(citation["guideline"]), folded(citation["edition"])
    name = guideline if edition in guideline else f"{guideline} {edition}"
    return citation["authority"], name, folded(citation["section"]), citation["pages"]


def differences(truth: Truth, text: str, file_name: str) -> list[str]:
    """One line for each value that was read otherwise than it was meant."""
    decision = parse_decision(text, file_name)
    found = different_values(truth.as_json(), decision_as_json(decision, file_name))
    masked = [leak.span.of(decision.text) for leak in decision.leaks]
    missed = [leak for leak in truth.leaks if not any(leak.words in words for words in masked)]
    return found + [f"leak {leak} was missed" for leak in missed]


def different_values(truth: dict[str, Any], parsed: dict[str, Any]) -> list[str]:
    """One line for each value of two letters in the schema of `parse` that is not the same."""
    meant, read = compared(truth), compared(parsed)
    items, read_items = meant.pop("items"), read.pop("items")
    found = _different("", meant, read)
    if len(items) != len(read_items):
        return [*found, f"{len(items)} items were read as {len(read_items)}"]
    for one, other in zip(items, read_items, strict=True):
        found += _different(f"item {one['position']} ", one, other)
    return found


def _different(what: str, meant: dict[str, Any], read: dict[str, Any]) -> list[str]:
    return [f"{what}{name}: {meant[name]!r} was read as {read[name]!r}" for name in meant if meant[name] != read[name]]


def letter(layout: str, seed: int) -> tuple[Truth, Random]:
    rng = Random(f"round trip/{layout}/{seed}")
    return make_truth(rng, layout, seed % 1_000_000), rng


single = st.builds(
    LineBreaking,
    width=st.sampled_from([None, 80, 92, 96, 100, 110]),
    newline=st.sampled_from(["\n", "\r\n"]),
    gaps=st.booleans(),
    page=st.sampled_from([None, None, 45, 50, 54]),
    hyphens=st.booleans(),
    trailing_space=st.booleans(),
    wide=st.booleans(),
)
doubled = st.builds(
    LineBreaking, width=st.sampled_from([92, 98]), double=st.just(value=True), trailing_space=st.booleans()
)
breakings = st.one_of(single, doubled)


@settings(max_examples=EXAMPLES, derandomize=DERANDOMIZE, deadline=None, suppress_health_check=list(HealthCheck))
@given(layout=st.sampled_from(LAYOUTS), seed=st.integers(0, 10**9), breaking=breakings)
def test_text_is_read_back(layout: str, seed: int, breaking: LineBreaking) -> None:
    truth, rng = letter(layout, seed)
    assert differences(truth, render_text(truth, rng, breaking), f"{truth.stem}.txt") == []


@settings(max_examples=PDF_EXAMPLES, derandomize=DERANDOMIZE, deadline=None, suppress_health_check=list(HealthCheck))
@given(layout=st.sampled_from(LAYOUTS), seed=st.integers(0, 10**9))
def test_pdf_is_read_back(layout: str, seed: int) -> None:
    truth, _ = letter(layout, seed)
    name = f"{truth.stem}.pdf"
    assert differences(truth, read_text(render_pdf(truth), name), name) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_masked_is_meant_to_be(layout: str) -> None:
    for seed in range(40):
        truth, rng = letter(layout, seed)
        decision = parse_decision(render_text(truth, rng), f"{truth.stem}.txt")
        masked = [leak.span.of(decision.text) for leak in decision.leaks]
        assert all(any(leak.words in words for leak in truth.leaks) for words in masked), masked
