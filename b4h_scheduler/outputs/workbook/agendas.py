"""Everybody's agenda below each other, a page a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.workbook.list_sheet import (
    MOST_PAGE_BREAKS,
    Column,
    Kind,
    ListSheet,
)
from b4h_scheduler.outputs.workbook.order import by_name

if TYPE_CHECKING:
    from b4h_scheduler.domain.people import Companion, Delegate
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.outputs.workbook.book import Book
    from b4h_scheduler.plans import Meeting

_COLUMNS = (
    Column("Who", 34, Kind.WRAPPED),
    Column("When", 20, Kind.SLOT),
    Column("Where", 22),
    Column("Meets", 28, Kind.WRAPPED),
    Column("People", 28, Kind.WRAPPED),
    Column("Note", 20, Kind.WRAPPED),
)
_COMPANION_COLUMNS = (
    Column("Who", 21, Kind.WRAPPED),
    Column("When", 20, Kind.SLOT),
    Column("Where", 22),
    Column("First", 26, Kind.WRAPPED),
    Column("People", 24, Kind.WRAPPED),
    Column("Second", 26, Kind.WRAPPED),
    Column("People", 24, Kind.WRAPPED),
)


def write_agendas_sheets(book: Book) -> None:
    """Write one sheet; several where it would need more page breaks than it takes."""
    delegates = by_name(book.lookup.event.delegates)
    parts = [
        delegates[start : start + MOST_PAGE_BREAKS]
        for start in range(0, len(delegates), MOST_PAGE_BREAKS)
    ]
    for number, part in enumerate(parts, 1):
        name = "Agendas" if len(parts) == 1 else f"Agendas {number}"
        first, last = book.lookup.delegate_name[part[0].id], part[-1].id
        note = f"From {first} to {book.lookup.delegate_name[last]}; a page a person."
        sheet = ListSheet(book, name, note, _COLUMNS)
        for delegate in part:
            _agenda(sheet, book.lookup, delegate)
        sheet.close()


def _agenda(sheet: ListSheet, lookup: Lookup, delegate: Delegate) -> None:
    organization = lookup.organization_name[delegate.organization]
    who = f"{lookup.delegate_name[delegate.id]}, {organization}"
    appointments = lookup.agendas[delegate.id]
    if not appointments:
        sheet.row((who, None, "", "no meeting", "", ""), is_strong=True)
    for number, appointment in enumerate(appointments):
        meeting = appointment.meeting
        sheet.row(
            (
                who,
                (meeting.start, meeting.end),
                where(lookup, meeting, is_online=delegate.is_online),
                lookup.side_name(appointment.partner),
                lookup.names(appointment.partner_delegates),
                _note(lookup, appointment, delegate),
            ),
            is_strong=number == 0,
        )
    sheet.end_page()


def where(lookup: Lookup, meeting: Meeting, *, is_online: bool) -> str:
    """Return table and zone, or "online"."""
    if meeting.table is None or is_online:
        return "online"
    return lookup.where(meeting.table)


def _note(lookup: Lookup, appointment: Appointment, delegate: Delegate) -> str:
    meeting = appointment.meeting
    colleagues = [d for d in appointment.own_delegates if d != delegate.id]
    parts = []
    if colleagues:
        parts.append(f"with {lookup.names(colleagues)}")
    if meeting.companions:
        parts.append(f"joined by {lookup.companion_names(meeting)}")
    if meeting.table is not None and lookup.has_video(meeting):
        parts.append("video call")
    return "; ".join(parts)


def write_companions(book: Book) -> None:
    """Write the sheet of interpreters and coaches, if there are any."""
    lookup = book.lookup
    companions = by_name(lookup.event.companions)
    if not companions:
        return
    note = "Interpreters and coaches, and the meetings that they join."
    sheet = ListSheet(book, "Companions", note, _COMPANION_COLUMNS)
    for number, companion in enumerate(companions, 1):
        _companion(sheet, lookup, companion)
        if number < MOST_PAGE_BREAKS:
            sheet.end_page()
    sheet.close()


def _companion(sheet: ListSheet, lookup: Lookup, companion: Companion) -> None:
    name = lookup.companion_name[companion.id]
    meetings = lookup.companion_agendas[companion.id]
    if not meetings:
        row = (name, None, "", "no meeting", "", "", "")
        sheet.row(row, is_strong=True)
    for number, meeting in enumerate(meetings):
        first, second = meeting.sides
        sheet.row(
            (
                name,
                (meeting.start, meeting.end),
                where(lookup, meeting, is_online=False),
                lookup.side_name(first),
                lookup.names(meeting.delegates[0]),
                lookup.side_name(second),
                lookup.names(meeting.delegates[1]),
            ),
            is_strong=number == 0,
        )
