"""The desk books meetings that two people agree on the spot, and takes them back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.store.base import now
from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import VetoRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.late.bookings import book, cancel, page_of, press, spots
from tests.web.late.late_days import run_all
from tests.web.late.saying import press as press_proposal
from tests.web.late.saying import released, say
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting
    from tests.web.world import Visitor, World

PAIR = ("d-alba", "d-echo")
"""Nobody wished for it."""


def _new(world: World, event_id: int, known: set[str]) -> Meeting:
    """Return the one meeting that the released plan has more than known ones."""
    (found,) = (m for m in released(world, event_id).meetings if m.id not in known)
    return found


def test_booked_meeting_stands_in_the_released_plan(world: World, coming: int) -> None:
    """Agendas, feeds, board and log have it; nothing else of the plan changed."""
    before = released(world, coming)
    desk = world.staff("desk")
    at, _, table = book(desk, coming, PAIR).partition("|")
    after = released(world, coming)
    assert after.plan.revision == 2
    new = _new(world, coming, {m.id for m in before.meetings})
    assert {*new.delegates[0], *new.delegates[1]} == set(PAIR)
    assert (utc(new.start), new.table) == (datetime.fromisoformat(at), table)
    assert [m for m in after.meetings if m.id != new.id] == list(before.meetings)
    for key, other in (PAIR, PAIR[::-1]):
        name = after.delegate_name[DelegateId(other)]
        assert name in world.delegate(key, coming).text("/my/agenda")
        feed = f"/cal/{world.link(key, coming, Purpose.FEED)}/agenda.ics"
        assert f"{after.local(new.start):%Y%m%dT%H%M%S}" in world.nobody().text(feed)
    viewer = world.staff("viewer")
    assert "booked at the help desk" in viewer.text(f"/events/{coming}/releases")
    assert "desk@example.org" in viewer.text(f"/events/{coming}/log?q=booking")
    query = select(AuditRow.actor).where(AuditRow.kind == "booking")
    assert rows(world, query) == ["desk@example.org"]


def test_canceled_at_the_desk_it_is_gone_from_the_plan(
    world: World, coming: int
) -> None:
    """From the page of the other one, by another person; others' have no button."""
    before = released(world, coming)
    book(world.staff("desk"), coming, PAIR)
    editor, page = world.staff("editor"), f"/events/{coming}/desk/d-echo"
    shown = editor.text(page)
    assert "by desk@example.org" in shown
    assert shown.count("Cancel this meeting") == 1
    assert cancel(editor, coming, "d-echo").startswith("Canceled.")
    assert released(world, coming).meetings == before.meetings
    assert "Cancel this meeting" not in editor.text(page)


def test_only_those_two_get_mail(world: World, coming: int) -> None:
    """Hours ahead on the event's day it waits five minutes; soon, not at all."""
    at = spots(world.staff("desk"), coming, *PAIR)[0]
    start = datetime.fromisoformat(at.partition("|")[0])
    for before, wait, is_urgent in (
        (timedelta(hours=4), timedelta(minutes=5), False),
        (timedelta(minutes=20), timedelta(0), True),
    ):
        with time_machine.travel(start - before, tick=False):
            known = set(rows(world, select(OutboxRow.id)))
            desk = world.staff("desk")
            assert press(desk, coming, PAIR, at).startswith("Booked: ")
            query = select(OutboxRow).where(OutboxRow.id.not_in(known))
            written = rows(world, query)
            assert {row.delegate_key for row in written} == set(PAIR)
            assert {row.due - now() for row in written} == {wait}
            assert {row.is_urgent for row in written} == {is_urgent}
            assert cancel(desk, coming, PAIR[0]).startswith("Canceled.")


def test_search_says_with_whom_it_is_possible(world: World, coming: int) -> None:
    """Who is met already, with the time; of declines and vetoes one neutral word."""
    _bar(world, coming, "alba", "echo")
    desk = world.staff("desk")
    lookup = released(world, coming)
    meeting = lookup.agendas[DelegateId("d-alba")][0].meeting
    with_whom = next(k for t in meeting.delegates for k in t if k != "d-alba")
    met = _found(desk, coming, "d-alba", lookup.delegate_name[with_whom])
    assert "The two meet already" in met
    assert f"{lookup.local(meeting.start):%H:%M}" in met
    barred = _found(desk, coming, "d-alba", "Edo Eriks")
    declined = _found(desk, coming, "d-delta", "Cleo Costa")
    assert "Cannot be booked here" in barred
    assert "/book/" not in barred
    assert _state(barred) == _state(declined)
    free = _found(desk, coming, "d-delta", "Edo Eriks")
    assert re.search(r"\d slots? free for both", free)
    assert f'{page_of(coming, "d-delta", "d-echo")}"' in free
    page = desk.text(page_of(coming, *PAIR))
    assert "Cannot be booked here." in page
    assert 'name="at"' not in page
    at = spots(desk, coming, "d-delta", "d-echo")[0]
    told = press(desk, coming, PAIR, at)
    assert told == "Not booked: cannot be booked here."
    assert "veto" not in page + told
    assert released(world, coming).plan.revision == 1


