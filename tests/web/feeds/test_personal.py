"""The feed of a delegate, as a program asks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icalendar import Calendar

from b4h_scheduler.store.calendar_settings import save_setting
from b4h_scheduler.store.drafts import draft_row, plan_of
from b4h_scheduler.store.links import Purpose, revoke_links
from b4h_scheduler.store.people import delegate_row, erase_delegate
from tests.b4h_scheduler.outputs.calendars.feed_rules import broken_rules
from tests.b4h_scheduler.releases.meetings import between, other, without
from tests.web.release.releasing import release_draft, release_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan
    from tests.web.world import World


def _address(world: World, key: str = "d-alba") -> str:
    return f"/cal/{world.link(key, purpose=Purpose.FEED)}/agenda.ics"


def _plan(world: World) -> Plan:
    with world.read() as reading:
        return plan_of(draft_row(reading, 1).plan)


def _titles(content: bytes) -> dict[str, str]:
    entries = Calendar.from_ical(content).events
    return {str(e["SUMMARY"]): str(e["STATUS"]) for e in entries}


def test_feed_is_there_from_the_first_release_on(world: World) -> None:
    """Before it there is nothing to follow."""
    visitor = world.nobody()
    assert visitor.get(_address(world)).status_code == 404
    release_draft(world.site.database, 1)
    response = visitor.get(_address(world))
    assert response.status_code == 200
    assert broken_rules(response.data) == []


def test_headers_are_those_that_calendar_programs_need(world: World) -> None:
    """Whole length, tag, charset, kept by the reader only, found by no search."""
    release_draft(world.site.database, 1)
    response = world.nobody().get(_address(world))
    headers = response.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert int(headers["Content-Length"]) == len(response.data)
    assert headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert headers["X-Robots-Tag"] == "noindex"
    assert re.fullmatch('"[0-9a-f]{32}"', headers["ETag"])
    assert "Content-Disposition" not in headers
    assert "Set-Cookie" not in headers


def test_tag_says_whether_anything_changed(world: World) -> None:
    """304 with the same tag until a release concerns this delegate."""
    release_draft(world.site.database, 1)
    visitor = world.nobody()
    first = visitor.get(_address(world))
    asked = {"If-None-Match": first.headers["ETag"]}
    again = visitor.get(_address(world), headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    plan = _plan(world)
    release_plan(world.site.database, without(plan, between(plan, "bora", "echo")))
    assert visitor.get(_address(world), headers=asked).status_code == 304
    echo = visitor.get(_address(world, "d-echo"))
    assert _titles(echo.data)["Canceled: Meeting with Bora Implants"] == "CANCELLED"
    changed = other(plan, between(plan, "alba", "bora"), table="T2")
    release_plan(world.site.database, changed)
    assert visitor.get(_address(world), headers=asked).status_code == 200


def test_feed_without_a_meeting_is_not_empty(world: World) -> None:
    """The days of the event remain, and what to do; nothing blocks the day."""
    plan = _plan(world)
    release_plan(world.site.database, plan.model_copy(update={"meetings": ()}))
    (entry,) = Calendar.from_ical(world.nobody().get(_address(world)).data).events
    assert entry["SUMMARY"] == "Small Day 1"
    assert entry["TRANSP"] == "TRANSPARENT"
    assert "ask at the desk" in str(entry["DESCRIPTION"])


def test_link_is_the_feed_s_own_and_can_be_revoked(world: World) -> None:
    """The page's token opens no feed, the feed's no page; a revoked one no meeting."""
    release_draft(world.site.database, 1)
    visitor = world.nobody()
    address = _address(world)
    assert visitor.get(f"/cal/{world.link('d-alba')}/agenda.ics").status_code == 404
    token = world.link("d-alba", purpose=Purpose.FEED)
    assert visitor.get(f"/d/{token}").status_code == 404
    world.site.database.write(lambda s: revoke_links(delegate_row(s, 1, "d-alba")))
    ended = visitor.get(address)
    assert ended.data.count(b"BEGIN:VEVENT") == 1
    assert b"(calendar ended)" in ended.data
    assert b"Cirrus" not in ended.data
    assert broken_rules(ended.data) == []
    assert visitor.get(address.replace("agenda.ics", "")).status_code == 404
    assert visitor.get(_address(world)).data.count(b"BEGIN:VEVENT") > 1


def test_feed_names_the_live_agenda_and_nothing_that_opens_more(world: World) -> None:
    """The agenda's page by the feed's token; no personal link, no mail address."""
    release_draft(world.site.database, 1)
    token = world.link("d-alba", purpose=Purpose.FEED)
    text = world.nobody().get(_address(world)).data.decode().replace("\r\n ", "")
    live = f"{world.site.settings.public_address}/cal/{token}/"
    assert text.count(f"URL:{live}\r\n") == 4
    assert world.link("d-alba") not in text
    assert "@example.org" not in text
    page = world.nobody().text(f"/cal/{token}/")
    assert "Cirrus Data" in page
    assert "webcal://" in page
    # The choice of a language is all that can be sent from it.
    assert page.count("<form") == page.count('action="/language"') == 1


def test_online_meetings_have_rooms_that_both_sides_share(world: World) -> None:
    """A room for each meeting, the same for both, another for every other meeting."""
    plan = _plan(world)
    for pair in (("alba", "bora"), ("alba", "cirrus"), ("bora", "cirrus")):
        plan = other(plan, between(plan, *pair), table=None)

    def go_online(session: object) -> None:
        for key in ("alba", "bora", "cirrus"):
            row = delegate_row(session, 1, f"d-{key}")
            row.content = row.content | {"is_online": True}

    world.site.database.write(go_online)
    world.site.database.write(
        lambda s: save_setting(
            s, 1, room_address="https://rooms.example.org/b4h-", seen=None,
            is_table_feed_on=False, is_event_feed_on=False, shows_pairs=False,
        )
    )  # fmt: skip
    release_plan(
        world.site.database,
        without(without(plan, between(plan, "alba", "delta")),
                between(plan, "bora", "echo")),
    )  # fmt: skip
    rooms = {}
    for who in ("alba", "bora", "cirrus"):
        content = world.nobody().get(_address(world, f"d-{who}")).data
        assert broken_rules(content) == []
        for entry in Calendar.from_ical(content).events:
            if "CONFERENCE" in entry:
                rooms[who, str(entry["SUMMARY"])] = entry["LOCATION"]
                assert entry["URL"] == entry["CONFERENCE"] == entry["LOCATION"]
                assert str(entry["LOCATION"]) in str(entry["DESCRIPTION"])
    alba_bora = rooms["alba", "Meeting with Bora Implants"]
    live = world.link("d-alba", purpose=Purpose.FEED)
    for page in (
        world.nobody().text(f"/cal/{live}/"),
        world.delegate("d-alba").text("/my/agenda"),
    ):
        assert f'<a href="{alba_bora}"' in page
    assert re.fullmatch(r"https://rooms\.example\.org/b4h-[\w-]{22}", alba_bora)
    assert rooms["bora", "Meeting with Alba Diagnostics"] == alba_bora
    assert rooms["alba", "Meeting with Cirrus Data"] != alba_bora


def test_erased_name_is_gone_from_the_feeds_of_others(world: World) -> None:
    """Also from those that were made before; the meeting stays."""
    release_draft(world.site.database, 1)
    visitor = world.nobody()
    assert b"Cleo Costa" in visitor.get(_address(world)).data
    world.site.database.write(
        lambda s: erase_delegate(s, delegate_row(s, 1, "d-cirrus"))
    )
    content = visitor.get(_address(world)).data
    assert b"Cleo Costa" not in content
    assert "Meeting with Cirrus Data" in _titles(content)


def test_newcomer_has_a_feed_with_the_days_of_the_event(world: World) -> None:
    """Somebody who came after the release subscribes at once."""
    release_draft(world.site.database, 1)

    def add(session: Session) -> None:
        from b4h_scheduler.store.schema_event import DelegateRow

        old = delegate_row(session, 1, "d-echo")
        session.add(
            DelegateRow(
                event_id=1, key="d-new", position=99, organization_key="echo",
                content=old.content | {"id": "d-new", "name": "New"},
                name="New", email="new@example.org",
            )
        )  # fmt: skip

    world.site.database.write(add)
    content = world.nobody().get(_address(world, "d-new")).data
    assert broken_rules(content) == []
    assert list(_titles(content)) == ["Small Day 1"]


def test_delegate_s_page_offers_the_feed_once_it_is_there(world: World) -> None:
    """Address, code and file; a previewed plan has none of them."""
    visitor = world.delegate("d-alba")
    assert visitor.get("/my/agenda.ics").status_code == 404
    release_draft(world.site.database, 1)
    page = visitor.text("/my/agenda")
    assert f"{world.site.settings.public_address}{_address(world)}" in page
    assert "data:image/svg+xml" in page
    feed = world.nobody().get(_address(world)).data
    assert visitor.get("/my/agenda.ics").data == feed
