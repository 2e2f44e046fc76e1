"""Logos and funding statement in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.setup import edit_setup, setup_version
from tests.b4h_scheduler.store.drawn import png
from tests.web.answering import answering
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.web.world import World

pytestmark = pytest.mark.browser


def test_logo_is_added_and_seen_by_a_delegate(
    chromium: Browser, world: World, tmp_path: Path
) -> None:
    """The policy lets the image load; both pages are clean in both themes."""
    link = world.link("d-alba")
    file = tmp_path / "logo.png"
    file.write_bytes(png(120, 40))

    def state(session: Session) -> None:
        seen = setup_version(session, 1)
        edit_setup(session, 1, {"funding": "Paid by the Union."}, seen=seen)

    world.site.database.write(state)
    with answering(world) as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open("/events/1/setup")
        window.press("Logos and funding")
        page.get_by_label("Whose logo is it?").fill("The Union")
        page.get_by_label("Image (PNG or JPEG)").set_input_files(file)
        window.press("Add the logo")
        window.open(f"/d/{link}")
        window.press("Open my page")
        logo = page.get_by_role("img", name="The Union")
        logo.scroll_into_view_if_needed()
        logo.evaluate("image => image.decode()")
        assert logo.evaluate("image => image.naturalWidth") == 120
        assert "Paid by the Union." in page.inner_text(".backing")
        assert not window.found, "\n".join(window.found)
        context.close()