def test_second_desk_is_told_what_stands(world: World, coming: int) -> None:
    """Of a table that is taken, of a person who is busy, of a pair that is booked."""
    one, other = world.staff("desk"), world.staff("editor")
    at, pair = spots(one, coming, *PAIR)[0], ("d-bora", "d-delta")
    slot, _, table = at.partition("|")
    assert at in spots(other, coming, *pair)
    assert press(one, coming, PAIR, at).startswith("Booked: ")
    told = press(other, coming, pair, at)
    assert told.startswith(f"Not booked: table {table} is taken at ")
    assert "Alba Diagnostics – Echo Imaging" in told
    assert press(other, coming, PAIR[::-1], at).startswith(
        "Not booked: the two meet already: "
    )
    busy = ("d-echo", "d-delta")
    left = [v for v in spots(other, coming, *pair) if v.startswith(slot)]
    told = press(other, coming, busy, left[0] if left else f"{slot}|T1")
    assert "Echo Imaging has another meeting" in told
    assert released(world, coming).plan.revision == 2


def test_two_desks_with_other_places_both_book(world: World, coming: int) -> None:
    """The second page is out of date, but what it asks for is still free."""
    one, other = world.staff("desk"), world.staff("editor")
    pair = ("d-bora", "d-delta")
    at = spots(one, coming, *PAIR)[0]
    theirs = next(v for v in spots(other, coming, *pair) if v[:16] != at[:16])
    assert press(one, coming, PAIR, at).startswith("Booked: ")
    assert press(other, coming, pair, theirs).startswith("Booked: ")
    assert released(world, coming).plan.revision == 3


def test_nothing_is_booked_where_it_has_begun(world: World, coming: int) -> None:
    """Neither offered nor taken from a page that was open for long."""
    desk = world.staff("desk")
    at = spots(desk, coming, *PAIR)[0]
    start = datetime.fromisoformat(at.partition("|")[0])
    with time_machine.travel(start, tick=False):
        desk = world.staff("desk")
        assert at not in spots(desk, coming, *PAIR)
        told = press(desk, coming, PAIR, at)
        assert "the slot has begun" in told
        assert press(desk, coming, PAIR, "zzz").startswith("Choose one of the times")


def test_open_proposal_is_made_anew_around_it(world: World, coming: int) -> None:
    """What was said late is neither lost nor released with the booking."""
    say(world.delegate("d-bora", coming), what="absent")
    assert run_all(world) == 1
    desk, editor = world.staff("desk"), world.staff("editor")
    before = {m.id for m in released(world, coming).meetings}
    book(desk, coming, PAIR)
    new = _new(world, coming, before)
    assert "d-bora" in {
        k for m in released(world, coming).meetings for k in m.delegates[1]
    }
    assert "being planned anew" in editor.text(f"/events/{coming}/late")
    assert run_all(world) == 1
    page = editor.text(f"/events/{coming}/late")
    assert "Bo Berg" in page
    assert "Revision 3 is released." in press_proposal(editor, coming, "release")
    after = released(world, coming)
    assert DelegateId("d-bora") not in {
        k for m in after.meetings for t in m.delegates for k in t
    }
    kept = next(m for m in after.meetings if m.id == new.id)
    assert (kept.start, kept.table, kept.is_booked) == (new.start, new.table, True)
    assert "Cancel this meeting" in desk.text(f"/events/{coming}/desk/d-alba")


def test_draft_of_before_says_what_its_release_would_cancel(
    world: World, coming: int
) -> None:
    """It is still there, unreleased; its preview warns."""
    draft = _draft(world, coming)
    editor, page = world.staff("editor"), f"/events/{coming}/drafts/{draft}/release"
    warning = "Booked at the help desk, and canceled by this plan: 1 meeting"
    assert warning not in editor.text(page)
    book(world.staff("desk"), coming, PAIR)
    assert warning in editor.text(page)
    assert released(world, coming).plan.revision == 2


def test_partner_sees_meetings_but_books_none(world: World, coming: int) -> None:
    """It releases nothing, and this would be a release."""
    _make_partner(world, coming)
    book(world.staff("desk"), coming, PAIR)
    partner, page = world.staff("partner"), f"/events/{coming}/desk/d-alba"
    shown = partner.text(page)
    assert "Meetings to come" in shown
    assert "Cancel this meeting" not in shown
    assert "/book" not in shown
    assert partner.get(f"{page}/book").status_code == 403


def _found(desk: Visitor, event_id: int, key: str, name: str) -> str:
    """Return the card of the one who is found by a name."""
    page = desk.text(f"{page_of(event_id, key)}?q={name.replace(' ', '+')}")
    (card,) = re.findall(r'<li class="people-card">(.*?)</li>', page, re.DOTALL)
    assert name in card
    return str(card)


def _state(card: str) -> str:
    return card.rpartition("<div>")[2]


def _bar(world: World, event_id: int, one: str, other: str) -> None:
    """Let two organizations never meet."""

    def work(session: Session) -> None:
        sides = [{"organization": key} for key in (one, other)]
        content = {"sides": sides, "reason": "secret veto"}
        session.add(VetoRow(event_id=event_id, position=0, content=content))

    world.site.database.write(work)


def _draft(world: World, event_id: int) -> int:
    """Keep the released plan as a draft."""
    from b4h_scheduler.store.drafts import add_draft, data_version

    plan = released(world, event_id).plan

    def work(session: Session) -> int:
        made_from = data_version(session, event_id)
        return add_draft(session, event_id, "Mine", plan, made_from=made_from)

    return world.site.database.write(work)


def _make_partner(world: World, event_id: int) -> None:
    from b4h_scheduler.store.schema_staff import StaffRow
    from b4h_scheduler.store.staff import Role, set_role

    def work(session: Session) -> None:
        query = select(StaffRow.id).where(StaffRow.email == "partner@example.org")
        who = session.scalars(query).one()
        set_role(session, who, event_id, Role.PARTNER, ("North",))

    world.site.database.write(work)
