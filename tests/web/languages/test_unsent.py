"""What was typed into several forms of a page outlives a change of language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.registration.registering import (
    open_registration,
    register,
    status,
    stored,
)
from tests.web.serving import serving
from tests.web.test_story import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.serving import Served
    from tests.web.world import World

pytestmark = pytest.mark.browser
SLOW_MS = 120_000
"""A page may wait for the processor that long where much else runs."""
KEPT = "sessionStorage.getItem('b4h unsent')"


@pytest.fixture
def served(world: World, tmp_path: Path) -> Iterator[Served]:
    """The world's application on a port."""
    assert world.app
    with serving(tmp_path / "data") as found:
        yield found


@pytest.fixture
def window(chromium: Browser, served: Served) -> Iterator[Watched]:
    """A window of an English browser with scripts."""
    context = chromium.new_context(locale="en")
    context.set_default_timeout(SLOW_MS)
    yield Watched(context, served)
    context.close()


@pytest.fixture
def page(window: Watched) -> Page:
    """The page in it."""
    return window.page


def _choose(page: Page, name: str, code: str) -> None:
    page.locator(".languages summary").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector(f"html[lang={code}]")


def test_texts_of_several_wishes_are_kept(
    page: Page, served: Served, world: World
) -> None:
    """Message and priority of each; where they stand is opened; then it is sent."""
    second = {"organization": "echo", "priority": "3"}
    world.delegate("d-alba").post("/my/wishes", second, page="/my/partners/echo")
    page.goto(f"{served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    page.wait_for_url("**/my/**")
    page.goto(f"{served.address}/my/wishes")
    for each in page.locator("main details").all():
        each.evaluate("details => { details.open = true; }")
    messages = page.locator("main textarea[name=message]")
    assert messages.count() > 1
    messages.nth(0).fill("Line one\nand <two>")
    messages.nth(1).fill("Another")
    page.locator("main select[name=priority]").nth(1).select_option("1")
    _choose(page, "Français", "fr")
    assert messages.nth(0).input_value() == "Line one\nand <two>"
    assert messages.nth(1).input_value() == "Another"
    assert messages.nth(1).is_visible()
    assert page.locator("main select[name=priority]").nth(1).input_value() == "1"
    assert page.evaluate(KEPT) is None
    with page.expect_navigation():
        messages.nth(0).locator("xpath=ancestor::form").locator("button").first.click()
    assert messages.nth(0).input_value() == "Line one\nand <two>"
    assert messages.nth(1).input_value() != "Another"


def test_fields_of_several_forms_of_staff_are_kept(window: Watched) -> None:
    """A phase that is chosen, and dates of another form; a page left alone has none."""
    window.sign_in("editor@example.org")
    page, served = window.page, window.served
    page.goto(f"{served.address}/events/1/phase")
    assert page.locator("main form").count() > 1
    page.check("#p-closed")
    page.fill("[name=running]", "2037-11-26T08:00")
    _choose(page, "Deutsch", "de")
    assert page.is_checked("#p-closed")
    assert page.input_value("[name=running]") == "2037-11-26T08:00"
    page.goto(f"{served.address}/events/1/phase")
    assert not page.is_checked("#p-closed")
    assert page.input_value("[name=running]") == ""


def test_search_that_is_not_sent_is_kept(window: Watched, world: World) -> None:
    """Words and filters beside what was found before; then it is sent."""
    page, served = window.page, window.served
    page.goto(f"{served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    page.wait_for_url("**/my/**")
    page.goto(f"{served.address}/my/partners?text=bora")
    page.fill("#text", "echo")
    page.locator("main form details summary").click()
    page.select_option("main [name=region]", "South")
    _choose(page, "Deutsch", "de")
    assert page.url.endswith("/my/partners?text=bora")
    assert page.input_value("#text") == "echo"
    assert page.locator("main [name=region]").is_visible()
    assert page.input_value("main [name=region]") == "South"
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert "text=echo" in page.url
    assert "region=South" in page.url


@pytest.mark.parametrize("address", ["people?q=bora", "log", "desk"])
def test_search_of_staff_that_is_not_sent_is_kept(
    window: Watched, address: str
) -> None:
    """On pages that show what was found before, and on others."""
    window.sign_in("editor@example.org")
    page, served = window.page, window.served
    page.goto(f"{served.address}/events/1/{address}")
    page.fill("main [name=q]", "alba")
    _choose(page, "Deutsch", "de")
    assert page.url.endswith(f"/events/1/{address}")
    assert page.input_value("main [name=q]") == "alba"


def test_state_that_was_seen_is_kept_with_the_text(
    page: Page, served: Served, world: World
) -> None:
    """Who changed the same wish meanwhile is not overwritten unnoticed."""
    page.goto(f"{served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    page.wait_for_url("**/my/**")
    page.goto(f"{served.address}/my/wishes")
    for each in page.locator("main details").all():
        each.evaluate("details => { details.open = true; }")
    message = page.locator("main textarea[name=message]").nth(0)
    form = message.locator("xpath=ancestor::form")
    seen = form.locator("[name=seen]").input_value()
    message.fill("Mine")
    action = str(form.get_attribute("action"))
    ada = world.delegate("d-alba")
    theirs = {"seen": seen, "priority": "2", "message": "Theirs"}
    ada.post(action, theirs, page="/my/wishes")
    _choose(page, "Deutsch", "de")
    assert message.input_value() == "Mine"
    assert form.locator("[name=seen]").input_value() == seen
    with page.expect_navigation():
        form.locator("button").first.click()
    assert message.input_value() == "Mine"
    assert "Theirs" in page.locator("main").inner_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_correction_of_a_registration_is_kept(
    chromium: Browser, served: Served, world: World, has_script: bool
) -> None:
    """Texts, choices and ticks, in five languages one after the other; then saved."""
    open_registration(world)
    row = register(world)
    context = chromium.new_context(locale="en", java_script_enabled=has_script)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.goto(f"{served.address}{status(world, row)}/correct")
    page.fill("[name=organization-offers]", "Line one\nand <two>")
    page.select_option("[name=organization-country]", "NO")
    page.fill("[name=delegates-1-name]", "Nils Falk")
    page.fill("[name=delegates-1-email]", "nils@fjord.example.org")
    page.uncheck("[name=consent-terms]")
    page.check("[name=consent-later]")
    for name, code in (
        ("Deutsch", "de"), ("Français", "fr"), ("Nederlands", "nl"),
        ("Español", "es"), ("English", "en"),
    ):  # fmt: skip
        _choose(page, name, code)
        offers = page.input_value("[name=organization-offers]")
        assert offers == "Line one\nand <two>"
        assert page.input_value("[name=organization-country]") == "NO"
        assert page.input_value("[name=delegates-1-name]") == "Nils Falk"
        assert not page.is_checked("[name=consent-terms]")
        assert page.is_checked("[name=consent-later]")
    assert stored(world, row).version == row.version
    page.check("[name=consent-terms]")
    page.locator("main form button").last.click()
    page.wait_for_selector(".alert-success")
    content = stored(world, row).content
    assert content["organization"]["offers"] == "Line one\nand <two>"
    assert content["organization"]["country"] == "NO"
    assert [each["name"] for each in content["delegates"]] == [
        "Freja Falk",
        "Nils Falk",
    ]
    context.close()
