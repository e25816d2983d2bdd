"""A real Chromium, the system's first, on a live server with a real index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.web.archive import load_four_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Django's live server wants a folder, though the files come from static/ itself."""
    django_settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; Playwright's own where the system has none."""
    # Playwright keeps an event loop on this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        # Django keeps the connections opened beside that loop apart from those opened without it: once it is gone
        # they could no longer be closed, and would keep the test database from being dropped.
        connections.close_all()
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(
    transactional_db: None,  # noqa: ARG001
    live_server: LiveServer,
    settings: SettingsWrapper,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> str:
    """The address of a site with the four fictional cases.

    A request gives its database connection back at once: one kept by a thread of the server, which lives as long
    as the browser's own connection to it, would keep the test database from being dropped.
    """
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    load_four_cases()
    return live_server.url


LEFT_EARLY = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx says of a list that was not waited for: the reader had opened another page before it came."""


@pytest.fixture
def expected_errors(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Parts of messages that a test provokes in the console; none unless it is parametrised."""
    return getattr(request, "param", ())


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, site: str, expected_errors: tuple[str, ...]
) -> Iterator[Page]:
    """A page of a fresh browser; a message of the console's error kind fails the test."""
    context = chromium.new_context(base_url=site, java_script_enabled=request.param == "with JavaScript")
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    expected = (*expected_errors, *LEFT_EARLY)
    assert [error for error in errors if not any(part in error for part in expected)] == []


@pytest.fixture(params=[360, 1280])
def screen(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A page as wide as a phone's or a desk's, in CSS pixels, in the light scheme and without animations."""
    size: ViewportSize = {"width": request.param, "height": 900}
    context = chromium.new_context(base_url=site, viewport=size, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()
