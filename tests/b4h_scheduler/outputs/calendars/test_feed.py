"""Feeds of random plans over three revisions: bytes, values, identifiers, stamps."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from b4h_scheduler.domain.base import utc
from b4h_scheduler.outputs.calendars.feed import Entry, Frame, feed
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.plain_text import printable
from b4h_scheduler.store import migrate
from b4h_scheduler.store.calendar_state import content_of, entries_of, write_entries
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.schema_event import EventRow
from tests.b4h_scheduler.outputs.calendars.feed_rules import broken_rules
from tests.b4h_scheduler.outputs.calendars.random_plans import (
    random_event,
    random_revisions,
    release_moment,
)
from tests.vobject_reader import read_by_vobject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event

NUM_PLANS = 500
NUM_PARTS = 10
KEPT = os.environ.get("B4H_KEEP_FEEDS")
"""A folder to write all feeds to, for readers outside of the tests."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of its own."""
    found = Database(sqlite_url(tmp_path_factory.mktemp("feeds") / "b4h.sqlite"))
    migrate.upgrade(found)
    yield found
    found.close()


@pytest.mark.parametrize("part", range(NUM_PARTS))
def test_random_plans_over_three_revisions(database: Database, part: int) -> None:
    """Every feed keeps the rules; its values are equal in vobject and icalendar."""
    for seed in range(part, NUM_PLANS, NUM_PARTS):
        event = random_event(seed)
        event_id = _bare_event(database, event)
        before: dict[str, dict[str, tuple[int, datetime, bytes]]] = {}
        for plan in random_revisions(event, seed):
            lookup = Lookup(event, plan)
            moment = release_moment(plan.revision)
            _write(database, event_id, lookup, moment)
            reader = event.delegates[(seed + plan.revision) % len(event.delegates)].id
            for delegate in event.delegates:
                entries = _entries(database, event_id, delegate.id)
                content = feed(_frame(event), entries)
                assert broken_rules(content) == [], (seed, plan.revision, delegate.id)
                assert content == feed(_frame(event), reversed(entries))
                _keep(content, f"{seed}-{plan.revision}-{delegate.id}")
                _rises(before.setdefault(delegate.id, {}), entries, event)
                _holds_the_plan(lookup, delegate.id, entries)
                if delegate.id == reader:
                    _is_read_equally(content, entries)


def _bare_event(database: Database, event: Event) -> int:
    def work(session: Session) -> int:
        row = EventRow(name=event.name, content={"time_zone": event.time_zone})
        session.add(row)
        session.flush()
        return row.id

    return database.write(work)


def _write(database: Database, event_id: int, lookup: Lookup, moment: datetime) -> None:
    database.write(lambda session: write_entries(session, event_id, lookup, moment))


def _frame(event: Event) -> Frame:
    return Frame("Agenda", event.zone_info, "https://b4h.example.org/cal/7.abc/")


def _entries(database: Database, event_id: int, delegate: str) -> list[Entry]:
    with database.read() as reading:
        return [
            Entry(
                row.uid,
                row.sequence,
                row.stamp,
                row.is_canceled,
                content_of(row),
                f"https://rooms.example.org/{row.uid[:22]}"
                if row.content["call"]
                else "",
            )
            for row in entries_of(reading, event_id, delegate)
        ]


def _keep(content: bytes, name: str) -> None:
    if KEPT:
        Path(KEPT, f"{name}.ics").write_bytes(content)


def _rises(
    before: dict[str, tuple[int, datetime, bytes]], entries: list[Entry], event: Event
) -> None:
    """Nothing changes: nothing rises. Anything changes: the stamp rises."""
    for entry in entries:
        # What is said, without number and stamp.
        same = Entry(
            entry.uid, 0, event.slots[0].start, entry.is_canceled, entry.content
        )
        said = feed(_frame(event), [same])
        old = before.get(entry.uid)
        if old is None:
            assert entry.sequence == 0
        elif old[2] == said:
            assert (entry.sequence, entry.stamp) == old[:2]
        else:
            assert entry.stamp > old[1]
            weighty = [_weighty(each) for each in (old[2], said)]
            assert entry.sequence == old[0] + (weighty[0] != weighty[1])
        before[entry.uid] = entry.sequence, entry.stamp, said


def _weighty(content: bytes) -> list[bytes]:
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")
    return [
        ln for ln in lines if ln.startswith((b"DTSTART", b"DTEND", b"LOC", b"STATUS"))
    ]


def _holds_the_plan(lookup: Lookup, delegate: str, entries: list[Entry]) -> None:
    """What is not canceled is the agenda."""
    held = sorted(
        (utc(e.content.start), utc(e.content.end))
        for e in entries
        if not e.is_canceled and not e.content.is_all_day
    )
    wanted = [a.meeting for a in lookup.agendas[delegate]]  # type: ignore[index]
    assert held == sorted((utc(m.start), utc(m.end)) for m in wanted)


def _is_read_equally(content: bytes, entries: list[Entry]) -> None:
    calendar = Calendar.from_ical(content)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    expected = sorted(map(_expected, entries))
    assert sorted(map(_by_icalendar, calendar.events)) == expected
    found = read_by_vobject(content).vevent_list
    assert sorted(map(_by_vobject, found)) == expected


def _expected(entry: Entry) -> tuple[Any, ...]:
    said = entry.content
    canceled = "Canceled: " if entry.is_canceled else ""
    place = entry.room if said.is_online and entry.room else said.place
    start: date = utc(said.start)
    if said.is_all_day:
        start = said.start.date()
    return (
        entry.uid,
        entry.sequence,
        str(start),
        printable(canceled + said.summary),
        printable(place),
        "CANCELLED" if entry.is_canceled else "CONFIRMED",
        entry.stamp,
    )


def _moment(value: date) -> str:
    return str(utc(value)) if isinstance(value, datetime) else str(value)


def _by_icalendar(entry: Any) -> tuple[Any, ...]:
    return (
        str(entry["UID"]),
        int(entry["SEQUENCE"]),
        _moment(entry["DTSTART"].dt),
        str(entry["SUMMARY"]),
        str(entry.get("LOCATION", "")),
        str(entry["STATUS"]),
        entry["DTSTAMP"].dt.astimezone(UTC),
    )


def _by_vobject(entry: Any) -> tuple[Any, ...]:
    place = entry.contents.get("location")
    return (
        entry.uid.value,
        int(entry.sequence.value),
        _moment(entry.dtstart.value),
        entry.summary.value,
        place[0].value if place else "",
        entry.status.value,
        entry.dtstamp.value.astimezone(UTC),
    )
