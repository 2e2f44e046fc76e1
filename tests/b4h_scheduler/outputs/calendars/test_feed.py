"""Feeds of random plans over three revisions: bytes, values, identifiers, stamps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.base import utc
from b4h_scheduler.outputs.calendars.content_lines import read_alike
from b4h_scheduler.outputs.calendars.feed import Entry, feed
from b4h_scheduler.store import calendar_state
from tests.b4h_scheduler.outputs.calendars.feed_rules import broken_rules
from tests.b4h_scheduler.outputs.calendars.python_readers import (
    moment,
    rows_by_icalendar,
    rows_by_vobject,
)
from tests.b4h_scheduler.outputs.calendars.random_feeds import (
    RandomFeed,
    frame_of,
    random_feeds,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.store.database import Database

NUM_PLANS = 500
NUM_PARTS = 10


@pytest.mark.parametrize("part", range(NUM_PARTS))
def test_random_plans_over_three_revisions(database: Database, part: int) -> None:
    """Every feed keeps the rules; its values are equal in vobject and icalendar."""
    for seed in range(part, NUM_PLANS, NUM_PARTS):
        before: dict[str, dict[str, tuple[int, datetime, bytes]]] = {}
        for found in random_feeds(database, seed):
            event, entries = found.event, found.entries
            assert broken_rules(found.content) == [], (seed, found.name)
            assert found.content == feed(frame_of(event), reversed(entries))
            _rises(before.setdefault(found.delegate, {}), entries, event)
            _holds_the_plan(found.lookup, found.delegate, entries)
            revision = found.lookup.plan.revision
            place = (seed + revision) % len(event.delegates)
            if found.delegate == event.delegates[place].id:
                _is_read_equally(found)


def test_states_of_a_few_entries_are_those_of_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for one by one or all together, what is written is the same."""

    def states(most: int) -> list[tuple[object, ...]]:
        monkeypatch.setattr(calendar_state, "_FEW", most)
        return [
            (each.sequence, each.stamp, each.is_canceled, each.content)
            for found in random_feeds(database, 1)
            for each in found.entries
        ]

    assert states(0) == states(500)


def _rises(
    before: dict[str, tuple[int, datetime, bytes]], entries: list[Entry], event: Event
) -> None:
    """Nothing changes: nothing rises. Anything changes: the stamp rises."""
    for entry in entries:
        # What is said, without number and stamp.
        same = Entry(
            entry.uid, 0, event.slots[0].start, entry.is_canceled, entry.content
        )
        said = feed(frame_of(event), [same])
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


def _is_read_equally(found: RandomFeed) -> None:
    rows = sorted(rows_by_icalendar(found.content))
    expected = sorted(map(_expected, found.entries))
    assert [row[:6] + row[7:] for row in rows] == expected
    assert sorted(rows_by_vobject(found.content)) == rows


def _expected(entry: Entry) -> list[Any]:
    said = entry.content
    canceled = "Canceled: " if entry.is_canceled else ""
    times: tuple[date, date] = (said.start, said.end)
    if said.is_all_day:
        # The end of an all-day entry is the day after.
        times = (said.start.date(), said.end.date() + timedelta(days=1))
    return [
        entry.uid,
        entry.sequence,
        *map(moment, times),
        read_alike(canceled + said.summary),
        read_alike(entry.room if said.is_online and entry.room else said.place),
        "CANCELLED" if entry.is_canceled else "CONFIRMED",
        moment(entry.stamp),
    ]
