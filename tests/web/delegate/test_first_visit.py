"""What a delegate's browser loads at first, and what works without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.wishes import Wish
from b4h_scheduler.generate.difficulty import Size
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.events import event_row, wish_row
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_event import WishRow
from tests.load.instance import EVENT_ID, Guest, Instance, fill, invented
from tests.web.release.releasing import release_plan
from tests.web.serving import Served, serving
from web.settings import read_settings
from web.site import open_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.browser
FIRST_VISIT = 150_000
"""Bytes over the wire that a first visit of a page may take."""
OWN_WISHES = 50
"""As many as one may have."""
SIZE = Size(delegates=121, wishes=0, days=2, slots=24)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """A released event in which everybody wishes for the first delegate."""
    folder = tmp_path_factory.mktemp("first") / "data"
    filled = fill(folder, invented(SIZE))
    site = open_site(read_settings(folder=folder, environment={}))
    try:
        site.database.write(lambda session: _wish(session, filled))
        found = plan(filled.event, work_limit=500)
        release_plan(site.database, found, event_id=EVENT_ID)
        site.database.write(_reopen)
    finally:
        site.database.close()
    return filled


def _wish(session: Session, filled: Instance) -> None:
    star, *others = (guest.organization for guest in filled.guests)
    pairs = [(star, other) for other in others[:OWN_WISHES]]
    pairs += [(other, star) for other in others]
    for position, (wisher, wished) in enumerate(pairs):
        wish = Wish.model_validate(
            {
                "wisher": {"organization": wisher},
                "wished": {"organization": wished},
                "priority": 2,
                "message": "We read of your work on early diagnosis in Leuven. " * 4,
            }
        )
        session.add(wish_row(EVENT_ID, position, wish))


def _reopen(session: Session) -> None:
    event_row(session, EVENT_ID).phase = Phase.WISHES.value


@pytest.fixture(scope="module")
def served(instance: Instance) -> Iterator[Served]:
    """A real server: the bytes are those that it sends."""
    with serving(instance.folder) as running:
        yield running


def _opened(browser: Browser, served: Served, guest: Guest) -> BrowserContext:
    """Return a browser without scripts in which a delegate's link was opened."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/d/{guest.token}")
    page.locator("main form button").click()
    return context


def _bytes_of(context: BrowserContext, address: str) -> dict[str, int]:
    """Load a page as if nothing were cached; return bytes on the wire by address."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, str] = {}
    loaded: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda told: asked.update({told["requestId"]: told["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda told: loaded.update(
            {asked[told["requestId"]]: round(told["encodedDataLength"])}
        ),
    )
    page.goto(address, wait_until="networkidle")
    page.close()
    return loaded


def test_first_visit_of_every_delegate_page_is_small(
    chromium: Browser, served: Served, instance: Instance
) -> None:
    """Page, styles and icon together, also with fifty wishes and many more for one."""
    other = instance.guests[1].organization
    paths = [
        f"/d/{instance.guests[0].token}",
        *(f"/my/{part}" for part in ("", "partners", f"partners/{other}", "wishes")),
        *(f"/my/{part}" for part in ("incoming", "agenda", "profile", "trip", "data")),
    ]
    context = _opened(chromium, served, instance.guests[0])
    taken = {
        path: sum(_bytes_of(context, served.address + path).values()) for path in paths
    }
    context.close()
    assert min(taken.values()) > 30_000, "the styles were not loaded"
    assert {path: size for path, size in taken.items() if size >= FIRST_VISIT} == {}


def test_search_wish_and_answer_without_scripts(
    chromium: Browser, served: Served, instance: Instance
) -> None:
    """A name with a typing error, a filter, a wish with a message, answers at once."""
    star, me, wanted = (
        instance.guests[0].organization,
        instance.guests[2],
        instance.event.organizations[-1],
    )
    context = _opened(chromium, served, me)
    page = context.pages[0]
    page.goto(f"{served.address}/my/partners")
    page.locator("#text").fill(wanted.name[:-1])
    page.locator("form[role=search] summary").click()
    page.locator("#f-country").select_option(wanted.country)
    page.locator("form[role=search] button").click()
    page.get_by_role("link", name=wanted.name, exact=True).first.click()
    page.locator("#f-priority").select_option("1")
    page.locator("#f-message").fill("Shall we?")
    page.locator("main form:has(#f-message) button").click()
    page.goto(f"{served.address}/my/incoming")
    page.locator("button[form=many][value=accepted]:not([formaction])").click()
    context.close()
    database = Database(instance.url)
    with database.read() as reading:
        found = {
            (wish.wisher_organization, wish.wished_organization): wish
            for wish in reading.scalars(select(WishRow))
        }
    database.close()
    made = found[me.organization, wanted.id]
    assert (made.priority, made.message, made.answer) == (1, "Shall we?", "open")
    assert found[star, me.organization].answer == "accepted"
    assert found[star, instance.guests[1].organization].answer == "open"
