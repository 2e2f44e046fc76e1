"""The whole way in a real browser: from an empty folder to agendas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.files.write import write_event
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.schema_event import WishRow
from tests.web.events import small_event
from tests.web.serving import Served, serving
from tests.web.world import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.web.answering import Answered

pytestmark = pytest.mark.browser
AXE = Path(__file__).with_name("axe-core-4.14.1") / "axe.min.js"
COLOR_RULES = ["color-contrast", "link-in-text-block"]
MORE_RULES = {"rules": {"target-size": {"enabled": True}}}
"""Of WCAG 2.2; axe leaves it off."""
"""What the second theme can break: the page is the same but for its colors."""
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server with an empty folder."""
    with serving(tmp_path / "data", B4H_PROCESSES="2") as running:
        yield running
        log = (tmp_path / "data").with_suffix(".log").read_text()
        assert "defect" not in log


class Watched:
    """A browser window whose every page is examined."""

    def __init__(self, context: BrowserContext, served: Answered) -> None:
        self.page: Page = context.new_page()
        # A color half way from one theme to the other is nobody's fault.
        self.page.emulate_media(reduced_motion="reduce")
        self.found: list[str] = []
        self.served = served
        self.page.on("console", lambda told: self._note(told.type, told.text))
        self.page.on("request", lambda asked: self._away(asked.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.found.append(f"console: {text}")

    def _away(self, address: str) -> None:
        if not address.startswith((self.served.address, "data:", "blob:")):
            self.found.append(f"request: {address}")

    def open(self, address: str) -> None:
        """Open a page and examine it."""
        whole = address if address.startswith("http") else self.served.address + address
        self.page.goto(whole)
        self.examine()

    def set_password(self, link: str) -> None:
        """Follow the owner's link of a new server, and sign in."""
        self.open(link)
        self.page.get_by_label("New password").fill(PASSWORD)
        self.page.get_by_label("The same again").fill(PASSWORD)
        self.press("Set password")
        self.sign_in("owner@localhost")
        self.examine()

    def sign_in(self, address: str = "owner@example.org") -> None:
        """Sign a member of staff in, whatever language the browser speaks."""
        self.page.goto(f"{self.served.address}/sign-in")
        self.page.locator("input[name=email]").fill(address)
        self.page.locator("input[name=password]").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("form:has([name=password]) button").click()

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button or link and examine the page it leads to."""
        role = self.page.get_by_role("button", name=name, exact=exact)
        if not role.count():
            role = self.page.get_by_role("link", name=name, exact=exact)
        with self.page.expect_navigation():
            role.first.click()
        self.examine()

    def examine(self) -> None:
        """Look for what axe finds in both themes, and for pages wider than a phone."""
        page = self.page
        where = page.url.removeprefix(self.served.address)
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(AXE.read_text())
        for theme, rules in (("light", MORE_RULES), ("dark", {"runOnly": COLOR_RULES})):
            page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            ids = page.evaluate(
                "async (rules) => (await axe.run(rules)).violations.map(v => v.id +"
                " ' ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))",
                rules,
            )
            self.found += [f"axe {theme} {where}: {each}" for each in ids]
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.found.append(f"{where} is {width} wide on a phone")
        page.set_viewport_size(DESK)


def _organizer(window: Watched, link: str, book: Path) -> list[str]:
    """Set the password, import the event, open wishes; return delegates' links."""
    page = window.page
    window.set_password(link)
    window.press("New event from files")
    page.get_by_label("Workbook").set_input_files(book)
    window.press("Read the file")
    window.press("Import Small Day")
    window.press("Phase")
    page.get_by_label("wishes:").check()
    window.press("Set the phase")
    window.press("Invitations")
    links = page.locator("a.link-text").all()
    return [link.get_attribute("href") or "" for link in links]


def _delegates(browser: Browser, served: Served, links: list[str]) -> None:
    """Without JavaScript: Ada wishes for Echo, and Bo accepts Ada's wish."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for link, name in zip(links, ("Ada Ahl", "Bo Berg"), strict=False):
        page.goto(link)
        assert name in page.content()
        page.get_by_role("button", name="Open my page").click()
        if name == "Ada Ahl":
            page.goto(f"{served.address}/my/partners?text=imageing")
            page.get_by_role("link", name="Echo Imaging").click()
            page.get_by_label("How important is it?").select_option("1")
            page.get_by_label("Message").fill("Your images, our sepsis data")
            page.get_by_role("button", name="Put on my list").click()
            page.get_by_text("On your list with priority 1").wait_for()
        else:
            page.goto(f"{served.address}/my/incoming")
            page.get_by_role("button", name="Accept: Alba Diagnostics").click()
            page.get_by_text("Answered.").wait_for()
        page.get_by_role("button", name="Leave", exact=True).click()
    context.close()


def _edit_by_keyboard(window: Watched) -> None:
    """Pick, move, lock a meeting with keys alone; improve the rest around it."""
    page = window.page
    window.press("Edit by hand")
    first = page.locator("#board a.held").first
    name = first.inner_text()
    _key(window, "Enter", first)
    assert page.locator("#picked").inner_text() == name
    offered = page.locator("#board button[name=to]").filter(has_text="Put it here")
    place = (offered.last.get_attribute("aria-label") or "").partition(": ")[2]
    _key(window, "Enter", offered.last)
    assert f"Moved {name}" in page.inner_text("[role=status]")
    time, _, table = place.partition(", ")
    assert f"{time}, {table}" in page.inner_text(".picked")
    page.get_by_label("Lock", exact=True).select_option("all")
    _key(window, "Enter", page.get_by_role("button", name="Lock it"))
    assert "is locked" in page.inner_text("[role=status]")
    own = page.locator("#board a.is-picked")
    own.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('td') !== null")
    page.get_by_label("Seconds").fill("3")
    _key(window, "Enter", page.get_by_role("button", name="Improve the rest"))
    link = page.get_by_role("link", name="Open the plan")
    link.wait_for(timeout=60_000)
    window.press("Open the plan")
    window.press("Edit by hand")
    kept = page.locator("td a.is-locked")
    assert kept.locator("xpath=..").get_attribute("data-place")
    assert name in kept.inner_text()
    assert time in kept.inner_text()
    assert "kept by this draft" in page.inner_text("main")
    _drag(window)


def _drag(window: Watched) -> None:
    """Drag a meeting: the reason over an impossible place; a free one takes it."""
    page = window.page
    loose = page.locator("#board a.held:not(.is-locked)").first
    name = loose.inner_text()
    loose.hover()
    page.mouse.down()
    page.mouse.move(20, 20, steps=5)
    page.locator("#board .no-drop").first.hover()
    assert page.inner_text("#drag-word") not in {"", "Put it here"}
    page.locator("#board .can-drop:not(:has(a))").first.hover()
    assert page.inner_text("#drag-word") == "Put it here"
    with page.expect_navigation():
        page.mouse.up()
    assert f"Moved {name}" in page.inner_text("[role=status]")


def _key(window: Watched, key: str, at: Locator) -> None:
    """Press a key on something that leads to another page."""
    with window.page.expect_navigation():
        at.press(key)
    window.examine()


def test_from_an_empty_folder_to_agendas(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    """Import, invite, wish and answer, plan, look, show: each page clean and usable."""
    book = tmp_path / "event.xlsx"
    write_event(small_event(), tmp_path, workbook=book)
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    window = Watched(context, served)
    links = _organizer(window, served.password_link, book)
    assert len(links) == 5
    _delegates(chromium, served, links)
    database = Database(sqlite_url(tmp_path / "data" / "b4h.sqlite"))
    with database.read() as reading:
        found = {
            (wish.wisher_organization, wish.wished_organization): wish.answer
            for wish in reading.scalars(select(WishRow))
        }
    database.close()
    assert (len(found), found["alba", "bora"]) == (7, "accepted")

    for page in ("Overview", "People", "Import", "Export", "Log", "Plans"):
        window.press(page)
    window.page.get_by_label("Time limit in seconds").fill("3")
    window.press("Start planning")
    # By polling alone, without a reload.
    window.page.get_by_role("link", name="Open the plan").wait_for(timeout=60_000)
    window.press("Open the plan")
    for tab in (
        "By table", "By delegate", "As text", "Not met, and why", "Objections",
    ):  # fmt: skip
        window.press(tab)
    _edit_by_keyboard(window)
    window.press("How good it is")
    window.page.get_by_label("They may object until").fill("2036-01-01T12:00")
    window.press("Show it to delegates, marked provisional")

    window.open(links[0])
    window.press("Open my page")
    for tab in (
        "Find partners", "My wishes", "Wishes for us", "Profile", "Trip", "My data",
    ):  # fmt: skip
        window.press(tab)
    window.press("Agenda")
    text = window.page.inner_text("main")
    assert "Provisional" in text
    assert "you can say below what does not fit" in text
    assert "Echo Imaging" in text
    assert re.search(r"\d\d:\d\d\s+Bora Implants", text)
    assert not window.found, "\n".join(window.found)
    context.close()
