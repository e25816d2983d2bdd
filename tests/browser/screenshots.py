"""docs/screenshots anew: `python -m tests.browser.screenshots http://127.0.0.1:8000`, of a site that runs.

The pictures there are of the sample letters and 400 more: `manage.py make_letters 400 DIR; manage.py ingest DIR`.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "search": "/decisions/?q=work+hardening",
    "case": "/cases/CM16-9080635/?q=work+hardening&at=1",
    "treatment": "/treatments/work-conditioning/",
    "guideline": "/guidelines/chronic-pain-medical-treatment/pages/125/",
    "statistics": "/statistics/?q=work+hardening",
}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
LARGEST = 200_000
"""Bytes of a picture: they are kept with the code."""


def take(browser: Browser, site: str, ending: str, size: ViewportSize, scheme: str) -> None:
    """Every page of PAGES as one screen shows it; fails where a page is missing or a picture too large."""
    context = browser.new_context(base_url=site, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, path in PAGES.items():
        response = page.goto(path, wait_until="networkidle")
        if response is None or not response.ok:
            raise SystemExit(f"{site}{path} does not answer as it should: are the sample letters loaded there?")
        picture = Image.open(BytesIO(page.screenshot())).quantize(256, dither=Image.Dither.NONE)
        target = FOLDER / f"{name}{ending}.png"
        picture.save(target, optimize=True)
        if target.stat().st_size > LARGEST:
            raise SystemExit(f"{target} has {target.stat().st_size:,} bytes; {LARGEST:,} at the most.")
    context.close()


def main(site: str) -> None:
    """All pictures."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        take(browser, site, "", DESKTOP, "light")
        take(browser, site, "-dark", DESKTOP, "dark")
        take(browser, site, "-phone", PHONE, "light")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
