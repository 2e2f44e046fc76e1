"""The story of the Stuttgart example in a browser, with a picture of each step."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from tests.load.instance import EVENT_ID, OWNER, PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.load.instance import Guest, Instance
    from tests.web.serving import Served

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
COLORS = 128
TRIES = 12
"""Meetings looked at for one that can go elsewhere."""
SOLVE_S = 60
EVENT = f"/events/{EVENT_ID}"


@dataclass(slots=True)
class Story:
    """Goes through the story; each picture is a small PNG in a folder.

    Attributes
    ----------
    seconds : int
        That the plan may take.
    """

    browser: Browser
    served: Served
    instance: Instance
    folder: Path
    seconds: int = SOLVE_S
    made: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """Tell it from the first look to the agenda."""
        staff = self._window(DESK)
        sign_in(staff, self.served)
        self._prepare(staff)
        self._wishing()
        self._planning(staff)
        self._releasing(staff)

    @property
    def guest(self) -> Guest:
        """Whose pages are shown: the first who reads English and flies in."""
        fitting = {
            each.id
            for each in self.instance.event.delegates
            if each.language == "en" and not each.trip.is_empty
        }
        return next(each for each in self.instance.guests if each.key in fitting)

    def _window(self, size: dict[str, int]) -> Page:
        context = self.browser.new_context(viewport=size, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(120_000)
        return page

    def _go(self, page: Page, path: str) -> None:
        page.goto(self.served.address + path)

    def _take(self, page: Page, name: str, *, dark: bool = False) -> None:
        """Keep what the window shows; with ``dark`` also in the dark theme."""
        for theme in ("light", "dark") if dark else ("light",):
            page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            whole = f"{name}-dark" if theme == "dark" else name
            picture = Image.open(io.BytesIO(page.screenshot()))
            small = picture.convert("RGB").quantize(
                COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
            )
            small.save(self.folder / f"{whole}.png", optimize=True)
            self.made.append(whole)
        page.evaluate("document.documentElement.dataset.bsTheme = 'light'")

    def _prepare(self, staff: Page) -> None:
        self._go(staff, f"{EVENT}/overview")
        self._take(staff, "overview", dark=True)
        self._go(staff, f"{EVENT}/setup/times")
        self._take(staff, "setup")
        self._go(staff, f"{EVENT}/people")
        self._take(staff, "people")

    def _wishing(self) -> None:
        phone, desk = self._window(PHONE), self._window(DESK)
        for page in (phone, desk):
            self._go(page, f"/d/{self.guest.token}")
            if page is phone:
                self._take(page, "link")
            page.locator("main form button").click()
        self._take(phone, "start")
        self._go(desk, "/my/partners?text=imageing")
        self._take(desk, "search")
        known = {
            wish.wished.organization
            for wish in self.instance.event.wishes
            if wish.wisher.organization == self.guest.organization
        } | {self.guest.organization}
        other = next(o for o in self.instance.event.organizations if o.id not in known)
        self._go(phone, f"/my/partners/{other.id}")
        phone.locator("#f-message").fill("Your assay and our patients: shall we talk?")
        phone.locator("#f-message").scroll_into_view_if_needed()
        self._take(phone, "wish")
        self._go(phone, "/my/incoming")
        self._take(phone, "answers")
        self._go(desk, "/my/trip")
        self._take(desk, "trip")

    def _planning(self, staff: Page) -> None:
        self._go(staff, f"{EVENT}/plans")
        staff.locator("#f-seconds").fill(str(self.seconds))
        staff.locator("form:has(#f-seconds) button").first.click()
        staff.locator("#progress svg").wait_for(timeout=SOLVE_S * 3000)
        self._take(staff, "progress")
        plan = staff.locator("#progress a.btn-primary")
        plan.wait_for(timeout=SOLVE_S * 3000)
        plan.click()
        self._take(staff, "draft", dark=True)
        draft = staff.url.removeprefix(self.served.address)
        for name in ("tables", "unmet", "edit"):
            self._go(staff, f"{draft}/{name}")
            if name == "edit":
                _pick(staff)
            self._take(staff, name, dark=name == "tables")
        self._go(staff, f"{draft}/release")
        self._take(staff, "release")
        staff.locator("main form:has(input[name=seen]) button").last.click()
        staff.wait_for_url("**/releases/1")

    def _releasing(self, staff: Page) -> None:
        self._go(staff, f"{EVENT}/mail")
        self._take(staff, "mail")
        self._go(staff, f"{EVENT}/print/agendas")
        self._take(staff, "print")
        phone = self._window(PHONE)
        self._go(phone, f"/d/{self.guest.token}")
        phone.locator("main form button").click()
        self._go(phone, "/my/agenda")
        self._take(phone, "agenda", dark=True)


def _pick(staff: Page) -> None:
    """Pick a meeting of the first hours that can go elsewhere.

    The board then shows its left part: tables, hours, places and reasons.
    """
    early = staff.locator("#board td:nth-child(-n + 5) a.held")
    board = staff.url
    for number in range(min(TRIES, early.count())):
        staff.goto(board)
        early.nth(number).click()
        staff.locator("#picked").wait_for()
        if staff.locator(
            "#board tbody tr:first-child td.can:nth-child(-n + 6)"
        ).count():
            break
    staff.locator("#picked").evaluate("e => { e.scrollIntoView(); scrollBy(0, -24); }")


def sign_in(page: Page, served: Served) -> None:
    """Sign in as the owner."""
    page.goto(f"{served.address}/sign-in")
    page.locator("input[name=email]").fill(OWNER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form:has(input[name=password]) button").click()
    page.wait_for_url("**/events")
