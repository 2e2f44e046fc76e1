"""Two who missed each other are booked again at the help desk."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.schema_event import WishRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_staff import StaffRow
from b4h_scheduler.store.staff import Role, set_role
from tests.web.late.bookings import book, cancel, page_of, press, spots
from tests.web.late.saying import released
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting
    from tests.web.world import Visitor, World


@pytest.fixture
def first(world: World, coming: int) -> Iterator[Meeting]:
    """The first meeting of the released plan, which began a minute ago."""
    found = released(world, coming).meetings[0]
    with time_machine.travel(utc(found.start) + timedelta(minutes=1), tick=False):
        yield found


def _pair(meeting: Meeting) -> tuple[str, str]:
    return str(meeting.delegates[0][0]), str(meeting.delegates[1][0])


def _say(visitor: Visitor, event_id: int, meeting: Meeting, held: str) -> None:
    page = f"/events/{event_id}/desk/{_pair(meeting)[0]}"
    mark = (
        f'name="meeting" value="{meeting.id}"><input type="hidden" name="seen" value="'
    )
    seen = visitor.text(page).split(mark)[1].partition('"')[0]
    form = {"meeting": meeting.id, "held": held, "seen": seen}
    assert visitor.post(f"{page}/held", form, page=page).status_code == 303


def _at(world: World, event_id: int, meeting: Meeting) -> list[datetime]:
    """Return when the pair meets by the released plan."""
    plan = released(world, event_id)
    return [utc(m.start) for m in plan.meetings if m.id == meeting.id]


def _make_partner(session: Session, event_id: int) -> None:
    query = select(StaffRow.id).where(StaffRow.email == "partner@example.org")
    regions = ("North", "South")
    set_role(session, session.scalars(query).one(), event_id, Role.PARTNER, regions)


def test_only_who_missed_each_other_is_booked_again(
    world: World, coming: int, first: Meeting
) -> None:
    """Nothing said, or that they met: two sides meet once."""
    desk, pair = world.staff("desk"), _pair(first)
    page = page_of(coming, *pair)
    own = f"/events/{coming}/desk/{pair[0]}"
    assert "The two meet already" in desk.text(page)
    _say(desk, coming, first, "no")
    assert f'href="{page}"' in desk.text(own)
    world.site.database.write(lambda s: _make_partner(s, coming))
    assert f'href="{page}"' not in world.staff("partner").text(own)
    assert "The two missed each other" in desk.text(page)
    at = spots(desk, coming, *pair)[0]
    _say(desk, coming, first, "")
    _say(desk, coming, first, "yes")
    assert f'href="{page}"' not in desk.text(own)
    assert spots(desk, coming, *pair) == []
    told = press(desk, coming, pair, at)
    assert told.startswith("Not booked: the two meet already: ")
    assert released(world, coming).plan.revision == 1


def test_new_meeting_takes_the_place_of_the_missed_one(
    world: World, coming: int, first: Meeting
) -> None:
    """The plan moves it, both are told, the file keeps that the first failed."""
    before = released(world, coming)
    desk, pair = world.staff("desk"), _pair(first)
    _say(desk, coming, first, "no")
    known = rows(world, select(OutboxRow.id))
    at, _, table = book(desk, coming, pair).partition("|")
    after = released(world, coming)
    (moved,) = (m for m in after.meetings if m.id == first.id)
    assert (utc(moved.start), moved.table) == (datetime.fromisoformat(at), table)
    assert utc(moved.start) > utc(first.start)
    others = [m for m in before.meetings if m.id != first.id]
    assert [m for m in after.meetings if m.id != first.id] == others
    written = rows(world, select(OutboxRow).where(OutboxRow.id.not_in(known)))
    assert {row.delegate_key for row in written} == set(pair)
    content = world.staff("viewer").get(f"/events/{coming}/held.csv").data
    told = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    failed = [row["start"] for row in told if row["took_place"] == "no"]
    assert failed == [before.local(first.start).isoformat()]
    assert "The two meet already" in desk.text(page_of(coming, *pair))


def test_missed_again_it_is_booked_again(
    world: World, coming: int, first: Meeting
) -> None:
    """Of the two agreements one stands, so canceling it leaves none."""
    desk, pair = world.staff("desk"), _pair(first)
    _say(desk, coming, first, "no")
    at = datetime.fromisoformat(book(desk, coming, pair).partition("|")[0])
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        desk = world.staff("desk")
        (again,) = (m for m in released(world, coming).meetings if m.id == first.id)
        _say(desk, coming, again, "no")
        book(desk, coming, pair)
        (start,) = _at(world, coming, first)
        assert start > at
        agreed = select(WishRow).where(WishRow.event_id == coming, WishRow.is_promised)
        assert len(rows(world, agreed)) == 1
        assert cancel(desk, coming, pair[0]).startswith("Canceled.")
        assert _at(world, coming, first) == []
        assert rows(world, agreed) == []
