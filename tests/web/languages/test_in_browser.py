"""Pages of delegates in every language, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.languages import LANGUAGES
from tests.web.answering import answering
from tests.web.languages.cases import release
from tests.web.languages.staff_cases import (
    divided,
    interpreted,
    lock_and_edit,
    picked,
)
from tests.web.registration.registering import FORM, open_registration
from tests.web.test_story import DESK, PHONE, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.web.answering import Answered
    from tests.web.world import World

pytestmark = pytest.mark.browser
PAGES = (
    "/my/", "/my/partners", "/my/partners/echo", "/my/wishes", "/my/incoming",
    "/my/agenda", "/my/profile", "/my/trip", "/my/mail", "/my/data",
)  # fmt: skip
STAFF_PAGES = (
    "/events/1/overview", "/events/1/people", "/events/1/people/d-alba",
    "/events/1/setup", "/events/1/setup/policy", "/events/1/setup/tables",
    "/events/1/registration/rules", "/events/1/plans", "/events/1/drafts/1",
    "/events/1/drafts/1/unmet", "/events/1/drafts/1/release", "/events/1/mail",
    "/events/1/companions", "/events/1/companions/c-cora-lis",
    "/events/1/companions/c-cora-lis/remove", "/events/1/new-companion",
    "/events/1/organizations/bora", "/events/1/organizations/bora/units",
)  # fmt: skip
OPEN = {"de": "Meine Seite öffnen", "fr": "Ouvrir ma page"}


@pytest.mark.parametrize("code", OPEN)
def test_pages_fit_a_phone_and_axe_finds_nothing(
    chromium: Browser, world: World, code: str
) -> None:
    """German and French words are the longest; the browser asks for them."""
    open_registration(world)
    release(world)
    with answering(world) as served:
        context = chromium.new_context(
            viewport=DESK, reduced_motion="reduce", locale=code
        )
        window = Watched(context, served)
        window.open(FORM)
        assert window.page.get_attribute("html", "lang") == code
        _choose(window, code)
        window.open(f"/d/{world.link('d-alba')}")
        window.press(OPEN[code])
        for address in PAGES:
            window.open(address)
            assert window.page.get_attribute("html", "lang") == code, address
        assert not window.found, "\n".join(window.found)
        context.close()


def test_pages_of_staff_in_german_fit_a_phone_and_axe_finds_nothing(
    chromium: Browser, world: World
) -> None:
    """On a desk and on a phone; the board with a meeting picked."""
    open_registration(world)
    lock_and_edit(world)
    interpreted(world)
    divided(world)
    pages = (*STAFF_PAGES, picked(world))
    with answering(world) as served:
        context = chromium.new_context(
            viewport=DESK, reduced_motion="reduce", locale="de"
        )
        window = Watched(context, served)
        window.open("/sign-in")
        window.sign_in("editor@example.org")
        for address in pages:
            window.open(address)
            assert window.page.get_attribute("html", "lang") == "de", address
        assert not window.found, "\n".join(window.found)
        context.close()


def _plain_page(chromium: Browser, served: Answered, world: World) -> Page:
    """Ada's pages on a phone, scripts switched off."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    return page


def test_language_is_chosen_without_javascript(chromium: Browser, world: World) -> None:
    """On a phone, by keyboard, on every page; the list lies within the screen."""
    with answering(world) as served:
        page = _plain_page(chromium, served, world)
        page.goto(f"{served.address}/my/wishes")
        for code, name in LANGUAGES.items():
            page.locator(".languages summary").focus()
            page.keyboard.press("Enter")
            button = page.get_by_role("button", name=name, exact=True)
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
            button.focus()
            page.keyboard.press("Enter")
            page.wait_for_selector(f"html[lang={code}]")
            assert page.url.endswith("/my/wishes")
        page.context.close()


def test_form_is_kept_without_javascript_and_enter_saves_it(
    chromium: Browser, world: World
) -> None:
    """Buttons of languages belong to the form, yet Enter does not press them."""
    with answering(world) as served:
        page = _plain_page(chromium, served, world)
        page.goto(f"{served.address}/my/profile")
        page.fill("#f-role", "Chair")
        page.locator(".languages summary").click()
        page.get_by_role("button", name="Deutsch", exact=True).click()
        page.wait_for_selector("html[lang=de]")
        assert page.input_value("#f-role") == "Chair"
        page.focus("#f-role")
        page.keyboard.press("Enter")
        page.get_by_text("Gespeichert.").wait_for()
        assert page.input_value("#f-role") == "Chair"
        assert page.get_attribute("html", "lang") == "de"
        page.context.close()


def test_who_is_ruled_out_is_told_of_within_a_phone(
    chromium: Browser, world: World
) -> None:
    """The sentence about it takes several lines there."""
    with answering(world) as served:
        page = _plain_page(chromium, served, world)
        page.goto(f"{served.address}/my/partners/delta")
        page.locator("main details summary").click()
        page.get_by_role("button", name="Rule out a meeting").click()
        page.get_by_text("You ruled out a meeting with them.").wait_for()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        page.context.close()


def _choose(window: Watched, code: str) -> None:
    """Choose the language of the page; delegates' mails are in English here."""
    window.page.locator(".languages summary").click()
    window.examine()
    window.press(LANGUAGES[code])
