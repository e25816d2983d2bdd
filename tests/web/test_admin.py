from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse

from decisions.models import Case, SourceFile
from tests.builders import Item, make_case

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

MODELS = [model.__name__.lower() for model in apps.get_app_config("decisions").get_models()]
FEW = 14


@pytest.fixture
def staff(client: Client) -> Client:
    """A browser of a superuser; no password, since hashing one is slow on purpose."""
    client.force_login(User.objects.create(username="staff", is_staff=True, is_superuser=True))
    return client


def load(count: int) -> None:
    for number in range(count):
        case = make_case(f"CM15-{number:07}", items=[Item(), Item()], specialties=(f"Specialty {number}",))
        SourceFile.objects.create(
            sha256=f"{number:064}",
            name="letter.pdf",
            size=1,
            state="failed",
            reason=f"Reason {number}",
            case=case,
        )


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_in_few_queries(
    staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries, model: str
) -> None:
    load(12)
    with django_assert_max_num_queries(FEW):
        assert staff.get(reverse(f"admin:decisions_{model}_changelist")).status_code == 200


def test_a_case_is_shown_and_cannot_be_changed(staff: Client) -> None:
    load(1)
    url = reverse("admin:decisions_case_change", args=[Case.objects.get().pk])
    assert b"Work conditioning" in staff.get(url).content
    assert staff.post(url, {"public_id": "other"}).status_code == 403


def test_failed_files_are_found_by_reason(staff: Client) -> None:
    load(3)
    response = staff.get(
        reverse("admin:decisions_sourcefile_changelist"), {"reason": "Reason 1", "state__exact": "failed"}
    )
    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, {"CM15-0000001", "CM15-0000002", "CM15-0000003"}),
        ({"warning": "any"}, {"CM15-0000001", "CM15-0000002"}),
        ({"warning": "none"}, {"CM15-0000003"}),
        ({"warning": "rationale-cut-off"}, {"CM15-0000002"}),
        ({"masked": "any"}, {"CM15-0000001"}),
        ({"masked": "none"}, {"CM15-0000002", "CM15-0000003"}),
    ],
)
def test_cases_are_found_by_what_was_not_understood(staff: Client, chosen: dict[str, str], found: set[str]) -> None:
    unknown, cut_off = ({"code": code, "field": "", "message": ""} for code in ("layout-unknown", "rationale-cut-off"))
    leak = {"kind": "name", "start": 0, "end": 1, "words": "X", "cleared": False}
    make_case("CM15-0000001", warnings=[unknown], leaks=[leak])
    make_case("CM15-0000002", warnings=[unknown, cut_off])
    make_case("CM15-0000003")
    response = staff.get(reverse("admin:decisions_case_changelist"), chosen)
    assert {case.public_id for case in response.context["cl"].queryset} == found
    assert b"?warning=layout-unknown" in response.content or "masked" in chosen


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ("case", {"outcome__exact": "a\0b"}),
        ("case", {"warning": "\0"}),
        ("case", {"decision_date__year": "9" * 20}),
        ("case", {"decision_date__year": "2015", "decision_date__month": "9" * 20}),
        ("case", {"decision_date__year": "0"}),
        ("case", {"p": "x"}),
        ("disputeditem", {"treatment__category": "\0"}),
        ("guidelinecitation", {"cited_by__exact": "\0"}),
        ("sourcefile", {"decision_date__year": "-1"}),
        ("sourcefile", {"reason": "\0"}),
        ("sourcefile", {"q": "\0"}),
    ],
)
def test_a_filter_that_can_hold_of_nothing_is_no_fault(staff: Client, model: str, parameters: dict[str, str]) -> None:
    load(1)
    response = staff.get(reverse(f"admin:decisions_{model}_changelist"), parameters, follow=True)
    assert response.status_code == 200
