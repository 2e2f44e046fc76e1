"""Makes docs/pictures and docs/accessibility.md from a running instance.

Run from the checkout: ``make pictures`` (or ``python -m tests.pictures``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.conftest import chromium_flags, find_chromium
from tests.load.instance import EVENT_ID, fill
from tests.pictures.accessibility import Examination, as_page, pages_of
from tests.pictures.states import as_owner, as_stranger
from tests.pictures.story import DESK, SOLVE_S, Story, sign_in
from tests.web.serving import Served, serving
from web.app import create_app
from web.demo import coming_example
from web.settings import read_settings
from web.site import KEY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.load.instance import Instance
    from web.site import Site

PICTURES = Path("docs/pictures")
PAGE = Path("docs/accessibility.md")
QUICK_S = 5
"""For a plan of which only the pages matter."""


def main() -> int:
    """Tell the story and examine the pages; say what was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["pictures", "accessibility"])
    only = parser.parse_args().only
    executable = find_chromium()
    if executable is None:
        sys.exit("no Chromium here: see .ci/chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "data"
        instance = fill(folder, coming_example())
        browser = playwright.chromium.launch(
            executable_path=executable, args=chromium_flags()
        )
        with serving(folder) as served:
            target = PICTURES if only != "accessibility" else Path(name)
            seconds = QUICK_S if only == "accessibility" else SOLVE_S
            story = Story(browser, served, instance, target, seconds)
            story.tell()
            if only != "pictures":
                PAGE.write_text(_examined(browser, served, instance), encoding="utf-8")
        browser.close()
    sys.stdout.write(f"made: {', '.join(story.made)}\n")
    return 0


def _examined(browser: Browser, served: Served, instance: Instance) -> str:
    """Walk as a delegate, as anybody and as the owner."""
    app = create_app(read_settings(folder=instance.folder, environment={}))
    site: Site = app.extensions[KEY]
    pages = pages_of(app.url_map)
    examination = Examination(app.url_map.bind("127.0.0.1"), served.address)
    try:
        for kind in ("delegate", "anybody", "owner"):
            context = browser.new_context(viewport=DESK, reduced_motion="reduce")
            page = context.new_page()
            page.set_default_timeout(180_000)
            if kind == "delegate":
                page.goto(f"{served.address}/d/{instance.guests[0].token}")
                page.locator("main form button").click()
                starts = ["/my/", "/my/late"]
            elif kind == "anybody":
                starts = ["/", "/sign-in", f"/d/{instance.guests[1].token}"]
                starts += as_stranger(page, served, site)
            else:
                sign_in(page, served)
                starts = ["/events", f"/events/{EVENT_ID}/overview"]
                starts += as_owner(page, served, examination)
            examination.walk(page, starts)
            context.close()
    finally:
        site.database.close()
    return "\n".join(as_page(examination.found.values(), pages)) + "\n"


if __name__ == "__main__":
    sys.exit(main())
