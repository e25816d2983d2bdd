"""Fictional letters: the same for a seed, whole, and readable as text and as PDF."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from ingest.fictional.line_breaking import LineBreaking, wrap
from ingest.fictional.pdf import render_pdf
from ingest.fictional.render import render_text
from ingest.fictional.truth import LAYOUTS, Truth, make_truth
from ingest.parsing.schema import decision_as_json

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.parsing.parsed import ParsedDecision

ROW = LineBreaking(width=None)


def truth_of(layout: str, number: int = 0) -> Truth:
    return make_truth(Random(f"test/{layout}/{number}"), layout, number)


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "-").split())


def words_of(truth: Truth) -> list[str]:
    letter = truth.letter
    words = [letter.clinical_case_summary or ""]
    for item in letter.items:
        words += [
            item.description,
            item.request,
            item.imr_reviewer.text,
            item.claims_administrator.text,
            item.rationale,
        ]
        words += [citation.guideline for citation in item.imr_reviewer.citations]
        words += [citation.section or "" for citation in item.imr_reviewer.citations]
    return words + [leak.words for leak in truth.leaks]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_state_gives_same_letter(layout: str) -> None:
    first, second = (make_truth(Random(7), layout, 3) for _ in range(2))
    assert first == second
    assert render_text(first, Random(1)) == render_text(second, Random(1))
    assert render_pdf(first) == render_pdf(second)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", range(12))
def test_text_holds_all_words_of_the_truth(layout: str, number: int) -> None:
    truth = truth_of(layout, number)
    text = squeezed(render_text(truth, Random(number)).replace("\f", ""))
    assert [words for words in words_of(truth) if squeezed(words) not in text] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", range(3))
def test_pdf_reads_back_with_all_words_of_the_truth(layout: str, number: int) -> None:
    truth = truth_of(layout, number)
    with pypdfium2.PdfDocument(render_pdf(truth)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = squeezed("".join(pages))
    assert [words for words in words_of(truth) if squeezed(words) not in text] == []
    if truth.letter.case_number:
        assert truth.letter.case_number in text


def test_truth_has_the_keys_of_the_schema() -> None:
    keys = set(decision_as_json(truth_of("expert_reviewer_2016").letter, "x"))
    answer = truth_of("expert_reviewer_2016").as_json()
    assert set(answer) == keys - {"file", "parser_version", "warnings"} | {"leaks"}
    assert set(answer["items"][0]) >= {"position", "description", "request", "outcome", "rationale", "treatment"}


def test_letters_differ_in_shape() -> None:
    truths = [truth_of(layout, number) for layout in LAYOUTS for number in range(150)]
    items = [item for truth in truths for item in truth.letter.items]
    overturned = sum(item.outcome == "overturned" for item in items) / len(items)
    assert max(len(truth.letter.items) for truth in truths) >= 12
    assert 0.06 < overturned < 0.2
    assert any(item.description != item.request for item in items)
    assert any(item.depends_on == 1 for item in items)
    assert any(item.rationale_cut_off for item in items)
    assert any(item.rationale_citations for item in items)
    assert any(truth.leaks for truth in truths)
    assert any(truth.letter.case_number is None for truth in truths)
    assert any(truth.letter.age is None for truth in truths)


def test_case_numbers_are_of_the_year_of_the_application() -> None:
    letter: ParsedDecision = truth_of("expert_reviewer_2018", 41).letter
    assert letter.application_received
    assert letter.case_number == f"CM{letter.application_received:%y}-9000041"


@pytest.mark.parametrize(
    ("breaking", "sign"),
    [
        (LineBreaking(newline="\r\n"), "\r\n"),
        (LineBreaking(page=20), "\f"),
        (LineBreaking(double=True), "\n\n\n"),
        (LineBreaking(trailing_space=True), " \n"),
        (LineBreaking(wide=True, width=None), ".  "),
    ],
)
def test_line_breaking_shows(breaking: LineBreaking, sign: str) -> None:
    assert sign in render_text(truth_of("expert_reviewer_2014"), Random(0), breaking)


def test_without_gaps_no_line_is_empty() -> None:
    text = render_text(truth_of("expert_reviewer_2016", 2), Random(0), LineBreaking(gaps=False))
    assert "\n\n" not in text


@pytest.mark.parametrize(
    ("text", "width", "hyphens", "lines"),
    [
        ("one two three", 7, False, ["one two", "three"]),
        ("one two three", 100, False, ["one two three"]),
        ("a Non-MTUS line", 6, True, ["a Non-", "MTUS", "line"]),
        ("a Non-MTUS line", 6, False, ["a", "Non-MTUS", "line"]),
        ("Labs - CBC", 6, True, ["Labs -", "CBC"]),
    ],
)
def test_wrap(text: str, width: int, hyphens: bool, lines: list[str]) -> None:  # noqa: FBT001
    assert wrap(text, width, hyphens=hyphens) == lines


def test_command_writes_the_same_letters_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        call_command("make_letters", "15", str(tmp_path / name), seed="s", verbosity=0)
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert first == second
    assert len(first) == 30


def test_command_goes_on_where_it_stopped(tmp_path: Path) -> None:
    call_command("make_letters", "4", str(tmp_path), seed="s", verbosity=0)
    kept = min(tmp_path.glob("*.json"))
    kept.write_text("kept", encoding="utf-8")
    call_command("make_letters", "6", str(tmp_path), seed="s", verbosity=0)
    assert kept.read_text(encoding="utf-8") == "kept"
    assert len(list(tmp_path.iterdir())) == 12


def test_command_makes_pdfs_of_one_layout(tmp_path: Path) -> None:
    call_command("make_letters", "2", str(tmp_path), "--pdf", "--layout", "expert_reviewer_2014", seed="s", verbosity=0)
    layouts = {json.loads(file.read_text(encoding="utf-8"))["layout"] for file in tmp_path.glob("*.json")}
    assert layouts == {"expert_reviewer_2014"}
    assert all(file.read_bytes().startswith(b"%PDF") for file in tmp_path.glob("*.pdf"))


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_command_refuses_what_is_no_number(tmp_path: Path, number: str) -> None:
    with pytest.raises(CommandError, match="is no number of letters"):
        call_command("make_letters", number, str(tmp_path))


def test_command_writes_text_where_a_server_has_no_reportlab_and_says_so_of_pdf(tmp_path: Path) -> None:
    begin = "import runpy, sys; sys.modules['reportlab'] = None; runpy.run_path('manage.py', run_name='__main__')"
    asked = [sys.executable, "-c", begin, "make_letters", "1", str(tmp_path)]
    assert not subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    assert len(list(tmp_path.glob("*.txt"))) == 1
    refused = subprocess.run([*asked, "--pdf"], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: Letters as PDF need reportlab")
    assert "Traceback" not in refused.stderr
