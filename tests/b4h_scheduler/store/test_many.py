"""Many rows of one statement, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update

from b4h_scheduler.store.json_text import JsonText
from b4h_scheduler.store.many import write_many
from b4h_scheduler.store.schema_calendars import CalendarEntryRow
from b4h_scheduler.store.schema_event import EventRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

MOMENT = datetime(2037, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def _rows(event_id: int) -> list[dict[str, Any]]:
    return [
        {
            "event_id": event_id,
            "delegate_key": f"d'{number}%s",
            "meeting_id": ["", "m-1"][number % 2],
            "uid": f"{number}@b4h",
            "sequence": number,
            "stamp": MOMENT + timedelta(hours=number),
            "is_canceled": number == 2,
            "content": [JsonText('{"a": "ä%"}'), {"a": "b"}][number % 2],
            "content_hash": "c",
            "place_hash": "p",
        }
        for number in range(4)
    ]


def _found(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reading:
        query = select(CalendarEntryRow).order_by(CalendarEntryRow.id)
        return [
            (r.delegate_key, r.sequence, r.stamp, r.is_canceled, r.content, r.uid)
            for r in reading.scalars(query)
        ]


def _event(session: Session) -> int:
    row = EventRow(name="E", content={"time_zone": "Europe/Berlin"})
    session.add(row)
    session.flush()
    return row.id


def test_what_is_inserted_and_updated_is_read_back(database: Database) -> None:
    """Text, numbers, moments in UTC, truth, and JSON as text or as a value."""
    event_id = database.write(_event)
    rows = _rows(event_id)
    database.write(lambda s: write_many(s, insert(CalendarEntryRow), rows))
    assert _found(database) == [
        (
            row["delegate_key"],
            row["sequence"],
            row["stamp"].astimezone(UTC),
            row["is_canceled"],
            {"a": "ä%"} if row["sequence"] % 2 == 0 else {"a": "b"},
            row["uid"],
        )
        for row in rows
    ]
    with database.read() as reading:
        query = select(CalendarEntryRow.id).order_by(CalendarEntryRow.id)
        ids = list(reading.scalars(query))
    later = datetime(2037, 7, 1, 12, tzinfo=UTC)
    changes = [{"id_": ids[n], "stamp": later, "sequence": 7 + n} for n in (1, 3)]
    statement = update(CalendarEntryRow).where(CalendarEntryRow.id == bindparam("id_"))
    values: dict[str, Any] = {n: bindparam(n) for n in ("stamp", "sequence")}
    database.write(lambda s: write_many(s, statement.values(values), changes))
    assert [(row[1], row[2] == later) for row in _found(database)] == [
        (0, False),
        (8, True),
        (2, False),
        (10, True),
    ]
