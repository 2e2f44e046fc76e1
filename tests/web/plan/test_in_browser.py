"""Why, at what price, and what if, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.schema_event import TableRow
from b4h_scheduler.store.schema_plans import RunRow
from tests.web.events import moment
from tests.web.serving import serving
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.web.serving import Served
    from tests.web.world import World

pytestmark = pytest.mark.browser
EXACT = re.compile("^To hold it, [0-9]+ points")
CLOSED = {"start": moment(9, 50).isoformat(), "end": moment(12).isoformat()}


def _narrow(session: Session) -> None:
    """Leave one table and two slots, so that wishes compete, and nothing running."""
    for run in session.scalars(select(RunRow)):
        session.delete(run)
    for table in session.scalars(select(TableRow).where(TableRow.event_id == 1)):
        if table.key == "T1":
            table.content = table.content | {"closed": [CLOSED]}
        else:
            session.delete(table)


def test_price_picture_and_what_if_by_keyboard(
    chromium: Browser, world: World, tmp_path: Path
) -> None:
    """Each page clean in both themes; answers come by themselves, without a reload."""
    world.site.database.write(_narrow)
    with serving(tmp_path / "data", B4H_PROCESSES="2") as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        draft = _planned(window)
        _prices(window)
        window.press("Alba Diagnostics")
        assert "Own wishes" in page.inner_text("main")
        window.press("Ada Ahl")
        assert re.search(r"Free: Thursday morning", page.inner_text("main"))
        _figures(window)
        _what_if(window)
        assert not window.found, "\n".join(window.found)
        context.close()
        _without_script(chromium, served, draft)
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log


def _planned(window: Watched) -> str:
    page = window.page
    window.open("/events/1/plans")
    page.get_by_label("Time limit in seconds").fill("3")
    window.press("Start planning")
    page.get_by_role("link", name="Open the plan").wait_for(timeout=60_000)
    window.press("Open the plan")
    return page.url.removeprefix(window.served.address)


def _prices(window: Watched) -> None:
    page = window.page
    window.press("Not met, and why")
    page.get_by_role("button", name="What does each cost at least?").press("Enter")
    page.get_by_role("link", name="Show them all").wait_for(timeout=60_000)
    window.press("Show them all")
    page.get_by_role("button", name="The exact price").first.press("Enter")
    page.get_by_text(EXACT).first.wait_for(timeout=60_000)
    window.examine()


def _figures(window: Watched) -> None:
    page = window.page
    window.press("How fair")
    page.get_by_role("button", name="Work out what fairness costs").press("Enter")
    shown = page.locator("main section")
    shown.get_by_text(re.compile("^Fairness costs [0-9]")).wait_for(timeout=60_000)
    page.get_by_role("button", name="Simulate late arrivals").press("Enter")
    shown.get_by_text("nothing can be said").first.wait_for(timeout=60_000)
    window.examine()


def _what_if(window: Watched) -> None:
    page = window.page
    window.open("/events/1/what-if")
    page.get_by_role("button", name="Work it out: More tables").press("Enter")
    csv = page.get_by_role("link", name="Take the table along (csv)")
    csv.wait_for(timeout=120_000)
    window.examine()
    assert "Most is gained with 2 more tables Thursday morning: " in page.inner_text(
        "main"
    )
    assert page.get_by_role("img", name="Meetings and wish value").count() == 1
    assert page.get_by_role("row").count() == 3
    with page.expect_download() as given:
        csv.press("Enter")
    assert given.value.suggested_filename == "what-if-session-tables.csv"
    window.open("/events/1/what-if")


def _without_script(chromium: Browser, served: Served, draft: str) -> None:
    """Forms and links alone do: ask, look again, read."""
    context = chromium.new_context(java_script_enabled=False)
    window = Watched(context, served)
    window.sign_in()
    page = window.page
    page.goto(f"{served.address}{draft}/unmet")
    page.get_by_role("button", name="The exact price").first.click()
    for _ in range(60):
        page.goto(f"{served.address}{draft}/unmet")
        if "being worked out" not in page.content():
            break
        page.wait_for_timeout(500)
    assert page.get_by_text(EXACT).count() == 2
    context.close()
