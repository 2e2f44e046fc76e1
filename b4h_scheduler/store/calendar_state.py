"""The state of every calendar entry: identifier, SEQUENCE, DTSTAMP, content.

A release compares what its plan says with what is stored. Nothing differs: nothing
rises. Anything differs: DTSTAMP rises. Start, end, place or status differ: SEQUENCE
rises too. A meeting that is withdrawn stays as canceled, so that every reader of the
feed hears of it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from b4h_scheduler.outputs.calendars.contents import (
    EVENT_ENTRY,
    Content,
    Contents,
    Written,
)
from b4h_scheduler.store.calendar_settings import require_setting, uid_of
from b4h_scheduler.store.json_text import JsonText
from b4h_scheduler.store.late import holders
from b4h_scheduler.store.schema_calendars import CalendarEntryRow, CalendarSettingRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup

Key = tuple[str, str]
"""Delegate and meeting."""
_SECOND = timedelta(seconds=1)


def write_entries(
    session: Session, event_id: int, lookup: Lookup, moment: datetime
) -> None:
    """Bring all entries of an event to what a released plan says.

    Parameters
    ----------
    moment
        Of the release.
    """
    key = require_setting(session, event_id).uid_key
    moment = moment.replace(microsecond=0)
    holder = holders(session, event_id)
    stored = _stored(session, event_id)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for (who, meeting), told in _contents(lookup):
        row = stored.pop((who, meeting), None)
        digest = told.content_hash
        if row is not None and not row.is_canceled and row.content_hash == digest:
            continue
        values = {
            "content": JsonText(told.text),
            "content_hash": digest,
            "place_hash": told.place_hash,
            "is_canceled": False,
        }
        if row is None:
            new.append(
                values
                | {
                    "event_id": event_id,
                    "delegate_key": who,
                    "meeting_id": meeting,
                    "uid": uid_of(key, meeting, holder.get(who, who)),
                    "sequence": 0,
                    "stamp": moment,
                }
            )
        else:
            is_weighty = row.is_canceled or row.place_hash != values["place_hash"]
            state = {
                "id_": row.id,
                "sequence": row.sequence + is_weighty,
                "stamp": _later(row, moment),
            }
            changed.append(values | state)
    canceled = [
        {
            "id_": row.id,
            "is_canceled": True,
            "sequence": row.sequence + 1,
            "stamp": _later(row, moment),
        }
        for row in stored.values()
        if not row.is_canceled
    ]
    _save(session, new, changed, canceled)


def entries_of(
    session: Session, event_id: int, delegate: str
) -> list[CalendarEntryRow]:
    """Return a delegate's entries, in the order in which they came to be."""
    query = select(CalendarEntryRow).where(
        CalendarEntryRow.event_id == event_id, CalendarEntryRow.delegate_key == delegate
    )
    return list(session.scalars(query.order_by(CalendarEntryRow.id)))


def content_of(row: CalendarEntryRow | Row[Any]) -> Content:
    """Return what an entry says."""
    return Content.model_validate(row.content)


def forget_entries(session: Session, event_id: int, delegate: str) -> None:
    """Delete a delegate's entries: the next ones are those of another person."""
    session.execute(
        delete(CalendarEntryRow).where(
            CalendarEntryRow.event_id == event_id,
            CalendarEntryRow.delegate_key == delegate,
        )
    )


def renew_feeds(session: Session, event_id: int) -> None:
    """Let feeds be made anew: those made before are kept under this version."""
    session.execute(
        update(CalendarSettingRow)
        .where(CalendarSettingRow.event_id == event_id)
        .values(version=CalendarSettingRow.version + 1)
    )


def erase_from_entries(
    session: Session, event_id: int, delegate: str, name: str, instead: str
) -> None:
    """Delete an erased person's entries, and the name in those of others.

    Stamps stay: a corrected name is no reason to ring anybody.
    """
    of_event = CalendarEntryRow.event_id == event_id
    forget_entries(session, event_id, delegate)
    renew_feeds(session, event_id)
    old, new = (json.dumps(text, ensure_ascii=False)[1:-1] for text in (name, instead))
    # Feeds made before are kept under the version of the settings.
    session.execute(
        update(CalendarSettingRow)
        .where(CalendarSettingRow.event_id == event_id)
        .values(version=CalendarSettingRow.version + 1)
    )
    for row in session.scalars(select(CalendarEntryRow).where(of_event)):
        text = json.dumps(row.content, ensure_ascii=False)
        if old in text:
            row.content = json.loads(text.replace(old, new))
            row.content_hash, row.place_hash = content_of(row).hashes()


def _contents(lookup: Lookup) -> Iterator[tuple[Key, Written]]:
    contents = Contents(lookup)
    for delegate in lookup.agendas:
        yield (delegate, EVENT_ENTRY), contents.of_event(delegate)
        for meeting, told in contents.of_delegate(delegate).items():
            yield (delegate, meeting), told


def _stored(session: Session, event_id: int) -> dict[Key, Row[Any]]:
    query = select(
        CalendarEntryRow.id,
        CalendarEntryRow.delegate_key,
        CalendarEntryRow.meeting_id,
        CalendarEntryRow.uid,
        CalendarEntryRow.sequence,
        CalendarEntryRow.stamp,
        CalendarEntryRow.is_canceled,
        CalendarEntryRow.content_hash,
        CalendarEntryRow.place_hash,
    ).where(CalendarEntryRow.event_id == event_id)
    found: list[Row[Any]] = list(session.execute(query))
    return {(row.delegate_key, row.meeting_id): row for row in found}


def _later(row: Row[Any], moment: datetime) -> datetime:
    found: datetime = max(moment, row.stamp + _SECOND)
    return found


def _save(
    session: Session,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    canceled: list[dict[str, Any]],
) -> None:
    # Straight to the table: nothing of the session knows these rows.
    if new:
        session.connection().execute(insert(CalendarEntryRow), new)
    for rows in (changed, canceled):
        if rows:
            names = [name for name in rows[0] if name != "id_"]
            statement = update(CalendarEntryRow).where(
                CalendarEntryRow.id == bindparam("id_")
            )
            columns: dict[str, Any] = {name: bindparam(name) for name in names}
            session.connection().execute(statement.values(columns), rows)
