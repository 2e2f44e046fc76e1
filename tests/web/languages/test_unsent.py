"""What was typed into several forms of a page outlives a change of language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.answering import answering
from tests.web.registration.registering import (
    open_registration,
    register,
    status,
    stored,
)
from tests.web.test_story import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.answering import Answered
    from tests.web.world import World

pytestmark = pytest.mark.browser
SLOW_MS = 120_000
"""A page may wait for the processor that long where much else runs."""


@pytest.fixture
def served(world: World) -> Iterator[Answered]:
    """The world's application on a port."""
    with answering(world) as found:
        yield found


@pytest.fixture
def window(chromium: Browser, served: Answered) -> Iterator[Watched]:
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


@pytest.fixture(params=["with script", "without"])
def plain(
    request: pytest.FixtureRequest, chromium: Browser, served: Answered, world: World
) -> Iterator[Page]:
    """Alba's pages, in a browser with scripts and in one without."""
    has_script = request.param == "with script"
    context = chromium.new_context(locale="en", java_script_enabled=has_script)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.goto(f"{served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    page.wait_for_url("**/my/**")
    yield page
    context.close()


def test_texts_of_several_wishes_are_kept(
    plain: Page, served: Answered, world: World
) -> None:
    """Message and priority of each; then one is saved, and the others are not."""
    second = {"organization": "echo", "priority": "3"}
    world.delegate("d-alba").post("/my/wishes", second, page="/my/partners/echo")
    plain.goto(f"{served.address}/my/wishes")
    messages = plain.locator("main textarea[name^=message-]")
    priority = plain.locator("main select[name^=priority-]").nth(1)
    assert messages.count() > 1
    messages.nth(0).fill("Line one\nand <two>")
    messages.nth(1).fill("Another")
    priority.select_option("1")
    for name, code in (("Français", "fr"), ("English", "en")):
        _choose(plain, name, code)
        assert messages.nth(0).input_value() == "Line one\nand <two>"
        assert messages.nth(1).input_value() == "Another"
        assert messages.nth(1).is_visible()
        assert priority.input_value() == "1"
    with plain.expect_navigation():
        plain.get_by_role("button", name="Save the wish for").first.click()
    assert messages.nth(0).input_value() == "Line one\nand <two>"
    assert messages.nth(1).input_value() == ""


def test_replies_and_ticks_are_kept(plain: Page, served: Answered) -> None:
    """Of several wishes of others; sent together, each has its own reply."""
    plain.goto(f"{served.address}/my/incoming")
    for each in plain.locator("main details summary").all():
        each.click()
    replies = plain.locator("main textarea[name^=reply-]")
    ticks = plain.locator("main input[name=wish]")
    assert replies.count() > 1
    replies.nth(0).fill("First")
    replies.nth(1).fill("Second")
    ticks.nth(1).uncheck()
    _choose(plain, "Deutsch", "de")
    assert replies.nth(0).input_value() == "First"
    assert replies.nth(1).input_value() == "Second"
    assert replies.nth(1).is_visible()
    assert [ticks.nth(n).is_checked() for n in range(2)] == [True, False]
    with plain.expect_navigation():
        plain.locator("main button[value=accepted]").first.click()
    kept = [replies.nth(n).input_value() for n in range(replies.count())]
    assert kept.count("First") == 1
    assert "Second" not in kept


def test_fields_of_several_forms_of_staff_are_kept(window: Watched) -> None:
    """A phase that is chosen, and dates of another form; a page left alone has none."""
    window.sign_in("editor@example.org")
    page, served = window.page, window.served
    page.goto(f"{served.address}/events/1/phase")
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
    plain: Page, served: Answered, world: World
) -> None:
    """Who changed the same wish meanwhile is not overwritten unnoticed."""
    plain.goto(f"{served.address}/my/wishes")
    message = plain.locator("main textarea[name^=message-]").first
    number = str(message.get_attribute("name")).partition("-")[2]
    was_seen = plain.locator(f"main [name=seen-{number}]").input_value()
    message.fill("Mine")
    theirs = {"priority": "2", "message": "Theirs", "seen": was_seen}
    form = {f"{name}-{number}": text for name, text in theirs.items()}
    world.delegate("d-alba").post(f"/my/wishes/{number}", form, page="/my/wishes")
    _choose(plain, "Deutsch", "de")
    assert message.input_value() == "Mine"
    assert plain.locator(f"main [name=seen-{number}]").input_value() == was_seen
    with plain.expect_navigation():
        plain.locator("main button[formaction]").first.click()
    assert message.input_value() == "Mine"
    assert "Theirs" in plain.locator("main").inner_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_correction_of_a_registration_is_kept(
    chromium: Browser, served: Answered, world: World, has_script: bool
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
    page.locator("details:has([name=delegates-1-name]) > summary").click()
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
