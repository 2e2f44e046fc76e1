"""The board of small events, as tables; a picture stands for large ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import SlotId, TableId
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.plans import Meeting

MOST_CELLS = 3000
GONE = "Not there any more"


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting in a cell."""

    first: str
    second: str
    priority: int
    marks: str
    tip: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A table in a slot: meetings (a stand may hold several), or closed."""

    held: tuple[Held, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A table over a session."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """Tables that stand together."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One session of the board."""

    title: str
    times: tuple[str, ...]
    zones: tuple[Zone, ...]


def board(context: Context) -> tuple[Sheet, ...]:
    """Return the sessions; nothing where it would be too large or names names."""
    lookup = context.lookup
    places = lookup.event.place_of
    num_cells = (len(places) + 1) * len(lookup.event.slots)
    if context.is_public or num_cells > MOST_CELLS:
        return ()
    at: dict[tuple[TableId | None, SlotId], list[Meeting]] = {}
    for meeting in lookup.meetings:
        at.setdefault((meeting.table, meeting.slot), []).append(meeting)
    names = {session.id: one_line(session.name) for session in lookup.event.sessions}
    return tuple(
        _sheet(lookup, names[session], tuple(slots), at)
        for session, slots in groupby(lookup.event.slots, lambda slot: slot.session)
    )


def _sheet(
    lookup: Lookup,
    name: str,
    slots: tuple[Slot, ...],
    at: dict[tuple[TableId | None, SlotId], list[Meeting]],
) -> Sheet:
    start = slots[0].start
    zones = []
    for zone in lookup.event.zones:
        lines = tuple(
            Line(
                lookup.place_name[table],
                tuple(_cell(lookup, place, slot, at) for slot in slots),
            )
            for table, place in lookup.event.place_of.items()
            if place.zone == zone.id
        )
        if lines:
            zones.append(Zone(one_line(zone.name), lines))
    known = {None, *lookup.event.place_of}
    gone = dict.fromkeys(table for table, _ in at if table not in known)
    if gone:
        zones.append(Zone(GONE, tuple(_gone(lookup, t, slots, at) for t in gone)))
    online = tuple(_cell(lookup, None, slot, at) for slot in slots)
    if any(cell.held for cell in online):
        zones.append(Zone("Online", (Line("Without a table", online),)))
    return Sheet(
        title=f"{name}, {start:%A} {start.day} {start:%B}",
        times=tuple(clock(slot.start) for slot in slots),
        zones=tuple(zones),
    )


def _gone(
    lookup: Lookup,
    table: TableId | None,
    slots: tuple[Slot, ...],
    at: dict[tuple[TableId | None, SlotId], list[Meeting]],
) -> Line:
    """Return a table that past meetings had and that is not there any more."""
    found = [tuple(_held(lookup, m) for m in at.get((table, s.id), ())) for s in slots]
    label = lookup.place_name[table] if table else ""
    return Line(label, tuple(Cell(held, is_closed=False) for held in found))


def _cell(
    lookup: Lookup,
    place: Table | HomePlace | None,
    slot: Slot,
    at: dict[tuple[TableId | None, SlotId], list[Meeting]],
) -> Cell:
    table = None if place is None else place.id
    closed = () if place is None else place.closed
    return Cell(
        held=tuple(_held(lookup, m) for m in at.get((table, slot.id), ())),
        is_closed=any(slot.time.overlaps(interval) for interval in closed),
    )


def _held(lookup: Lookup, meeting: Meeting) -> Held:
    first, second = (lookup.side_name(side) for side in meeting.sides)
    people = " · ".join(lookup.names(side) for side in meeting.delegates)
    marks = {
        "promised": meeting.is_promised,
        "fixed": meeting.is_pinned,
        "mutual": meeting.is_mutual,
        "video call": meeting.table is not None and lookup.has_video(meeting),
    }
    named = ", ".join(mark for mark, holds in marks.items() if holds)
    return Held(
        first=first,
        second=second,
        priority=meeting.priority,
        marks=named,
        tip=f"{people}; priority {meeting.priority}" + (f"; {named}" if named else ""),
    )
