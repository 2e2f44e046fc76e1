"""The story of a plan, as calendar programs of others follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.store.drafts import draft_row, plan_of
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.revisions import latest_revision
from tests.web.feeds.clients import Reader, Shown
from tests.web.release.releasing import go_back, release_plan
from tests.web.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plan import Meeting, Plan
    from tests.web.world import World

PEOPLE = ("d-alba", "d-bora", "d-cirrus", "d-delta", "d-echo")


def test_readers_show_exactly_the_plan_after_each_release(
    world: World, tmp_path: Path
) -> None:
    """Release; move two, cancel one, add one; go back: vdirsyncer and khal follow."""
    database = world.site.database
    with database.read() as reading:
        event = load_event(reading, 1)
        whole = plan_of(draft_row(reading, 1).plan)
    first = _with(whole, [m for m in whole.meetings if m.id != whole.meetings[-1].id])
    second = _changed(event, first, whole.meetings[-1])
    with serving(tmp_path / "data") as served:
        release_plan(database, first)
        readers = {
            who: Reader(
                tmp_path / who,
                f"{served.address}/cal/{world.link(who, purpose=Purpose.FEED)}"
                "/agenda.ics",
            )
            for who in PEOPLE
        }
        held = _check(world, event, readers, set())
        assert release_plan(database, second) == 2
        held = _check(world, event, readers, held)
        assert go_back(database, 1) == 3
        _check(world, event, readers, held)


def _check(
    world: World, event: Event, readers: dict[str, Reader], before: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Compare what readers show with the latest plan; return who ever had what."""
    with world.read() as reading:
        plan = plan_of(latest_revision(reading, 1).plan)
    lookup = Lookup(event, plan)
    now = {(who, m) for who in readers for m in _expected(lookup, who)}
    ever = before | {(who, shown.title) for who, shown in now}
    for who, reader in readers.items():
        shown = reader.follow()
        timed = [each for each in shown if " " in each.start]
        valid = {each for each in timed if each.status != "CANCELLED"}
        assert valid == {m for key, m in now if key == who}, who
        gone = {each.title for each in timed} - {each.title for each in valid}
        missing = {t for key, t in ever if key == who} - {each.title for each in valid}
        assert gone == {f"Canceled: {title}" for title in missing}
        days = [each for each in shown if each not in timed]
        assert [each.title for each in days] == [event.name]
        assert reader.num_files() == len(timed) + 1
    return ever


def _expected(lookup: Lookup, who: str) -> set[Shown]:
    return {
        Shown(
            f"Meeting with {lookup.side_name(each.partner)}",
            lookup.local(each.meeting.start).strftime("%Y-%m-%d %H:%M"),
            lookup.local(each.meeting.end).strftime("%Y-%m-%d %H:%M"),
            f"{lookup.where(each.meeting.table)}, {lookup.event.venue}",
            "CONFIRMED",
        )
        for each in lookup.agendas[DelegateId(who)]
    }


def _with(plan: Plan, meetings: list[Meeting]) -> Plan:
    ordered = sorted(meetings, key=lambda m: (utc(m.start), m.table or "", m.id))
    return plan.model_copy(update={"meetings": tuple(ordered)})


def _changed(event: Event, plan: Plan, new: Meeting) -> Plan:
    """Move two meetings of a plan, drop one, add one."""
    moved, also, dropped, *rest = plan.meetings
    assert dropped
    held = list(rest)
    for meeting in (moved, also, new):
        held.append(_at_another_time(event, meeting, held))
    return _with(plan, held)


def _at_another_time(event: Event, meeting: Meeting, held: list[Meeting]) -> Meeting:
    """Return the meeting in the last slot in which everybody and a table is free."""
    people = {who for team in meeting.delegates for who in team}
    for slot in reversed(event.slots):
        there = [other for other in held if other.slot == slot.id]
        busy = {who for other in there for team in other.delegates for who in team}
        free = [t.id for t in event.tables if t.id not in {o.table for o in there}]
        if slot.id != meeting.slot and not busy & people and len(free) > 1:
            times = {"slot": slot.id, "start": slot.start, "end": slot.end}
            return meeting.model_copy(update=times | {"table": free[0]})
    raise AssertionError("no other time")
