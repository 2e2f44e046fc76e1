"""From "I will be late" to the release that mends the plan."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.revisions import latest_number, latest_revision
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.late.late_days import run_all
from tests.web.world import rows

if TYPE_CHECKING:
    from datetime import datetime

    from tests.web.world import Visitor, World

FORM = "/my/late"


def _lookup(world: World, event_id: int) -> Lookup:
    with world.read() as reading:
        plan = plan_of(latest_revision(reading, event_id).plan)
        return Lookup(load_event(reading, event_id), plan)


def _starts(world: World, event_id: int, who: str) -> list[datetime]:
    lookup = _lookup(world, event_id)
    return [each.meeting.start for each in lookup.agendas[DelegateId(who)]]


def _say(visitor: Visitor, address: str = FORM, **form: str) -> str:
    """Fill the form in, and press the button under what it would do."""
    shown = visitor.post(address, form, page=address)
    assert shown.status_code == 200, shown.text
    seen = re.findall(r'name="seen" value="(\d+)"', shown.text)
    sure = {"sure": "yes", "seen": seen[0]}
    done = visitor.post(address, form | sure, page=address, follow_redirects=True)
    assert done.status_code == 200
    return shown.text


def _hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def _release(visitor: Visitor, event_id: int) -> str:
    address = f"/events/{event_id}/late"
    page = visitor.text(address)
    form = {name: _hidden(page, name) for name in ("seen", "proposal")}
    answer = visitor.post(
        f"{address}/release", form, page=address, follow_redirects=True
    )
    return answer.text


def test_late_arrival_is_proposed_and_released_with_one_click(
    world: World, coming: int
) -> None:
    """Shown, planned anew, released; only those concerned get mail."""
    before = _lookup(world, coming)
    starts = _starts(world, coming, "d-alba")
    arrival = starts[0] + timedelta(minutes=30)
    told = _say(
        world.delegate("d-alba", coming),
        what="arrives",
        when=before.local(arrival).strftime("%Y-%m-%dT%H:%M"),
    )
    num_late = sum(start < arrival for start in starts)
    assert f"{num_late} meeting" in told
    editor = world.staff("editor")
    assert "being planned anew" in editor.text(f"/events/{coming}/late")
    assert run_all(world) == 1
    page = editor.text(f"/events/{coming}/late")
    assert "Ada Ahl" in page
    assert "by delegate" not in page
    known = {row.id for row in rows(world, select(OutboxRow))}
    assert "Revision 2 is released." in _release(editor, coming)
    after = _starts(world, coming, "d-alba")
    assert all(start >= arrival for start in after)
    assert len(after) == len(starts)
    now_planned = _lookup(world, coming)
    concerned = {
        who
        for who in now_planned.agendas
        if _told(before, who) != _told(now_planned, who)
    }
    written = rows(world, select(OutboxRow).where(OutboxRow.id.not_in(known)))
    assert {row.delegate_key for row in written} == concerned
    assert {row.kind for row in written} <= {"agenda", "changes"}
    assert "Nothing that is not settled" in editor.text(f"/events/{coming}/late")


def _told(lookup: Lookup, who: DelegateId) -> list[tuple[object, ...]]:
    return [
        (each.meeting.start, each.meeting.table, each.partner)
        for each in lookup.agendas[who]
    ]


def test_change_stands_in_the_log_under_the_delegate(world: World, coming: int) -> None:
    """The trip is changed through the store; the log says who did it."""
    _say(world.delegate("d-bora", coming), what="absent")
    query = select(AuditRow).where(
        AuditRow.event_id == coming, AuditRow.subject == "delegate d-bora"
    )
    last = rows(world, query.order_by(AuditRow.id))[-1]
    assert last.actor == "delegate d-bora"
    assert last.after["content"]["sessions"] == []


def test_nothing_changes_before_the_second_button(world: World, coming: int) -> None:
    """Looking at what is in danger changes no row and asks for no run."""
    visitor = world.delegate("d-bora", coming)
    count = len(rows(world, select(AuditRow)))
    visitor.post(FORM, {"what": "absent"}, page=FORM)
    assert len(rows(world, select(AuditRow))) == count
    assert run_all(world) == 0
    with world.read() as reading:
        assert latest_number(reading, coming) == 1
