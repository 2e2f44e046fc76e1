"""Feeds of random plans over three revisions, through a real database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.feed import Entry, Frame, feed
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.store.calendar_state import content_of, entries_of, write_entries
from b4h_scheduler.store.schema_event import EventRow
from tests.b4h_scheduler.outputs.calendars.random_plans import (
    random_event,
    random_revisions,
    release_moment,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.database import Database

LIVE = "https://b4h.example.org/cal/7.abc/"


@dataclass(frozen=True)
class RandomFeed:
    """The calendar of one delegate after one revision, and what it was made of."""

    event: Event
    lookup: Lookup
    delegate: str
    entries: list[Entry]
    content: bytes

    @property
    def name(self) -> str:
        """A name of its own among the feeds of its event."""
        return f"{self.lookup.plan.revision}-{self.delegate}"


def random_feeds(database: Database, seed: int) -> Iterator[RandomFeed]:
    """Yield the feeds of all delegates of a random event, revision by revision."""
    event = random_event(seed)
    event_id = _bare_event(database, event)
    for plan in random_revisions(event, seed):
        lookup = Lookup(event, plan)
        _write(database, event_id, lookup, release_moment(plan.revision))
        for delegate in event.delegates:
            entries = _entries(database, event_id, delegate.id)
            content = feed(frame_of(event), entries)
            yield RandomFeed(event, lookup, delegate.id, entries, content)


def frame_of(event: Event) -> Frame:
    """Return what surrounds the entries of a random event's feeds."""
    return Frame("Agenda", event.zone_info, LIVE)


def _bare_event(database: Database, event: Event) -> int:
    def work(session: Session) -> int:
        row = EventRow(name=event.name, content={"time_zone": event.time_zone})
        session.add(row)
        session.flush()
        return row.id

    return database.write(work)


def _write(database: Database, event_id: int, lookup: Lookup, moment: datetime) -> None:
    database.write(lambda session: write_entries(session, event_id, lookup, moment))


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
