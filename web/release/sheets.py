"""What the sheets of a print show, out of a released plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.plain_text import one_line
from web.languages.texts import gettext, told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.plans import Meeting


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting on somebody's sheet."""

    start: datetime
    end: datetime
    what: str
    people: str
    where: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's agenda.

    Attributes
    ----------
    key : str
        Of the delegate; empty: an interpreter or coach, who has no feed.
    """

    key: str
    name: str
    organization: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A meeting in the list of a slot."""

    table: str
    zone: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class SlotList:
    """All meetings of a slot in order of tables."""

    start: datetime
    rows: tuple[SlotRow, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """The number of a table."""

    name: str
    zone: str


def agenda_sheets(
    lookup: Lookup, only: Iterable[DelegateId] | None = None
) -> list[Sheet]:
    """Return the sheets of delegates sorted by name, then companions.

    Parameters
    ----------
    only
        Delegates whose sheets are wanted; None: everybody, companions too.
    """
    wanted = None if only is None else set(only)
    sheets = [
        Sheet(
            delegate.id,
            lookup.delegate_name[delegate.id],
            lookup.organization_name[delegate.organization],
            tuple(
                _row(lookup, each, delegate.id) for each in lookup.agendas[delegate.id]
            ),
        )
        for delegate in lookup.event.delegates
        if wanted is None or delegate.id in wanted
    ]
    sheets.sort(
        key=lambda sheet: (sheet.name.casefold(), sheet.organization, sheet.key)
    )
    return sheets if wanted is not None else [*sheets, *_companions(lookup)]


def slot_lists(lookup: Lookup) -> list[SlotList]:
    """Return the meetings slot by slot."""
    found: dict[datetime, list[SlotRow]] = {}
    for meeting in lookup.meetings:
        first, second = (lookup.side_name(side) for side in meeting.sides)
        found.setdefault(lookup.local(meeting.start), []).append(
            SlotRow(*_place(lookup, meeting), first, second)
        )
    return [SlotList(start, tuple(rows)) for start, rows in found.items()]


def table_signs(lookup: Lookup) -> list[Sign]:
    """Return the numbers of all tables and home places, in the event's order."""
    return [
        Sign(told(lookup.place_name[table]), lookup.zone_name(table))
        for table in lookup.event.place_of
    ]


def _row(lookup: Lookup, each: Appointment, who: DelegateId) -> Row:
    meeting = each.meeting
    is_online = who in lookup.online or meeting.table is None
    table, zone = _place(lookup, meeting)
    return Row(
        lookup.local(meeting.start),
        lookup.local(meeting.end),
        lookup.side_name(each.partner),
        lookup.names(each.partner_delegates),
        gettext("Online") if is_online else ", ".join(filter(None, (table, zone))),
    )


def _companions(lookup: Lookup) -> list[Sheet]:
    return [
        Sheet(
            "",
            lookup.companion_name[companion.id],
            gettext("joins meetings"),
            tuple(
                Row(
                    lookup.local(meeting.start),
                    lookup.local(meeting.end),
                    " – ".join(lookup.side_name(side) for side in meeting.sides),
                    lookup.names((*meeting.delegates[0], *meeting.delegates[1])),
                    ", ".join(filter(None, _place(lookup, meeting))),
                )
                for meeting in lookup.companion_agendas[companion.id]
            ),
        )
        for companion in sorted(lookup.event.companions, key=lambda c: one_line(c.name))
    ]


def _place(lookup: Lookup, meeting: Meeting) -> tuple[str, str]:
    if meeting.table is None:
        return gettext("Online"), ""
    return told(lookup.place_name[meeting.table]), lookup.zone_name(meeting.table)
