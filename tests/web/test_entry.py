from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.links import Purpose, revoke_links
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.staff import add_account
from tests.web.world import PASSWORD

if TYPE_CHECKING:
    from tests.web.world import World

OWNER = "owner@example.org"


def test_signing_in_and_out(world: World) -> None:
    """The session is worth nothing any more after signing out, wherever it was kept."""
    visitor = world.nobody()
    given = {"email": OWNER, "password": PASSWORD}
    assert visitor.post("/sign-in", given).headers["Location"] == "/events"
    with visitor.client.session_transaction() as session:
        kept = dict(session)
    assert visitor.get("/events").status_code == 200
    visitor.post("/sign-out")
    with visitor.client.session_transaction() as session:
        session.update(kept)
    assert visitor.get("/events").headers["Location"].startswith("/sign-in")


def test_wrong_password_says_not_which_part_is_wrong(world: World) -> None:
    """Unknown accounts read the same."""
    wrong = world.nobody().post("/sign-in", {"email": OWNER, "password": "x"})
    unknown = world.nobody().post("/sign-in", {"email": "no@x.org", "password": "x"})
    assert "Address or password is wrong." in wrong.text
    assert "Address or password is wrong." in unknown.text


def test_many_attempts_are_stopped(world: World) -> None:
    """Also with the right password at last."""
    visitor = world.nobody()
    for _ in range(5):
        visitor.post("/sign-in", {"email": OWNER, "password": "x"})
    response = visitor.post("/sign-in", {"email": OWNER, "password": PASSWORD})
    assert "Too many attempts: wait 15 minutes" in response.text


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example", "https://evil.example", "/\\evil", "/\t/evil.example",
        "/\r\n/evil.example", "/\0/evil.example", "/a\r\nSet-Cookie: b4h=1",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(world: World, then: str) -> None:
    """An address of another site is not followed."""
    given = {"email": OWNER, "password": PASSWORD, "then": then}
    response = world.nobody().post("/sign-in", given)
    assert response.headers["Location"] == "/events"


def test_password_link_works_once_and_by_its_button(world: World) -> None:
    """Opening it changes nothing; used, it is worth nothing."""
    token = world.site.database.write(lambda s: add_account(s, "new@x.org", "New"))
    visitor = world.nobody()
    page = f"/password/{token}"
    for _ in range(3):
        text = visitor.text(page)
        assert "Set your password" in text
    # A password manager keeps it under the address that one signs in with.
    assert re.search(r'value="new@x.org"[^>]*autocomplete="username" readonly', text)
    given = {"password": PASSWORD, "again": PASSWORD}
    assert visitor.post(page, given, page=page).status_code == 303
    again = visitor.post(page, given)
    assert "This link is used up or too old" in again.text
    opened = visitor.get(page)
    assert opened.status_code == 410
    assert "This link is used up or too old." in opened.text
    assert 'type="password"' not in opened.text


def test_link_opens_by_its_button(world: World) -> None:
    """The page of the link alone signs nobody in."""
    visitor = world.nobody()
    address = f"/d/{world.link('d-alba')}"
    assert "personal page of Ada Ahl" in visitor.text(address)
    assert visitor.get("/my/").status_code == 401
    assert visitor.post(address, page=address).headers["Location"] == "/my/"
    assert "Welcome, Ada Ahl" in visitor.text("/my/")


def test_revoked_link_ends_open_pages_too(world: World) -> None:
    """The browser that had it open is out, and the link says what to do."""
    visitor, address = world.delegate("d-alba"), f"/d/{world.link('d-alba')}"
    world.site.database.write(lambda s: revoke_links(delegate_row(s, 1, "d-alba")))
    assert visitor.get("/my/").status_code == 401
    response = visitor.get(address)
    assert response.status_code == 404
    assert "This link does not work" in response.text


def test_tokens_of_page_and_feed_open_nothing_else(world: World) -> None:
    """Each for its own purpose."""
    visitor = world.nobody()
    page, feed = world.link("d-alba"), world.link("d-alba", purpose=Purpose.FEED)
    assert visitor.get(f"/d/{feed}").status_code == 404
    assert visitor.get(f"/cal/{page}/agenda.ics").status_code == 404


def test_health_is_told_while_the_database_answers(world: World) -> None:
    """For whoever watches the service."""
    assert world.nobody().get("/healthz").json == {"status": "ok"}
