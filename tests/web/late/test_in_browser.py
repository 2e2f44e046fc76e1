"""Late changes and pages of mail in a real browser, axe in both themes, and keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from b4h_scheduler.store.base import now
from b4h_scheduler.store.links import Purpose
from tests.web.answering import answering
from tests.web.late.late_days import DAYS_AHEAD, add_coming, coming_event
from tests.web.late.saying import released, starts
from tests.web.serving import serving
from tests.web.test_story import DESK, PHONE, Watched

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.world import World

pytestmark = pytest.mark.browser


def test_late_changes_from_the_mail_s_link_to_the_release(
    chromium: Browser, world: World, coming: int, tmp_path: Path
) -> None:
    """A delegate by keyboard alone; the organizer watches it being planned."""
    late = starts(released(world, coming), "d-alba")[1]
    link = world.link("d-alba", coming)
    with serving(tmp_path / "data", B4H_PROCESSES="2") as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open(f"/d/{link}?to=late")
        window.press("Open my page")
        assert "Late, leaving, or not coming" in page.inner_text("h1")
        _by_keyboard(page, "New arrival", late)
        window.examine()
        assert "1 meeting is in danger" in page.inner_text("main")
        with page.expect_navigation():
            _tab_to(page, "Yes, tell the organizer")
            page.keyboard.press("Enter")
        window.examine()
        assert "The organizer knows" in page.inner_text("[role=status]")
        window.press("My data")
        window.press("Which messages do you want?")
        window.open(f"/events/{coming}/late")
        page.get_by_role("button", name="Release", exact=True).wait_for(timeout=60_000)
        window.examine()
        assert "Ada Ahl" in page.inner_text("main")
        window.press("Release")
        assert "Revision 2 is released." in page.inner_text("[role=status]")
        window.open(f"/events/{coming}/desk?q=ber")
        window.press("Bo Berg")
        with page.expect_navigation():
            _tab_to(page, "Checked in")
            page.keyboard.press("Enter")
        window.examine()
        assert "Bo Berg has checked in." in page.inner_text("[role=status]")
        page.get_by_label("Name of your colleague").fill("Mia Moll")
        page.get_by_label("Mail address of your colleague").fill("mia@example.org")
        page.get_by_label("My colleague knows of this").check()
        with page.expect_navigation():
            card = page.locator("section", has_text="My colleague")
            card.get_by_role("button").click()
        window.examine()
        window.press("Yes, hand over")
        assert "Mia Moll" in page.inner_text("h1")
        for address in (
            f"/events/{coming}/late",
            f"/events/{coming}/overview",
            f"/events/{coming}/desk?show=awaited",
        ):
            window.open(address)
        assert not window.found, "\n".join(window.found)
        context.close()
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log


def test_meetings_are_marked_by_keyboard(chromium: Browser, world: World) -> None:
    """Of an event of yesterday: took place, undo, and the count on the desk's page."""
    with time_machine.travel(now() - timedelta(days=DAYS_AHEAD + 1)):
        event_id = add_coming(world, coming_event())
    lookup = released(world, event_id)
    mine = len(starts(lookup, "d-bora"))
    others = len(lookup.meetings) - 1
    with answering(world) as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open(f"/events/{event_id}/desk/d-bora")
        for button, told in (
            ("Took place", "Kept: the meeting took place."),
            ("Undo", "Taken back"),
            ("Did not take place", "Kept: the meeting did not take place."),
        ):
            with page.expect_navigation():
                _tab_to(page, button)
                page.keyboard.press("Enter")
            window.examine()
            assert told in page.inner_text("[role=status]")
        assert page.get_by_role("button", name="Took place").count() == mine - 1
        window.open(f"/events/{event_id}/desk")
        told = f"0 took place, 1 did not, of {others} nothing is said"
        assert told in page.inner_text("main")
        window.open(f"/events/{event_id}/export")
        assert not window.found, "\n".join(window.found)
        context.close()


def test_meeting_is_booked_by_keyboard_and_canceled_on_a_phone(
    chromium: Browser, world: World, coming: int
) -> None:
    """Found, chosen and booked by keys; the undo without JavaScript at 360 px."""
    with answering(world) as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open(f"/events/{coming}/desk/d-alba")
        for stop, keys in (
            ("Book a meeting…", ""),
            ("Find", "edo"),
            ("Edo Eriks", ""),
            ("Booked: Ada Ahl and Edo Eriks", ""),
        ):
            if stop.startswith("Booked"):
                first = page.locator("button[name=at]").first.inner_text()
                stop = first  # noqa: PLW2901
            if keys:
                page.get_by_label("Name or organization").focus()
                page.keyboard.type(keys)
            with page.expect_navigation():
                _tab_to(page, stop)
                page.keyboard.press("Enter")
            window.examine()
        told = page.inner_text("[role=status]")
        assert told.startswith("Booked: Ada Ahl and Edo Eriks, ")
        window.open(f"/events/{coming}/desk/d-alba/book/d-echo")
        assert "The two meet already" in page.inner_text("main")
        assert not window.found, "\n".join(window.found)
        cookies = context.cookies()
        context.close()
        context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{served.address}/events/{coming}/desk/d-echo")
        page.get_by_role("button", name="Cancel this meeting").click()
        assert page.inner_text("[role=status]").startswith("Canceled.")
        page.goto(f"{served.address}/events/{coming}/desk/d-echo/book/d-alba")
        page.locator("main summary").first.click()
        page.locator("details button[name=at]").first.click()
        assert page.inner_text("[role=status]").startswith("Booked: Edo Eriks and Ada")
        context.close()


def test_pages_of_mail_are_clean_and_usable(
    chromium: Browser, world: World, tmp_path: Path
) -> None:
    """Outbox, one message, the words with their preview, and turning mail off."""
    with serving(tmp_path / "data", B4H_PROCESSES="2") as served:
        context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
        window = Watched(context, served)
        page = window.page
        window.sign_in()
        window.open("/events/1/mail")
        assert "messages are not sent but become .eml files" in page.inner_text("main")
        page.get_by_label("Send a calendar invitation for each meeting").check()
        window.press("Save")
        with page.expect_navigation():
            invitation = page.locator("table tr", has_text="Your invitation").first
            invitation.locator("a").first.click()
        window.examine()
        inside = page.frame_locator("iframe").first
        assert "invited to Small Day" in inside.locator("body").inner_text()
        window.open("/events/1/mail/texts")
        window.open(f"/mail/{world.link('d-alba', purpose=Purpose.MAIL)}/digest")
        window.press("Save")
        assert not page.get_by_label("New wishes of others").is_checked()
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log, log
        # axe asks the sandboxed frames, too, which answer nobody.
        found = [each for each in window.found if "'postMessage'" not in each]
        assert not found, "\n".join(found)
        context.close()


def _by_keyboard(page: Page, label: str, value: datetime) -> None:
    """Go to a field by Tab, fill it, and press the button of its form by keys."""
    page.locator("body").click(position={"x": 1, "y": 1})
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = "document.activeElement.labels?.[0]?.innerText"
        if page.evaluate(focused) == label:
            break
    else:
        raise AssertionError(f"no Tab leads to {label!r}")
    page.keyboard.type(f"{value:%m%d%Y}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(f"{value:%I%M%p}")
    with page.expect_navigation():
        _tab_to(page, "What does that change?")
        page.keyboard.press("Enter")


def _tab_to(page: Page, text: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == text:
            return
    raise AssertionError(f"no Tab leads to {text!r}")
