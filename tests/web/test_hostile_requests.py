"""Requests that mean harm: without permission, forged, oversized, with headers made up, for stored script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from decisions.models import SourceFile
from decisions.search.indexing import index_stale
from tests.builders import Cite, Item, make_case
from tests.web.archive import load_four_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

CLOSED = ("/admin/", "/staff/")
FOR_ANYONE = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}
"""The way in, the way out, and the words of Django's own scripts."""


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every address of the site, with something that could stand in each of its places."""
    for pattern in patterns:
        here = before + address(pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here


def address(pattern: URLPattern | URLResolver) -> str:
    part = str(pattern.pattern)
    part = re.sub(r"\(\?P<app_label>[^)]*\)", "decisions", part)
    part = part.replace("(?P<url>.*)$", "nowhere/").removeprefix("^").removesuffix("$")
    return re.sub(r"<(\w+:)?\w+>", "1", part)


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))
STAFF_ONLY = [url for url in ADDRESSES if url.startswith(CLOSED) and url not in FOR_ANYONE]
OPEN = [url for url in ADDRESSES if not url.startswith(CLOSED)]
FAULT = 500


@pytest.fixture(autouse=True)
def fast_passwords(settings: SettingsWrapper) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def client_of(**fields: bool) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="someone", **fields))
    return client


def test_all_addresses_are_looked_at() -> None:
    assert {"/admin/decisions/case/", "/admin/decisions/case/1/change/", "/admin/auth/user/add/"} <= set(STAFF_ONLY)
    assert {"/", "/decisions.json", "/cases/1/", "/guidelines/1/pages/1/", "/metrics"} <= set(OPEN)
    assert not [url for url in ADDRESSES if re.search(r"[<>()?^$\\]", url)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_pages_lead_strangers_and_users_who_are_no_staff_to_the_login(method: str) -> None:
    for client in (Client(), client_of()):
        for url in STAFF_ONLY:
            response = getattr(client, method)(url)
            assert response.status_code == 302, (method, url, response.status_code)
            assert response["Location"].startswith("/admin/login/"), (method, url)


LEAD_ON = {"/admin/", "/admin/password_change/", "/admin/password_change/done/", "/admin/login/"}
"""Of every member of staff: the list of what one may see, and one's own password."""


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permissions_are_shown_nothing(method: str) -> None:
    client = client_of(is_staff=True)
    for url in sorted(set(STAFF_ONLY) - LEAD_ON):
        response = getattr(client, method)(url)
        assert response.status_code in {302, 403, 404, 405}, (method, url, response.status_code)
        # An address that lacks its last part is put right; the history of what is not there leads to the front page.
        if response.status_code == 302 and response["Location"] != "/admin/":
            assert response["Location"].startswith(url), (method, url, response["Location"])
            assert getattr(client, method)(response["Location"]).status_code in {403, 404}, url


def test_who_may_view_may_not_change() -> None:
    case = make_case(items=[Item()])
    client = client_of(is_staff=True)
    User.objects.get().user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    before = User.objects.values().get()
    shown = 0
    for url in set(STAFF_ONLY) - LEAD_ON:
        here = url.replace("/case/1/", f"/case/{case.pk}/").replace("/user/1/", f"/user/{before['id']}/")
        shown += client.get(here).status_code == 200
        for method in ("post", "delete"):
            # A list answers a form without an action as it answers reading.
            status = getattr(client, method)(here, {"is_superuser": "on", "username": "someone", "post": "yes"})
            assert status.status_code in {200, 302, 403, 404, 405}, (method, here)
    assert shown > 10
    assert User.objects.values().get() == before
    case.refresh_from_db()
    assert (case.public_id, case.items.count()) == ("CM15-0000001", 1)


def test_nothing_is_changed_without_the_token_of_a_form() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="admin", is_staff=True, is_superuser=True))
    for url in [*STAFF_ONLY, "/admin/login/", "/admin/logout/"]:
        assert client.post(url, {"post": "yes"}).status_code in {403, 405}, url
    assert client.get("/admin/").status_code == 200, "still logged in"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_only_answer_reading(method: str) -> None:
    load_four_cases()
    for url in OPEN:
        assert getattr(Client(), method)(url).status_code == 405, url


