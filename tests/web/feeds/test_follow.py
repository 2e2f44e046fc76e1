"""The story of a plan, as programs of others follow it: calendars and a mail server."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.relay import stored_event_mail
from b4h_scheduler.store.revisions import latest_revision
from tests.b4h_scheduler.mail.smtp_server import smtp_server
from tests.web.feeds.clients import Reader, Shown
from tests.web.feeds.letters import (
    counts,
    counts_told,
    meetings,
    same_in_both,
    taken,
)
from tests.web.late.late_days import coming_event
from tests.web.release.releasing import go_back, release_plan
from tests.web.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Meeting, Plan
    from tests.b4h_scheduler.mail.smtp_server import Relay
    from tests.web.feeds.letters import Meets, Sent
    from tests.web.world import World

PEOPLE = ("d-alba", "d-bora", "d-cirrus", "d-delta", "d-echo")
READERS = ("d-alba", "d-bora", "d-cirrus")
"""Those with several meetings subscribe; everybody gets mail."""


@dataclass
class Story:
    """Everybody's calendar program and mailbox, and what they had so far.

    ``had`` are meetings that somebody had at any time, ``told`` the agendas of the
    last messages, ``invited`` the number of messages about a meeting so far.
    """

    world: World
    relay: Relay
    event_id: int
    event: Event
    readers: dict[str, Reader]
    had: set[tuple[str, str]] = field(default_factory=set)
    told: dict[str, dict[str, Meets]] = field(default_factory=dict)
    invited: Counter[tuple[str, str]] = field(default_factory=Counter)
    uids: dict[tuple[str, str], str] = field(default_factory=dict)
    num_seen: int = 0

    @property
    def lookup(self) -> Lookup:
        """The latest plan with its names."""
        with self.world.read() as reading:
            revision = latest_revision(reading, self.event_id)
            assert revision is not None
            return Lookup(self.event, plan_of(revision.plan))

    def check(self) -> None:
        """Compare calendars and mail with the latest plan."""
        lookup = self.lookup
        self._check_calendars(lookup)
        sent = taken(self.world.site.database, self.relay, self.num_seen)
        self.num_seen = len(self.relay.taken)
        for who in PEOPLE:
            mine = [s for s in sent if s.recipient == f"{who[2:]}@example.org"]
            letters = [each for each in mine if not each.invitation[0]]
            now = meetings(lookup, DelegateId(who))
            self._check_letters(who, now, letters)
            self._check_invitations(
                who, now, [each for each in mine if each.invitation[0]]
            )
            self.told[who] = now

    def _check_calendars(self, lookup: Lookup) -> None:
        day = self.event.slots[0].start.date()
        now = {(who, m) for who in self.readers for m in _expected(lookup, who)}
        self.had |= {(who, shown.title) for who, shown in now}
        for who, reader in self.readers.items():
            shown = reader.follow(day)
            timed = [each for each in shown if " " in each.start]
            valid = {each for each in timed if each.status != "CANCELLED"}
            assert valid == {m for key, m in now if key == who}, who
            titles = {each.title for each in valid}
            gone = {each.title for each in timed} - titles
            missing = {t for key, t in self.had if key == who} - titles
            assert gone == {f"Canceled: {title}" for title in missing}
            days = [each for each in shown if each not in timed]
            assert [each.title for each in days] == [self.event.name]
            assert reader.num_files() == len(timed) + 1

    def _check_letters(
        self, who: str, now: dict[str, Meets], letters: list[Sent]
    ) -> None:
        """One message to whom an agenda differs from what was told, else none."""
        before = self.told.get(who)
        assert len(letters) == (before != now), (who, [s.subject for s in letters])
        if before == now:
            return
        (letter,) = letters
        for partner, start, _, table in now.values():
            local = start.astimezone(self.event.zone_info)
            line = rf"{local:%H:%M}–[^\n]*{partner}\s+Table {table},"
            assert re.search(line, letter.text), (who, line, letter.text)
        if before is not None:
            assert counts_told(letter.subject) == counts(before, now)
            assert letter.file == b""
            return
        entries = same_in_both(letter.file)
        found = {(e["summary"], e["start"], e["end"], e["status"]) for e in entries}
        assert found == {
            (f"Meeting with {partner}", start, end, "CONFIRMED")
            for partner, start, end, _ in now.values()
        }

    def _check_invitations(
        self, who: str, now: dict[str, Meets], sent: list[Sent]
    ) -> None:
        """A REQUEST for each new or changed meeting, a CANCEL for each withdrawn."""
        before = self.told.get(who, {})
        due = {("REQUEST", *m) for key, m in now.items() if before.get(key) != m}
        due |= {("CANCEL", *m) for key, m in before.items() if key not in now}
        found = set()
        for each in sent:
            method, content = each.invitation
            (entry,) = same_in_both(content)
            partner = str(entry["summary"]).removeprefix("Meeting with ")
            table = str(entry["location"]).partition(",")[0].removeprefix("Table ")
            found.add((method, partner, entry["start"], entry["end"], table))
            pair = who, partner
            assert entry["sequence"] == self.invited[pair]
            assert self.uids.setdefault(pair, str(entry["uid"])) == entry["uid"]
            self.invited[pair] += 1
        assert found == due, who
        assert len(sent) == len(due)
        assert len(set(self.uids.values())) == len(self.uids)


@pytest.mark.timeout(600)  # many programs of others, on machines that others use
def test_everybody_is_told_the_plan_after_each_release(
    world: World, tmp_path: Path
) -> None:
    """Release; move two, cancel one, add one; go back: calendars and mail follow."""
    database = world.site.database
    event = coming_event()
    whole = plan(event, work_limit=2000)
    first = _with(whole, [m for m in whole.meetings if m.id != whole.meetings[-1].id])
    event_id = database.write(lambda s: _store(s, event))
    config = tmp_path / "b4h.toml"
    with smtp_server() as relay:
        config.write_text(
            f'smtp_host = "127.0.0.1"\nsmtp_port = {relay.port}\n'
            'smtp_security = "none"\n'
        )
        with serving(
            tmp_path / "data", "--config", str(config), B4H_PROCESSES="2"
        ) as served:
            taken(database, relay, 0)  # what other events had to send
            num_others = len(relay.taken)
            release_plan(database, first, event_id=event_id)
            readers = {
                who: Reader(
                    tmp_path / who, served.address + _feed(world, event_id, who)
                )
                for who in READERS
            }
            story = Story(world, relay, event_id, event, readers, num_seen=num_others)
            story.check()
            moved = _moved(event, first, 2)
            for number, changed in enumerate(
                (
                    moved,
                    _with(moved, list(moved.meetings[:-1])),
                    _with(moved, [*moved.meetings[:-1], whole.meetings[-1]]),
                ),
                2,
            ):
                assert release_plan(database, changed, event_id=event_id) == number
                story.check()
            assert go_back(database, 1, event_id=event_id) == 5
            story.check()


def _store(session: Session, event: Event) -> int:
    event_id = save_event(session, event)
    stored_event_mail(session, event_id).has_invitations = True
    return event_id


def _feed(world: World, event_id: int, who: str) -> str:
    return f"/cal/{world.link(who, event_id, Purpose.FEED)}/agenda.ics"


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


def _with(plan_: Plan, held: list[Meeting]) -> Plan:
    ordered = sorted(held, key=lambda m: (utc(m.start), m.table or "", m.id))
    return plan_.model_copy(update={"meetings": tuple(ordered)})


def _moved(event: Event, plan_: Plan, number: int) -> Plan:
    """Return the plan with so many meetings at another time."""
    held = list(plan_.meetings[number:])
    for meeting in plan_.meetings[:number]:
        held.append(_at_another_time(event, meeting, held))
    return _with(plan_, held)


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
