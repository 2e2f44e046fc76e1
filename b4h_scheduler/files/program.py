"""Sessions and breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Interval, utc
from b4h_scheduler.domain.ids import SessionId
from b4h_scheduler.domain.times import Break, Session
from b4h_scheduler.files.clock import Clock, check_date_forms
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.text_cells import line, whole
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Row, Rows

SLOT_MIN = 20
MOST_SLOTS = 200
CHANGEOVER_MIN = 5
"""Between slots, where there are several zones."""


def read_sessions(
    rows: Rows, zone: ZoneInfo, num_zones: int, faults: Faults
) -> tuple[Session, ...]:
    """Return the sessions in order of the file."""
    clock = Clock(zone)
    changeover = CHANGEOVER_MIN if num_zones > 1 else 0
    found: list[tuple[Row, Session]] = []
    for place, row in enumerate(rows.rows(faults), start=1):
        session = _session(row, clock, place, changeover)
        if session is None:
            continue
        if any(session.id == other.id for _, other in found):
            message = Sentence("session {id!r} is defined twice.", id=session.id)
            row.fault(Code.DUPLICATE_ID, "id", message, mark("Give each its own id."))
        else:
            found.append((row, session))
    check_date_forms(rows, faults)
    _check_overlaps(found)
    return tuple(session for _, session in found)


def _session(row: Row, clock: Clock, place: int, changeover: int) -> Session | None:
    ident = row.read("id", line, f"s{place}", 60)
    day = clock.day(row, "date")
    if row.get("date") is None:
        row.fault(
            Code.MISSING_VALUE,
            "date",
            mark("the session has no date."),
            mark("Add it."),
        )
    start = None if day is None else _at(row, "start", clock, day)
    if row.get("start") is None:
        row.fault(
            Code.MISSING_VALUE,
            "start",
            mark("the session has no start."),
            mark("Add it."),
        )
    slot_min = row.read("slot_min", whole, SLOT_MIN, 5, 240)
    changeover = row.read("changeover_min", whole, changeover, 0, 240)
    if start is None or day is None or row.is_faulty:
        return None
    count = _num_slots(row, clock, day, start, slot_min, changeover)
    if count is None:
        return None
    return Session(
        id=SessionId(ident),
        name=row.read("name", line, ident) or ident,
        start=start,
        slot_min=slot_min,
        changeover_min=changeover,
        num_slots=count,
    )


def _at(row: Row, key: str, clock: Clock, day: date) -> datetime | None:
    return Clock(clock.zone, (day,)).moment(row, key)


def _num_slots(
    row: Row, clock: Clock, day: date, start: datetime, slot_min: int, changeover: int
) -> int | None:
    """Return the given number of slots, or as many as fit before the end."""
    if row.get("slots") is not None:
        return row.read("slots", whole, None, 1, MOST_SLOTS)
    end = _at(row, "end", clock, day)
    if row.get("end") is None:
        message = mark("the session has neither an end nor a number of slots.")
        row.fault(Code.MISSING_VALUE, "end", message, mark("Add `end` or `slots`."))
    if end is None:
        return None
    minutes = round((utc(end) - utc(start)).total_seconds() / 60)
    if minutes <= 0:
        message = Sentence(
            "the session ends at {end}, it starts at {start}.",
            end=f"{end:%H:%M}",
            start=f"{start:%H:%M}",
        )
        row.fault(Code.END_BEFORE_START, "end", message, mark("Correct the times."))
        return None
    count, rest = divmod(minutes + changeover, slot_min + changeover)
    if not 1 <= count <= MOST_SLOTS:
        message = Sentence(
            "{minutes} minutes hold {count} slots of {slot_min} minutes.",
            minutes=minutes,
            count=count,
            slot_min=slot_min,
        )
        row.fault(
            Code.SESSION_WITHOUT_SLOT,
            "end",
            message,
            Sentence("From 1 to {most} are possible.", most=MOST_SLOTS),
        )
        return None
    if rest:
        message = Sentence(
            "{count} slots of {slot_min} minutes leave {rest} minutes at the end: "
            "unused.",
            count=count,
            slot_min=slot_min,
            rest=rest,
        )
        cure = mark("Move the end, or change slot_min or changeover_min.")
        row.fault(Code.SESSION_REMAINDER, "end", message, cure)
    return count


def _check_overlaps(found: list[tuple[Row, Session]]) -> None:
    ordered = sorted(found, key=lambda pair: utc(pair[1].start))
    for (_, first), (row, second) in pairwise(ordered):
        if utc(first.end) > utc(second.start):
            message = Sentence(
                "session {second!r} starts at {start}, {first!r} ends at {end}.",
                second=second.id,
                start=f"{second.start:%H:%M}",
                first=first.id,
                end=f"{first.end:%H:%M}",
            )
            cure = mark("Let one end before the other starts.")
            row.fault(Code.SESSIONS_OVERLAP, "start", message, cure)


def read_breaks(
    rows: Rows, clock: Clock, sessions: tuple[Session, ...], faults: Faults
) -> tuple[Break, ...]:
    """Return the breaks; one without a date takes place on every day."""
    found: list[Break] = []
    for row in rows.rows(faults):
        name = row.required("name", line, "break")
        day = clock.day(row, "date")
        days = clock.days if row.get("date") is None else (day,)
        for each in days:
            if each is not None:
                pause = _break(row, clock, name, each)
                if pause is not None:
                    _check_slots(row, pause, sessions)
                    found.append(pause)
    check_date_forms(rows, faults)
    return tuple(found)


def _break(row: Row, clock: Clock, name: str, day: date) -> Break | None:
    moments = []
    for key in ("start", "end"):
        moment = _at(row, key, clock, day)
        if row.get(key) is None:
            message = Sentence("the break has no {key}.", key=key)
            row.fault(Code.MISSING_VALUE, key, message, mark("Add it."))
        moments.append(moment)
    start, end = moments
    if start is None or end is None:
        return None
    if utc(start) >= utc(end):
        message = Sentence(
            "the break ends at {end}, it starts at {start}.",
            end=f"{end:%H:%M}",
            start=f"{start:%H:%M}",
        )
        row.fault(Code.END_BEFORE_START, "end", message, mark("Correct the times."))
        return None
    return Break(name=name, time=Interval(start=start, end=end))


def _check_slots(row: Row, pause: Break, sessions: tuple[Session, ...]) -> None:
    for session in sessions:
        hit = [slot for slot in session.slots(0) if slot.time.overlaps(pause.time)]
        if hit:
            first = hit[0]
            message = Sentence(
                "slot {id!r} ({start}–{end}) overlaps the break {name!r} ({pause}).",
                id=first.id,
                start=f"{first.start:%H:%M}",
                end=f"{first.end:%H:%M}",
                name=pause.name,
                pause=f"{pause.time.start:%H:%M}–{pause.time.end:%H:%M}",
            )
            cure = Sentence(
                "Let session {id!r} end before the break, or split it.", id=session.id
            )
            row.fault(Code.SLOT_OVERLAPS_BREAK, "start", message, cure)