MEGABYTE = 1_000_000
OVERSIZED = [
    urlencode({"q": "lumbar " * (MEGABYTE // 7)}),
    urlencode({"q": '"' * MEGABYTE}),
    urlencode({"q": "(" * MEGABYTE}),
    urlencode({"treatment": "x" * MEGABYTE}),
    "&".join(["outcome=upheld"] * (MEGABYTE // 15)),
    "&".join(f"{number}" for number in range(MEGABYTE // 7)),
    "a" * MEGABYTE,
    "%00" * (MEGABYTE // 3),
    urlencode({"page": "9" * MEGABYTE}),
    urlencode({"cases": "CM15-0000001," * (MEGABYTE // 13)}),
]


@pytest.mark.parametrize("number", range(len(OVERSIZED)))
def test_a_query_of_a_megabyte_is_no_fault(number: int) -> None:
    """Each query at every third address, each address with every third query: some take half a second."""
    load_four_cases()
    client = Client()
    for url in [*OPEN, "/admin/login/"][number % 3 :: 3]:
        response = client.get(f"{url}?{OVERSIZED[number]}")
        response.getvalue()
        assert response.status_code < FAULT, url


EVIL = "evil.example"


@pytest.mark.parametrize("host", [EVIL, f"testserver@{EVIL}", f"testserver, {EVIL}", "", "a b", "testserver:port", "'"])
def test_other_names_than_its_own_are_refused(settings: SettingsWrapper, host: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    for url in ("/", "/decisions/", "/sitemap.xml", "/decisions.atom", "/admin/login/"):
        response = Client().get(url, headers={"Host": host})
        assert response.status_code == 400, url
        assert EVIL not in response.content.decode()


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-Host",
        "X-Host",
        "Forwarded",
        "X-Forwarded-Server",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Forwarded-Prefix",
        "X-Script-Name",
        "Origin",
        "Referer",
    ],
)
def test_headers_that_servers_differ_about_change_no_page(header: str) -> None:
    load_four_cases()
    for url in ("/", "/decisions/", "/decisions.json?q=lumbar", "/sitemap.xml", "/robots.txt", "/cases/CM15-0000001/"):
        for value in (EVIL, f"https://{EVIL}/admin/"):
            response = Client().get(url, headers={header: value})
            assert response.status_code == 200, url
            assert EVIL not in b"".join(response).decode(), url


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_not_taken_from_a_header(header: str) -> None:
    assert Client().post("/about/", headers={header: "GET"}).status_code == 405


@pytest.mark.parametrize("proto", ["https", "HTTPS", "https,http", "http"])
def test_only_a_proxy_says_that_a_request_came_by_https(settings: SettingsWrapper, proto: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/about/", headers={"X-Forwarded-Proto": proto}).status_code == 301
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/about/", headers={"X-Forwarded-Proto": "https"}).status_code == 200


@pytest.mark.parametrize("target", [f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}/", "javascript:alert(1)"])
def test_a_login_leads_to_no_other_site(target: str) -> None:
    user = User.objects.create_user("staff", password="a-password-of-some-length", is_staff=True)
    response = Client().post(
        f"/admin/login/?{urlencode({'next': target})}",
        {"username": user.username, "password": "a-password-of-some-length", "next": target},
    )
    assert (response.status_code, response["Location"]) == (302, "/admin/")


SCRIPT = "<script>alert(1)</script>"
QUOTED = "\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}</title></textarea>--><svg/onload=alert(3)>"
STORED = SCRIPT + QUOTED
RAW = re.compile(r"<script>alert|<img src=x|<svg/onload|\b14</title")


def load_script() -> None:
    """A letter with script in all that can be read from it and in its name."""
    case = make_case(
        items=[
            Item(
                description=f"MRI {STORED}",
                rationale=f"The lumbar spine {STORED}",
                reviewer_citations=(Cite(None, f"ODG {STORED}", section=STORED, authority="Non-MTUS"),),
            )
        ],
        specialties=(STORED,),
        states=(STORED,),
        text=f"lumbar {STORED}",
        clinical_case_summary=f"lumbar {STORED}",
        warnings=[{"code": "x", "field": STORED, "message": STORED}],
    )
    SourceFile.objects.create(sha256="0" * 64, name=f"{STORED}.pdf", size=1, state="failed", reason=STORED, case=case)


HTML = [
    "/",
    "/decisions/",
    "/decisions/?q=lumbar",
    f"/decisions/?{urlencode({'q': STORED, 'specialty': STORED, 'section': STORED})}",
    "/decisions/facets/specialty/",
    "/cases/CM15-0000001/",
    "/cases/CM15-0000001/similar/1/",
    "/packet/?cases=CM15-0000001",
    "/specialties/",
    "/treatments/",
    "/admin/decisions/case/",
    "/admin/decisions/sourcefile/",
    "/admin/decisions/disputeditem/",
    "/admin/decisions/guidelinecitation/",
    "/admin/decisions/reviewer/",
]
FILES = {
    "/decisions.json?q=lumbar": "application/json",
    "/cases/CM15-0000001.json": "application/json",
    "/cases/CM15-0000001.txt": "text/plain",
    "/decisions.csv": "text/csv",
    "/decisions.atom": "application/atom+xml",
}


def test_script_in_a_letter_and_in_a_files_name_is_only_words() -> None:
    load_script()
    index_stale()
    client = client_of(is_staff=True, is_superuser=True)
    for url in HTML:
        response = client.get(url)
        assert response.status_code == 200, url
        page = b"".join(response).decode()
        assert not RAW.search(page), url
        assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("url", "media_type"), FILES.items())
def test_files_with_script_are_not_taken_for_pages(url: str, media_type: str) -> None:
    load_script()
    index_stale()
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
