"""A draft as tables: places × slots and delegates × slots, a session at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, request

from b4h_scheduler.domain.presence import present
from b4h_scheduler.finding.search import words_of
from b4h_scheduler.store.drafts import num_changed_since
from web.draft_views import read_draft
from web.languages.texts import gettext, told
from web.plan.places import place_of
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.domain.times import Session, Slot
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting

board = Blueprint("board", __name__)
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens in a slot: meetings in words, or why there is none."""

    meetings: tuple[str, ...]
    is_off: bool
    """The table is closed, or the delegate is not there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table or a delegate over a session."""

    label: str
    below: str
    cells: tuple[Cell, ...]
    delegate: str = ""
    """Whose row it is; empty: a table's."""


@board.get("/events/<int:event_id>/drafts/<int:draft_id>/tables")
def tables(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show who sits where."""
    wanted = words_of(request.args.get("q", ""))
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        session, slots = _session(view.event)
        rows = _table_rows(view.lookup, slots)
        if wanted:
            rows = [row for row in rows if _has(wanted, row)]
        return page(
            reading,
            event_id,
            "plan/board.html",
            draft=view.row,
            num_changed=num_changed_since(reading, view.row),
            by="tables",
            rows=rows,
            slots=slots,
            session=session,
            sessions=view.event.sessions,
            q=request.args.get("q", ""),
            total=len(rows),
            number=1,
            num_pages=1,
        )


@board.get("/events/<int:event_id>/drafts/<int:draft_id>/people")
def people(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show what everybody does when."""
    wanted = words_of(request.args.get("q", ""))
    number = max(request.args.get("page", 1, int), 1)
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        session, slots = _session(view.event)
        found = [
            delegate
            for delegate in view.event.delegates
            if not wanted or _is_named(wanted, view.lookup, delegate)
        ]
        found.sort(
            key=lambda d: (view.lookup.organization_name[d.organization], d.name)
        )
        shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
        return page(
            reading,
            event_id,
            "plan/board.html",
            draft=view.row,
            num_changed=num_changed_since(reading, view.row),
            by="people",
            rows=[_person_row(view.lookup, delegate, slots) for delegate in shown],
            slots=slots,
            session=session,
            sessions=view.event.sessions,
            q=request.args.get("q", ""),
            total=len(found),
            number=number,
            num_pages=-(-len(found) // PER_PAGE),
        )


@board.get("/events/<int:event_id>/drafts/<int:draft_id>/text")
def text(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show the board as headings and lists: one heading a slot, one line a meeting."""
    wanted = words_of(request.args.get("q", ""))
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        session, slots = _session(view.event)
        return page(
            reading,
            event_id,
            "plan/board_text.html",
            draft=view.row,
            num_changed=num_changed_since(reading, view.row),
            session=session,
            sessions=view.event.sessions,
            q=request.args.get("q", ""),
            parts=[(slot, _lines(view.lookup, slot, wanted)) for slot in slots],
        )


def _lines(lookup: Lookup, slot: Slot, wanted: list[str]) -> list[tuple[str, str, str]]:
    """Table, organizations and people of each meeting of a slot, in order of tables."""
    found = []
    for meeting in lookup.meetings:
        if meeting.slot != slot.id:
            continue
        table = place_of(lookup, meeting)
        (pair,) = _words(lookup, [meeting])
        who = lookup.names((*meeting.delegates[0], *meeting.delegates[1]))
        if not wanted or _begins(wanted, f"{table} {pair} {who}"):
            found.append((table, pair, who))
    return found


def _session(event: Event) -> tuple[Session, list[Slot]]:
    """Return the session asked for, else the first, with its slots."""
    asked = request.args.get("session", "")
    ordered = sorted(event.sessions, key=lambda session: session.start.timestamp())
    session = next((each for each in ordered if each.id == asked), ordered[0])
    return session, [slot for slot in event.slots if slot.session == session.id]


def _table_rows(lookup: Lookup, slots: list[Slot]) -> list[Row]:
    at: dict[tuple[str | None, str], list[Meeting]] = {}
    for meeting in lookup.meetings:
        at.setdefault((meeting.table, meeting.slot), []).append(meeting)
    rows = []
    for table, place in lookup.event.place_of.items():
        closed = [
            any(slot.time.overlaps(interval) for interval in place.closed)
            for slot in slots
        ]
        cells = [
            Cell(_words(lookup, at.get((table, slot.id), [])), is_closed)
            for slot, is_closed in zip(slots, closed, strict=True)
        ]
        rows.append(
            Row(told(lookup.place_name[table]), lookup.zone_name(table), tuple(cells))
        )
    online = [
        Cell(_words(lookup, at.get((None, s.id), [])), is_off=False) for s in slots
    ]
    if any(cell.meetings for cell in online):
        rows.append(Row(gettext("Online"), gettext("without a table"), tuple(online)))
    return rows


def _words(lookup: Lookup, meetings: list[Meeting]) -> tuple[str, ...]:
    return tuple(
        " – ".join(lookup.side_name(side) for side in meeting.sides)
        for meeting in meetings
    )


def _person_row(lookup: Lookup, delegate: Delegate, slots: list[Slot]) -> Row:
    held = {each.meeting.slot: each for each in lookup.agendas[delegate.id]}
    there = present(lookup.event, delegate)
    cells = []
    for slot in slots:
        appointment = held.get(slot.id)
        meets: tuple[str, ...] = ()
        if appointment is not None:
            place = place_of(lookup, appointment.meeting)
            meets = (f"{lookup.side_name(appointment.partner)}, {place}",)
        cells.append(Cell(meets, is_off=not there[slot.index] and not meets))
    name = lookup.organization_name[delegate.organization]
    return Row(lookup.delegate_name[delegate.id], name, tuple(cells), delegate.id)


def _is_named(wanted: list[str], lookup: Lookup, delegate: Delegate) -> bool:
    words = f"{delegate.name} {lookup.organization_name[delegate.organization]}"
    return _begins(wanted, words)


def _has(wanted: list[str], row: Row) -> bool:
    words = " ".join(
        (row.label, row.below, *(m for c in row.cells for m in c.meetings))
    )
    return _begins(wanted, words)


def _begins(wanted: list[str], text: str) -> bool:
    words = words_of(text)
    return all(any(each.startswith(word) for each in words) for word in wanted)
