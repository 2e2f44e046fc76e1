"""From nothing to a delegate's page in a browser: no files, no JavaScript needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import Served, serving
from tests.web.test_story import DESK, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
REFUSED = (
    "console: Failed to load resource: the server responded with a status of 400 "
    "(BAD REQUEST)"
)
MODES = "whoever has the invitation code"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server with an empty folder."""
    with serving(tmp_path / "data", B4H_PROCESSES="2") as running:
        yield running
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log
        assert not re.search(r"/registration/\d", log), "a token is in the log"


def _set_up(window: Watched) -> None:
    """Make an event in short pages, with a fault on the way."""
    page = window.page
    window.press("New event")
    page.get_by_label("Name").nth(0).fill("Harbor Day")
    page.get_by_label("Time zone").fill("Europe/Amsterdam")
    page.get_by_label("Venue").fill("Warehouse 4")
    page.get_by_label("Name").nth(1).fill("Thursday")
    page.get_by_label("First slot begins").fill("2037-03-18T09:00")
    page.get_by_label("Slots").fill("0")
    page.get_by_label("Name").nth(2).fill("Quay hall")
    window.press("Make the event")
    assert "0 is too small: give at least 1" in page.inner_text("main")
    # The browser tells of every answer that is no success; this one was asked for.
    window.found.remove(REFUSED)
    page.get_by_label("Slots").fill("8")
    window.press("Make the event")
    assert "Harbor Day is made" in page.inner_text("main")
    page.get_by_label("How many").fill("12")
    page.get_by_label("Before the number").fill("T")
    window.press("Add them")
    assert "12 tables" in page.inner_text("main")
    window.press("Go on to home places")
    window.press("Save and go on")
    page.get_by_label("Name").nth(0).fill("Rotterdam airport")
    page.get_by_label("Minutes to the venue").nth(0).fill("30")
    window.press("Save and go on")
    assert "What a good plan is" in page.inner_text("main")
    window.press("Save and go on")
    window.press("See all of the set-up")
    assert "Rotterdam airport" in page.inner_text("main")


def _count_while_typing(window: Watched) -> None:
    """The count of places follows what is typed, before it is saved."""
    page = window.page
    for step in ("1. Event", "3. Zones", "2. Sessions"):
        window.press(step)
    assert "88\nplaces for meetings" in page.inner_text("#capacity")
    page.get_by_label("Slots", exact=True).nth(0).fill("10")
    page.locator("#capacity").get_by_text("110").wait_for()


def _open_registration(window: Watched) -> str:
    page = window.page
    window.press("Phase")
    page.get_by_label("registration:").check()
    window.press("Set the phase")
    window.press("Registration")
    window.press("Rules, texts and places")
    page.get_by_label("Registers").select_option(label=MODES)
    page.get_by_label("Invitation code").fill("quay")
    page.get_by_label("Terms of participation (needed)").fill("Be on time.")
    page.get_by_label("Privacy notice (needed)").fill("We keep this until June.")
    page.get_by_label("Copying the profile").fill("For our next event.")
    page.get_by_label("Places", exact=True).fill("1")
    window.press("Save")
    window.press("← Registration")
    return page.locator("a.link-text").get_attribute("href") or ""


def _register(browser: Browser, address: str, name: str) -> None:
    """Without JavaScript: fill in the form."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Invitation code").fill("Quay")
    page.get_by_label("Name").nth(0).fill(name)
    page.get_by_label("Country").select_option("NL")
    page.get_by_label("Name").nth(1).fill(f"Kim {name}")
    page.get_by_label("Mail address").nth(0).fill(f"kim@{name.lower()}.example.org")
    page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name="Register").click()
    page.get_by_text("this is needed to take part").first.wait_for()
    page.get_by_label("I have read the privacy notice").check()
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="confirm your address").wait_for()
    context.close()


def _confirm(window: Watched, link: str) -> str:
    window.open(link)
    window.press("Confirm my address")
    return window.page.inner_text("main")


def test_from_nothing_to_a_delegates_page(chromium: Browser, served: Served) -> None:
    """Set up, register, confirm, wait, approve, merge: each page clean and usable."""
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    window = Watched(context, served)
    window.set_password(served.password_link)
    _set_up(window)
    _count_while_typing(window)
    address = _open_registration(window)
    for name in ("Anker", "Boei", "Ankers"):
        _register(chromium, address, name)
    window.open(address)
    window.open("/events/1/registration")
    links = [each.inner_text() for each in window.page.locator("td .link-text").all()]
    assert len(links) == 3
    assert "The organizer decides" in _confirm(window, links[0])
    window.open("/events/1/registration")
    window.press("Anker")
    window.press("Approve")
    assert "number 1 on the waiting list" in _confirm(window, links[1])
    assert "number 2 on the waiting list" in _confirm(window, links[2])
    window.open("/events/1/registration")
    window.press("Ankers")
    assert "No place is left" in window.page.inner_text("main")
    window.press("Merge into Anker")
    window.open("/events/1/registration/earlier")
    window.press("People")
    window.press("Invitations")
    personal = window.page.locator("a.link-text")
    assert personal.count() == 2
    window.open(personal.nth(1).get_attribute("href") or "")
    window.press("Open my page")
    assert "Kim Ankers" in window.page.inner_text("main")
    window.press("My data")
    assert "You said yes to version 1" in window.page.inner_text("main")
    assert not window.found, "\n".join(window.found)
    context.close()
