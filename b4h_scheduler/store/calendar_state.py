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

from b4h_scheduler.outputs.calendars.contents import Content, Contents
from b4h_scheduler.store.calendar_settings import require_setting, uid_of
from b4h_scheduler.store.json_text import JsonText
from b4h_scheduler.store.late import holders
from b4h_scheduler.store.many import write_many
from b4h_scheduler.store.schema_calendars import CalendarEntryRow, CalendarSettingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup

Key = tuple[str, str]
"""Delegate and meeting."""
_SECOND = timedelta(seconds=1)
_FEW = 500
"""Entries that are asked for one by one."""


def write_entries(
    session: Session,
    event_id: int,
    lookup: Lookup,
    moment: datetime,
    contents: Contents | None = None,
) -> None:
    """Bring all entries of an event to what a released plan says.

    Parameters
    ----------
    moment
        Of the release.
    contents : Contents, optional
        Of the plan, where some of it is written already.
    """
    key = require_setting(session, event_id).uid_key
    moment = moment.replace(microsecond=0)
    holder = holders(session, event_id)
    entries = (contents or Contents(lookup)).all()
    ids, standing = _stored(session, event_id)
    new: list[dict[str, Any]] = []
    differing: list[tuple[int, dict[str, Any]]] = []
    for (who, meeting), told in entries.items():
        if standing.get((who, meeting)) == told.content_hash:
            continue
        values: dict[str, Any] = {
            "content": JsonText(told.text),
            "content_hash": told.content_hash,
            "place_hash": told.place_hash,
            "is_canceled": False,
        }
        id_ = ids.get((who, meeting))
        if id_ is None:
            values["event_id"] = event_id
            values["delegate_key"] = who
            values["meeting_id"] = meeting
            values["uid"] = uid_of(key, meeting, holder.get(who, who))
            values["sequence"] = 0
            values["stamp"] = moment
            new.append(values)
        else:
            differing.append((id_, values))
    gone = [ids[key] for key in standing if key not in entries]
    state = _states(session, event_id, [*(id_ for id_, _ in differing), *gone])
    changed = [
        values | _raised(state[id_], moment, values["place_hash"])
        for id_, values in differing
    ]
    canceled = [{"is_canceled": True} | _raised(state[id_], moment) for id_ in gone]
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
    for row in session.scalars(select(CalendarEntryRow).where(of_event)):
        text = json.dumps(row.content, ensure_ascii=False)
        if old in text:
            row.content = json.loads(text.replace(old, new))
            row.content_hash, row.place_hash = content_of(row).hashes()


def _stored(session: Session, event_id: int) -> tuple[dict[Key, int], dict[Key, str]]:
    """Return each entry's id, and of those not canceled the hash of the content.

    They tell whether it differs; `_states` has the rest.
    """
    query = select(
        CalendarEntryRow.delegate_key,
        CalendarEntryRow.meeting_id,
        CalendarEntryRow.id,
        CalendarEntryRow.is_canceled,
        CalendarEntryRow.content_hash,
    ).where(CalendarEntryRow.event_id == event_id)
    ids: dict[Key, int] = {}
    standing: dict[Key, str] = {}
    # As rows of the table: objects of 20,000 entries would take longer.
    for who, meeting, id_, is_canceled, digest in session.connection().execute(query):
        key = who, meeting
        ids[key] = id_
        if not is_canceled:
            standing[key] = digest
    return ids, standing


def _states(session: Session, event_id: int, ids: Sequence[int]) -> dict[int, Any]:
    """Return what a change of these entries counts on from."""
    query = select(
        CalendarEntryRow.id,
        CalendarEntryRow.sequence,
        CalendarEntryRow.stamp,
        CalendarEntryRow.is_canceled,
        CalendarEntryRow.place_hash,
    )
    few = CalendarEntryRow.id.in_(ids)
    is_few = len(ids) <= _FEW
    query = query.where(few if is_few else CalendarEntryRow.event_id == event_id)
    return {row.id: row for row in session.execute(query)}


def _raised(
    row: Row[Any], moment: datetime, place_hash: str | None = None
) -> dict[str, Any]:
    """Return the next state of an entry; without a place it is canceled."""
    is_weighty = row.is_canceled or row.place_hash != place_hash
    return {
        "id_": row.id,
        "sequence": row.sequence + is_weighty,
        "stamp": max(moment, row.stamp + _SECOND),
    }


def _save(
    session: Session,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    canceled: list[dict[str, Any]],
) -> None:
    # Straight to the table: nothing of the session knows these rows.
    if new:
        write_many(session, insert(CalendarEntryRow), new)
    for rows in (changed, canceled):
        if rows:
            names = [name for name in rows[0] if name != "id_"]
            statement = update(CalendarEntryRow).where(
                CalendarEntryRow.id == bindparam("id_")
            )
            columns: dict[str, Any] = {name: bindparam(name) for name in names}
            write_many(session, statement.values(columns), rows)
