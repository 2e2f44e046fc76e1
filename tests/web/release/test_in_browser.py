"""From a draft to agendas, prints and the wall, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.links import Purpose
from tests.web.serving import serving
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.web.world import World

pytestmark = pytest.mark.browser
MOST_OF_A_NAME_PX = 120
_WIDTHS = "cells => cells.map(cell => cell.offsetWidth)"


def test_release_is_followed_by_every_page(
    chromium: Browser, world: World, tmp_path: Path
) -> None:
    """Preview, release, feeds, prints, wall, live agenda: each clean and usable."""
    token = world.link("d-alba", purpose=Purpose.FEED)
    with serving(tmp_path / "data", B4H_PROCESSES="2") as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open("/events/1/drafts/1")
        window.press("Release this draft…")
        assert "5 messages" in page.inner_text("main")
        window.press("Release revision 1 and write to 5 delegates")
        assert "Revision 1 is released." in page.inner_text("main")
        window.press("Releases")
        window.press("Rooms of online meetings, wall display, feeds of tables")
        page.get_by_label("Calendar feeds of tables").check()
        window.press("Save")
        wall = page.locator(".link-text a").first.get_attribute("href") or ""
        window.open("/events/1/print")
        for kind in ("agendas", "desk-names", "desk-slots", "floor", "tables"):
            window.open(f"/events/1/print/{kind}")
            if kind == "desk-names":
                widths = page.locator("thead th").evaluate_all(_WIDTHS)
                # Names are not broken inside of a word for the sake of the meetings.
                assert min(widths) > MOST_OF_A_NAME_PX
        window.open(wall[wall.index("/wall/") :])
        assert "Revision 1" in page.inner_text("footer")
        window.open(f"/cal/{token}/")
        assert "Bora Implants" in page.inner_text("main")
        window.open("/events/1/plans")
        assert page.get_by_label("Start from revision 1").is_checked()
        assert not window.found, "\n".join(window.found)
        context.close()
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log
