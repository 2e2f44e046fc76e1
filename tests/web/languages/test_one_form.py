"""Pages of several parts are one form: all of it outlives a change of language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.people import delegate_row
from tests.web.answering import answering
from tests.web.events import moment
from tests.web.test_story import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from sqlalchemy.orm import Session

    from tests.web.world import World

pytestmark = pytest.mark.browser
SLOW_MS = 120_000
"""A page may wait for the processor that long where much else runs."""
SCRIPTS = pytest.mark.parametrize("window", [True, False], indirect=True)
ONLY_SCRIPT = pytest.mark.parametrize("window", [True], indirect=True)
ONLY_PLAIN = pytest.mark.parametrize("window", [False], indirect=True)


@pytest.fixture
def window(
    request: pytest.FixtureRequest, chromium: Browser, world: World
) -> Iterator[Watched]:
    """A window of an English browser, with scripts or without."""
    with answering(world) as served:
        context = chromium.new_context(locale="en", java_script_enabled=request.param)
        context.set_default_timeout(SLOW_MS)
        yield Watched(context, served)
        context.close()


def _as_ada(window: Watched, world: World, address: str) -> Page:
    page = window.page
    page.goto(f"{window.served.address}/d/{world.link('d-alba')}")
    page.locator("main button").click()
    page.wait_for_url("**/my/**")
    page.goto(window.served.address + address)
    return page


def _as_editor(window: Watched, address: str) -> Page:
    window.sign_in("editor@example.org")
    window.page.goto(window.served.address + address)
    return window.page


def _choose(page: Page, name: str, code: str) -> None:
    page.locator(".languages summary").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector(f"html[lang={code}]")


def _press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).click()


@SCRIPTS
def test_trip_and_blocked_time_are_kept(window: Watched, world: World) -> None:
    """In languages one after the other; then the time alone is blocked."""
    page = _as_ada(window, world, "/my/trip")
    page.check("#online")
    page.fill("#f-start", "2037-11-26T09:00")
    page.fill("#f-end", "2037-11-26T09:30")
    for name, code in (("Français", "fr"), ("English", "en")):
        _choose(page, name, code)
        assert page.is_checked("#online")
        assert page.input_value("#f-start") == "2037-11-26T09:00"
        assert page.input_value("#f-end") == "2037-11-26T09:30"
    page.fill("#f-end", "")
    _press(page, "button[formaction$=busy]")
    assert "Give both when it begins" in page.inner_text("[role=alert]")
    assert page.input_value("#f-start") == "2037-11-26T09:00"
    assert page.is_checked("#online")
    page.fill("#f-end", "2037-11-26T09:30")
    _press(page, "button[formaction$=busy]")
    with world.read() as reading:
        content = delegate_row(reading, 1, "d-alba").content
    assert len(content["busy"]) == 1
    assert not content["is_online"]


@ONLY_SCRIPT
def test_enter_presses_the_button_of_its_part(window: Watched, world: World) -> None:
    """A time typed is blocked, and the trip above is not saved."""
    page = _as_ada(window, world, "/my/trip")
    page.fill("#f-end", "2037-11-26T09:30")
    with page.expect_navigation():
        page.press("#f-end", "Enter")
    assert "Blocked" in page.inner_text("[role=status]")
    with page.expect_navigation():
        page.press("#online", "Enter")
    assert "Your trip is saved" in page.inner_text("[role=status]")


@ONLY_PLAIN
def test_enter_does_nothing_without_script(window: Watched, world: World) -> None:
    """As nobody can tell which part is meant; what is typed stays."""
    page = _as_ada(window, world, "/my/trip")
    page.fill("#f-end", "2037-11-26T09:30")
    page.press("#f-end", "Enter")
    page.wait_for_timeout(500)
    assert page.input_value("#f-end") == "2037-11-26T09:30"
    with world.read() as reading:
        assert not delegate_row(reading, 1, "d-alba").content["busy"]


@ONLY_PLAIN
def test_trip_that_is_closed_is_shown_in_another_language(
    window: Watched, world: World
) -> None:
    """Its fields are switched off and not sent, and still show what is stored."""

    def close(session: Session) -> None:
        row = delegate_row(session, 1, "d-alba")
        trip = row.content["trip"] | {"arrival": moment(9, 10).isoformat()}
        row.content = row.content | {"trip": trip | {"arrival_point": "STR"}}
        event_row(session, 1).phase = "closed"

    world.site.database.write(close)
    page = _as_ada(window, world, "/my/trip")
    _choose(page, "Deutsch", "de")
    assert page.input_value("#f-arrival") == "2037-11-26T09:10"
    assert page.input_value("#f-arrival_point") == "STR"


@SCRIPTS
@pytest.mark.parametrize("who", ["delegate", "desk"])
def test_late_change_and_colleague_are_kept(
    window: Watched, world: World, who: str
) -> None:
    """All that can be said; then one of it is looked at, in two languages."""
    if who == "delegate":
        page = _as_ada(window, world, "/my/late")
    else:
        page = _as_editor(window, "/events/1/desk/d-alba")
    page.fill("#when-arrives", "2037-11-26T09:30")
    page.fill("#i-name", "Mia Moll")
    page.select_option("#i-language", "nl")
    page.check("#i-agrees")
    _choose(page, "Deutsch", "de")
    assert page.input_value("#when-arrives") == "2037-11-26T09:30"
    assert page.input_value("#i-name") == "Mia Moll"
    assert page.input_value("#i-language") == "nl"
    assert page.is_checked("#i-agrees")
    page.fill("#when-arrives", "")
    _press(page, "button[value=arrives]")
    assert "Geben Sie Tag und Uhrzeit an" in page.inner_text("[role=alert]")
    assert page.input_value("#i-name") == "Mia Moll"
    page.fill("#when-arrives", "2037-11-26T09:30")
    _press(page, "button[value=arrives]")
    seen = page.locator("main [name=seen]").input_value()
    assert page.locator("main [name=when_arrives]").input_value() == "2037-11-26T09:30"
    _choose(page, "English", "en")
    assert "what that changes" in page.inner_text("h1").casefold()
    assert page.locator("main [name=seen]").input_value() == seen
    with world.read() as reading:
        assert not delegate_row(reading, 1, "d-alba").content["trip"]["present_from"]
    _press(page, "#sure button")
    with world.read() as reading:
        row = delegate_row(reading, 1, "d-alba")
    assert row.name == "Ada Ahl"
    assert "T09:30" in row.content["trip"]["present_from"]


@SCRIPTS
def test_phase_dates_and_last_day_are_kept(window: Watched, world: World) -> None:
    """All three; then the dates alone are saved."""
    page = _as_editor(window, "/events/1/phase")
    page.check("#p-closed")
    page.check("#held")
    page.fill("[name=running]", "2037-11-26T08:00")
    page.fill("[name=until]", "2038-01-31")
    for name, code in (("Deutsch", "de"), ("English", "en")):
        _choose(page, name, code)
        assert page.is_checked("#p-closed")
        assert page.is_checked("#held")
        assert page.input_value("[name=running]") == "2037-11-26T08:00"
        assert page.input_value("[name=until]") == "2038-01-31"
    _press(page, "button[formaction$=dates]")
    with world.read() as reading:
        row = event_row(reading, 1)
    assert set(row.phase_dates) == {"running"}
    assert (row.phase, row.is_held, row.delete_after) == ("wishes", False, None)


@SCRIPTS
def test_tables_to_add_and_to_change_are_kept(window: Watched, world: World) -> None:
    """With the count beside them; then those that are ticked are changed."""
    page = _as_editor(window, "/events/1/setup/tables")
    page.fill("#f-meetings", "12")
    page.fill("#f-number", "3")
    page.fill("#f-prefix", "S")
    page.check("#t-T2")
    page.fill("#f-new_seats", "7")
    page.check("#f-open")
    _choose(page, "Deutsch", "de")
    _press(page, "button:has-text('Noch einmal zählen')")
    assert "12" in page.inner_text("#capacity")
    for field, value in (
        ("meetings", "12"), ("number", "3"), ("prefix", "S"), ("new_seats", "7"),
    ):  # fmt: skip
        assert page.input_value(f"#f-{field}") == value
    assert page.is_checked("#t-T2")
    assert not page.is_checked("#t-T1")
    assert page.is_checked("#f-open")
    _press(page, "button[value=change]")
    with world.read() as reading:
        tables = load_event(reading, 1).tables
    assert {each.id: each.seats for each in tables} == {"T1": 4, "T2": 7, "T3": 4}
