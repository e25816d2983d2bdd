"""docs/screenshots anew: `python -m tests.browser.screenshots http://127.0.0.1:8000`, of a site that runs.

The pictures there are of the sample letters and 400 more: `manage.py make_letters 400 DIR; manage.py ingest DIR`. With
STAFF=name:password of an account there that may load batches, those of the staff's pages too, of its first batch.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, BrowserContext, ViewportSize

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "search": "/decisions/?q=work+hardening",
    "nothing-found": "/decisions/?q=work+hardening+plataeu&state=nevada",
    "facet": "/decisions/facets/specialty/?q=work+hardening",
    "case": "/cases/CM16-9080635/?q=work+hardening&at=1",
    "similar": "/cases/CM16-9080635/similar/1/",
    "treatments": "/treatments/",
    "treatment": "/treatments/work-conditioning/",
    "quantity": "/treatments/work-conditioning/quantity/visits/",
    "guidelines": "/guidelines/",
    "guideline": "/guidelines/chronic-pain-medical-treatment/",
    "guideline-page": "/guidelines/chronic-pain-medical-treatment/pages/125/",
    "specialties": "/specialties/",
    "specialty": "/specialties/pain-management/",
    "statistics": "/statistics/?q=work+hardening",
    "packet": "/packet/?item=CM16-9080635-1",
    "bookmarks": "/bookmarks/",
    "suggest": "/suggest/?q=work",
    "coverage": "/coverage/",
    "help": "/help/",
    "about": "/about/",
}
STAFF_PAGES = {
    "staff-batches": "/staff/batches/",
    "staff-batch": "/staff/batches/1/",
    "staff-preview": "/staff/batches/1/preview/",
    "staff-review-queue": "/staff/review/",
    "staff-help": "/staff/help/",
}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
SCREENS = {
    "": (DESKTOP, "light"),
    "-dark": (DESKTOP, "dark"),
    "-phone": (PHONE, "light"),
    "-phone-dark": (PHONE, "dark"),
}
"""End of a picture's name to the size and colours of the screen."""
LARGEST = 100_000
"""Bytes of a picture: they are kept with the code."""


def take(context: BrowserContext, ending: str, pages: Mapping[str, str]) -> None:
    """Every page as one screen shows it; fails where a page is missing or a picture too large."""
    page = context.new_page()
    for name, path in pages.items():
        response = page.goto(path, wait_until="networkidle")
        if response is None or not response.ok:
            raise SystemExit(f"{path} does not answer as it should: are the sample letters loaded there?")
        target = FOLDER / f"{name}{ending}.webp"
        Image.open(BytesIO(page.screenshot())).save(target, quality=70, method=6)
        if target.stat().st_size > LARGEST:
            raise SystemExit(f"{target} has {target.stat().st_size:,} bytes; {LARGEST:,} at the most.")


def log_in(context: BrowserContext, account: str) -> None:
    """Log in as `name:password`; exits where that is refused."""
    name, _, password = account.partition(":")
    page = context.new_page()
    page.goto("/staff/batches/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    if page.get_by_label("Password").count():
        raise SystemExit("STAFF was refused.")


def take_all(browser: Browser, site: str, account: str) -> None:
    """All pictures; those of the staff's pages where an account is given."""
    for ending, (size, scheme) in SCREENS.items():
        context = browser.new_context(base_url=site, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        take(context, ending, PAGES)
        if account:
            log_in(context, account)
            take(context, ending, STAFF_PAGES)
        context.close()


def main(site: str) -> None:
    """Take them with the system's Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        take_all(browser, site, os.environ.get("STAFF", ""))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
