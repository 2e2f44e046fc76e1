"""What the sheets of a print show, out of a released plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from b4h_scheduler.domain.base import utc
from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line
from web.languages.texts import gettext, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from b4h_scheduler.domain.ids import DelegateId, TableId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.plans import Meeting
    from web.feeds.floor import Seat

PER_COLUMN = 36
"""Seats below each other on a page, some of them in two lines."""


class Row(NamedTuple):
    """One meeting on somebody's sheet, its times on the event's clocks.

    A tuple: an event of 1,000 delegates has 18,000 of them.
    """

    day: date
    begins: str
    ends: str
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

    @property
    def days(self) -> list[tuple[date, list[Row]]]:
        """The rows day by day."""
        return [(day, list(rows)) for day, rows in groupby(self.rows, lambda r: r.day)]


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
    words = _Words(lookup)
    sheets = [
        Sheet(
            delegate.id,
            lookup.delegate_name[delegate.id],
            lookup.organization_name[delegate.organization],
            tuple(
                _row(lookup, words, each, delegate.id)
                for each in lookup.agendas[delegate.id]
            ),
        )
        for delegate in lookup.event.delegates
        if wanted is None or delegate.id in wanted
    ]
    sheets.sort(
        key=lambda sheet: (sheet.name.casefold(), sheet.organization, sheet.key)
    )
    return sheets if wanted is not None else [*sheets, *_companions(lookup, words)]


def slot_lists(lookup: Lookup) -> list[SlotList]:
    """Return the meetings slot by slot."""
    found: dict[datetime, list[SlotRow]] = {}
    place = _Words(lookup).place
    for meeting in lookup.meetings:
        first, second = (lookup.side_name(side) for side in meeting.sides)
        # In UTC: on the event's clocks 02:10 equals the 02:10 an hour later.
        found.setdefault(utc(meeting.start), []).append(
            SlotRow(*place(meeting.table), first, second)
        )
    return [SlotList(lookup.local(start), tuple(rows)) for start, rows in found.items()]


def table_signs(lookup: Lookup) -> list[Sign]:
    """Return the numbers of all tables and home places, in the event's order."""
    return [
        Sign(told(lookup.place_name[table]), lookup.zone_name(table))
        for table in lookup.event.place_of
    ]


def side_by_side(seats: Sequence[Seat]) -> list[list[tuple[Seat, Seat | None]]]:
    """Return seats in two columns, page by page: down the left one, then the right.

    As rows of one table: columns of CSS took the maker of PDFs five times as long.
    """
    pages = []
    for first in range(0, len(seats), 2 * PER_COLUMN):
        page = seats[first : first + 2 * PER_COLUMN]
        half = (len(page) + 1) // 2
        pages.append(list(zip_longest(page[:half], page[half:])))
    return pages


def _row(lookup: Lookup, words: _Words, each: Appointment, who: DelegateId) -> Row:
    table = None if who in lookup.online else each.meeting.table
    return _row_of(
        words,
        each.meeting,
        lookup.side_name(each.partner),
        lookup.names(each.partner_delegates),
        table,
    )


def _row_of(
    words: _Words, meeting: Meeting, what: str, people: str, table: TableId | None
) -> Row:
    place = ", ".join(filter(None, words.place(table)))
    return Row(*words.hours(meeting.start, meeting.end), what, people, place)


def _companions(lookup: Lookup, words: _Words) -> list[Sheet]:
    return [
        Sheet(
            "",
            lookup.companion_name[companion.id],
            gettext("joins meetings"),
            tuple(
                _row_of(
                    words,
                    meeting,
                    " – ".join(lookup.side_name(side) for side in meeting.sides),
                    lookup.names((*meeting.delegates[0], *meeting.delegates[1])),
                    meeting.table,
                )
                for meeting in lookup.companion_agendas[companion.id]
            ),
        )
        for companion in sorted(lookup.event.companions, key=lambda c: one_line(c.name))
    ]


class _Words:
    """What many rows say alike, in the page's language, each made once."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._places: dict[TableId | None, tuple[str, str]] = {}
        self._hours: dict[tuple[object, ...], tuple[date, str, str]] = {}

    def place(self, table: TableId | None) -> tuple[str, str]:
        """Return how a table and its zone are called."""
        found = self._places.get(table)
        if found is None:
            found = gettext("Online"), ""
            if table is not None:
                name = told(self._lookup.place_name[table])
                found = name, self._lookup.zone_name(table)
            self._places[table] = found
        return found

    def hours(self, start: datetime, end: datetime) -> tuple[date, str, str]:
        """Return the day on the event's clocks, and what they show."""
        # 02:10 equals the 02:10 an hour later.
        key = start, start.fold, end, end.fold
        found = self._hours.get(key)
        if found is None:
            first, last = self._lookup.local(start), self._lookup.local(end)
            found = self._hours[key] = first.date(), clock(first), clock(last)
        return found
