"""The wall, and feeds of tables and of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from icalendar import Calendar

from b4h_scheduler.store.calendar_settings import Floor, revoke_floor
from b4h_scheduler.store.drafts import draft_row, plan_of
from tests.b4h_scheduler.outputs.calendars.feed_rules import broken_rules
from tests.b4h_scheduler.releases.meetings import between, without
from tests.web.events import moment
from tests.web.release.releasing import (
    floor_address,
    give,
    release_draft,
    release_plan,
)

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan
    from tests.web.world import World

NAMES = ("Ada Ahl", "Bo Berg", "Cleo Costa", "Dora Dahl", "Edo Eriks")
ORGANIZATIONS = ("Alba Diagnostics", "Bora Implants", "Cirrus Data")


def _plan(world: World) -> Plan:
    with world.read() as reading:
        return plan_of(draft_row(reading, 1).plan)


def _wall(world: World) -> str:
    return world.nobody().text(f"/wall/{floor_address(world, Floor.WALL)}")


@pytest.mark.parametrize("what", [Floor.TABLE, Floor.EVENT])
def test_feeds_of_the_floor_are_off_until_turned_on(world: World, what: Floor) -> None:
    """Then they hold the meetings, without names of people."""
    release_draft(world.site.database, 1)
    visitor = world.nobody()
    address = f"/cal/floor/{floor_address(world, what)}/{what}.ics"
    assert visitor.get(address).status_code == 404
    give(world, is_table_feed_on=True, is_event_feed_on=True)
    response = visitor.get(address)
    assert broken_rules(response.data) == []
    assert response.headers["ETag"]
    held = [m for m in _plan(world).meetings if what is Floor.EVENT or m.table == "T1"]
    assert len(Calendar.from_ical(response.data).events) == len(held) + 1
    for name in (*NAMES, *ORGANIZATIONS):
        assert name.encode() not in response.data


def test_pairs_are_named_only_where_that_is_on(world: World) -> None:
    """Organizations then, still no people."""
    release_draft(world.site.database, 1)
    give(world, is_event_feed_on=True, shows_pairs=True)
    address = f"/cal/floor/{floor_address(world, Floor.EVENT)}/event.ics"
    text = world.nobody().get(address).data.decode().replace("\r\n ", "")
    assert "Alba Diagnostics" in text
    assert not any(name in text for name in NAMES)


def test_feed_of_the_event_follows_releases(world: World) -> None:
    """A meeting that is canceled is gone; the others are as they were."""
    release_draft(world.site.database, 1)
    give(world, is_event_feed_on=True)
    visitor = world.nobody()
    address = f"/cal/floor/{floor_address(world, Floor.EVENT)}/event.ics"
    before = Calendar.from_ical(visitor.get(address).data).events
    plan = _plan(world)
    release_plan(world.site.database, without(plan, plan.meetings[0]))
    after = Calendar.from_ical(visitor.get(address).data).events
    assert {e["UID"] for e in after} < {e["UID"] for e in before}
    assert len(after) == len(before) - 1


def test_wall_shows_who_goes_where_and_never_pairs(world: World) -> None:
    """The next slot with its countdown, each organization with its table."""
    release_draft(world.site.database, 1)
    plan = _plan(world)
    meeting = between(plan, "bora", "cirrus")
    with time_machine.travel(meeting.start.timestamp() - 90, tick=False):
        page = _wall(world)
    assert f"<span>Bora Implants</span> <strong>Table {meeting.table}, Hall" in page
    assert "in 1:30" in page
    assert "Revision 1" in page
    assert not any(name in page for name in NAMES)


def test_wall_turns_to_the_next_slot_and_ends(world: World) -> None:
    """A slot stays for the late ones, then the next; after the last, thanks."""
    release_draft(world.site.database, 1)
    first = _plan(world).meetings[0]
    with time_machine.travel(first.start.timestamp() + 60, tick=False):
        assert f"Now: {first.start:%A %H:%M}" in _wall(world)
    with time_machine.travel(first.start.timestamp() + 600, tick=False):
        assert "Next: " in _wall(world)
    with time_machine.travel(moment(18), tick=False):
        assert "All meetings are over" in _wall(world)


def test_wall_follows_a_release(world: World) -> None:
    """What was canceled is not shown any more."""
    release_draft(world.site.database, 1)
    plan = _plan(world)
    first = plan.meetings[0]
    release_plan(world.site.database, without(plan, first))
    with time_machine.travel(first.start.timestamp() - 60, tick=False):
        page = _wall(world)
    assert "Revision 2" in page
    assert f"Next: {first.start:%A %H:%M}" not in page


@pytest.mark.parametrize("token", ["", "1", "1.0", "1.0.x", "9.9.9", "²..", "1.0.é"])
def test_what_is_no_token_opens_nothing(world: World, token: str) -> None:
    """Whatever is asked for, the answer is 404."""
    release_draft(world.site.database, 1)
    give(world, is_table_feed_on=True, is_event_feed_on=True)
    for address in (f"/wall/{token}", f"/cal/floor/{token}/event.ics"):
        assert world.nobody().get(address).status_code == 404


def test_addresses_are_apart_and_can_be_revoked(world: World) -> None:
    """The wall's token opens no feed; after revoking none opens anything."""
    release_draft(world.site.database, 1)
    give(world, is_table_feed_on=True, is_event_feed_on=True)
    visitor = world.nobody()
    wall = floor_address(world, Floor.WALL)
    assert visitor.get(f"/cal/floor/{wall}/event.ics").status_code == 404
    assert visitor.get(f"/cal/floor/{wall}/table.ics").status_code == 404
    world.site.database.write(lambda s: revoke_floor(s, 1))
    assert visitor.get(f"/wall/{wall}").status_code == 404
    assert floor_address(world, Floor.WALL) != wall
