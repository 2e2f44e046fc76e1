"""The set-up of an event changed part by part, each checked against all the rest."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from b4h_scheduler.sentence import Sentence, mark, said_by
from b4h_scheduler.store.audit import latest_change
from b4h_scheduler.store.chosen_sessions import only_among, save_choices
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.events import IN_ROWS, event_row, load_event, parts
from b4h_scheduler.store.field_faults import FieldsError, accepted
from b4h_scheduler.store.order import keep_numbers
from b4h_scheduler.store.schema_event import TableRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.uprooted import uprooted_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.field_faults import Where
    from b4h_scheduler.store.uprooted import Uprooted

MOST_NAMED = 5
_PEOPLE = IN_ROWS - {"tables", "home_places"}


def setup_version(session: Session, event_id: int) -> int:
    """Return a number that rises with every change of settings or tables."""
    return latest_change(session, event_id, "event", "meeting_table")


def checked(content: dict[str, Any]) -> Event:
    """Return an event of fields, if the domain accepts them.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    return accepted(Event, content)


def changed(event: Event, changes: dict[str, Any]) -> Event:
    """Return an event with fields changed; in another time zone clocks stay.

    Where a session goes, choices of it end: see `ended_choices`.

    Raises
    ------
    FieldsError
        With each fault at its field.
    """
    content = {name: getattr(event, name) for name in Event.model_fields} | changes
    if "sessions" in changes:
        ids = [each.get("id", "") for each in changes["sessions"]]
        content["delegates"] = only_among(event.delegates, ids)
    if "arrival_points" in changes:
        stay = {each.get("id", "") for each in changes["arrival_points"]}
        _require_used_points(event, stay)
    if content["time_zone"] != event.time_zone:
        content |= _on_other_clocks(content)
    return checked(content)


def _require_used_points(event: Event, stay: Collection[str]) -> None:
    """Refuse that a point goes where somebody arrives or leaves.

    Raises
    ------
    FieldsError
        It says who, so that their trips can be changed first.
    """
    faults: list[tuple[Where, str]] = []
    for point in event.arrival_points:
        users = [
            each.name
            for each in event.delegates
            if point.id in {each.trip.arrival_point, each.trip.departure_point}
        ]
        if point.id in stay or not users:
            continue
        told = Sentence(
            "{point} cannot go while trips name it: change the trip of {people} first",
            point=point.name,
            people=", ".join(users[:MOST_NAMED]) + ("…" * (len(users) > MOST_NAMED)),
        )
        faults.append((("arrival_points",), told))
    if faults:
        raise FieldsError(faults)


def edit_setup(
    session: Session, event_id: int, changes: dict[str, Any], *, seen: int
) -> Event:
    """Save changed fields of an event's settings, tables or home places.

    Parameters
    ----------
    changes
        Fields of `domain.event.Event` with values that it accepts.
    seen
        `setup_version` when the fields were read.

    Raises
    ------
    FieldsError
        The domain refuses them, alone or with what else is stored.
    StaleError
        Somebody changed the set-up meanwhile.
    """
    current = setup_version(session, event_id)
    if current != seen:
        raise StaleError("the set-up", seen, current)
    before = load_event(session, event_id)
    event = changed(before, changes)
    row = event_row(session, event_id)
    settings = to_json(event, without=IN_ROWS)
    if row.content != settings:
        row.content, row.name = settings, event.name
    if {"tables", "home_places"} & set(changes):
        _save_places(session, event_id, event)
    save_choices(session, event_id, before, event)
    session.flush()
    return event


def uprooted(session: Session, event_id: int, after: Event) -> list[Uprooted]:
    """Return the meetings that a new set-up leaves without slot or table.

    Of all drafts, and of the latest release.
    """
    places = set(after.place_of)
    before = settings_of(event_row(session, event_id))
    if before.slots == after.slots and _places(session, event_id) <= places:
        return []  # as nearly always: plans need not be read
    starts = {slot.id: slot.start for slot in after.slots}
    return uprooted_by(
        session,
        event_id,
        lambda meeting: _why(meeting, starts, places),
        zone=after.zone_info,
    )


def _places(session: Session, event_id: int) -> set[str]:
    return set(
        session.scalars(select(TableRow.key).where(TableRow.event_id == event_id))
    )


def _why(meeting: dict[str, Any], starts: dict[Any, datetime], places: set[Any]) -> str:
    start = starts.get(meeting["slot"])
    if start is None:
        return mark("the slot goes")
    if start != _moment(meeting["start"]):
        return Sentence("the slot moves to {moment}", moment=f"{start:%a %H:%M}")
    if meeting["table"] is not None and meeting["table"] not in places:
        return Sentence("table {table} goes", table=meeting["table"])
    return ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _save_places(session: Session, event_id: int, event: Event) -> None:
    empty: dict[str, Any] = dict.fromkeys(_PEOPLE, ())
    places = parts(event_id, event.model_copy(update=empty))
    new = {values["key"]: values for _, values in places}
    query = select(TableRow).where(TableRow.event_id == event_id)
    stored = {row.key: row for row in session.scalars(query)}
    numbers = {key: row.position for key, row in stored.items()}
    keep_numbers((values, numbers.get(key)) for key, values in new.items())
    for key in stored.keys() - new.keys():
        session.delete(stored[key])
    for key, values in new.items():
        if key not in stored:
            session.add(TableRow(**values))
            continue
        for column in ("position", "content", "is_home"):
            value = values[column]
            if getattr(stored[key], column) != value:
                setattr(stored[key], column, value)


def _on_other_clocks(content: dict[str, Any]) -> dict[str, Any]:
    """Return sessions and breaks at the same wall clocks of another time zone."""
    try:
        zone = ZoneInfo(content["time_zone"])
    except (KeyError, ValueError, OSError):
        return {}  # the domain says what is wrong
    try:
        sessions = [
            session.model_copy(update={"start": _moved(session.start, zone)})
            for session in content["sessions"]
        ]
        breaks = [
            pause.model_copy(
                update={
                    "time": pause.time.model_copy(
                        update={
                            "start": _moved(pause.time.start, zone),
                            "end": _moved(pause.time.end, zone),
                        }
                    )
                }
            )
            for pause in content["breaks"]
        ]
    except AmbiguousTimeError as error:
        raise FieldsError([(("time_zone",), said_by(error))]) from error
    return {"sessions": sessions, "breaks": breaks}


def _moved(moment: datetime, zone: ZoneInfo) -> datetime:
    return local_moment(moment.date(), moment.time(), zone)
