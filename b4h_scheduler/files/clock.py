"""From wall calendar and clock to moments of the event's time zone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Interval, utc
from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.text_cells import as_text
from b4h_scheduler.files.wall_times import NO_YEAR_LEAP, Wall, read_stretch, read_wall
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from b4h_scheduler.domain.times import Session
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Row, Rows


class Clock:
    """Reads dates and times of an event: its zone, and the days it takes place on."""

    def __init__(self, zone: ZoneInfo, days: tuple[date, ...] = ()) -> None:
        """Start with the event's days, if they are known yet."""
        self.zone = zone
        self.days = days

    def day(self, row: Row, key: str) -> date | None:
        """Return the date in a cell; faults are noted."""
        cell = row.get(key)
        if cell is None:
            return None
        try:
            wall = read_wall(cell)
            if wall.day is None:
                message = Sentence("a date expected, found {text!r}.", text=shown(cell))
                raise CellError(Code.INVALID_DATE, message, mark("Write 26.11.2026."))  # noqa: TRY301
            self._note_form(row, key, wall)
            return self._with_year(wall.day)
        except CellError as error:
            row.fault(Code.INVALID_DATE, key, error.message, error.cure)
            return None

    def moment(self, row: Row, key: str, day: date | None = None) -> datetime | None:
        """Return the moment in a cell: date and time, or a time on ``day``.

        None also where the event's days are unknown for faults of its sessions.
        """
        cell = row.get(key)
        if cell is None or not self.days:
            return None
        try:
            wall = read_wall(cell)
            self._note_form(row, key, wall)
            return self.resolve(wall, day)
        except CellError as error:
            row.fault(error.code, key, error.message, error.cure)
            return None

    def stretches(self, row: Row, key: str) -> tuple[Interval, ...]:
        """Return the stretches of time in a cell, separated by ``;`` or lines."""
        cell = row.get(key)
        if cell is None or not self.days:
            return ()
        parts = cell if isinstance(cell, list) else re.split(r"[;\n]", as_text(cell))
        found: list[Interval] = []
        for part in parts:
            text = " ".join(as_text(part).split())
            if not text:
                continue
            try:
                found.append(self._stretch(row, key, text))
            except CellError as error:
                row.fault(error.code, key, error.message, error.cure)
        return tuple(found)

    def _stretch(self, row: Row, key: str, text: str) -> Interval:
        first, last = read_stretch(text)
        self._note_form(row, key, first)
        start, end = self.resolve(first), self.resolve(last)
        if utc(start) >= utc(end):
            message = Sentence("{text!r} ends before it starts.", text=text)
            raise CellError(Code.END_BEFORE_START, message, mark("Correct the times."))
        return Interval(start=start, end=end)

    def resolve(self, wall: Wall, day: date | None = None) -> datetime:
        """Return the moment; ``day`` stands in for a missing date.

        Raises
        ------
        CellError
            Date or time is missing, or the clocks change then.
        """
        if wall.at is None:
            message = mark("a time is missing; only a date was found.")
            raise CellError(Code.INVALID_TIME, message, mark("Write 26.11.2026 9:40."))
        on = wall.day or day
        if on is None and len(self.days) == 1:
            on = self.days[0]
        if on is None:
            message = Sentence(
                "{moment} has no date, and the event has several days.",
                moment=f"{wall.at:%H:%M}",
            )
            cure: str = Sentence(
                "Write the date too: {text}.",
                text=f"{self.days[0]:%d.%m.%Y} {wall.at:%H:%M}",
            )
            raise CellError(Code.MISSING_DATE, message, cure)
        on = self._with_year(on)
        if wall.is_midnight_after:
            on += timedelta(days=1)
        if wall.offset is not None:
            return self._with_offset(datetime.combine(on, wall.at), wall.offset)
        try:
            return local_moment(on, wall.at, self.zone)
        except AmbiguousTimeError as error:
            first = datetime.combine(on, wall.at, self.zone)
            is_skipped = first.utcoffset() is not None and (
                utc(first).astimezone(self.zone).replace(tzinfo=None)
                != first.replace(tzinfo=None)
            )
            if is_skipped:
                cure = mark("Choose a time before or after the change of clocks.")
                code = Code.NONEXISTENT_LOCAL_TIME
            else:
                cure = Sentence(
                    "Write which one: {first} or {second}.",
                    first=first.isoformat(" ", "minutes"),
                    second=first.replace(fold=1).isoformat(" ", "minutes"),
                )
                code = Code.AMBIGUOUS_LOCAL_TIME
            raise CellError(
                code, Sentence("{error}.", error=error.args[0]), cure
            ) from None

    def _with_offset(self, local: datetime, offset: timedelta) -> datetime:
        moment = local.replace(tzinfo=timezone(offset)).astimezone(self.zone)
        if offset and moment.utcoffset() != offset:
            message = Sentence(
                "{name} has not the offset of {text}.",
                name=self.zone.key,
                text=f"{local}{_sign(offset)}",
            )
            cure = mark("Write the time of the event's zone, without an offset.")
            raise CellError(Code.INVALID_TIME, message, cure)
        return moment

    def _with_year(self, day: date) -> date:
        """Return the date in the event's year if it has none of its own."""
        if day.year > NO_YEAR_LEAP:
            return day
        for known in self.days:
            if (known.month, known.day) == (day.month, day.day):
                return known
        year = self.days[0].year if self.days else date.today().year  # noqa: DTZ011
        try:
            return day.replace(year=year)
        except ValueError:
            message = Sentence(
                "{day} does not exist in {year}.", day=f"{day:%d.%m.}", year=year
            )
            raise CellError(
                Code.INVALID_DATE, message, mark("Correct the date.")
            ) from None

    def _note_form(self, row: Row, key: str, wall: Wall) -> None:
        if wall.form is not None:
            row.rows.date_forms[key].append((wall.form, row.number, row.get(key)))


def _sign(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return (
        f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    )


def whole_days(sessions: Iterable[Session]) -> list[Interval]:
    """Return each day from its first slot to its last one, pauses among them."""
    days: dict[date, Interval] = {}
    for session in sorted(sessions, key=lambda each: utc(each.start)):
        first = days.get(session.day, session.time)
        days[session.day] = Interval(start=first.start, end=session.end)
    return list(days.values())


def note_outside(
    row: Row, key: str, stretches: Iterable[Interval], times: Sequence[Interval]
) -> None:
    """Note stretches that touch none of the times when people meet."""
    for stretch in stretches:
        if any(stretch.overlaps(time) for time in times):
            continue
        start, end = stretch.start, stretch.end
        message = Sentence(
            "{start}–{end} touches no session: no effect.",
            start=f"{start:%d.%m. %H:%M}",
            end=f"{end:%d.%m. %H:%M}",
        )
        cure = mark("Check date and time.")
        row.fault(Code.BUSY_OUTSIDE_EVENT, key, message, cure)


def check_date_forms(rows: Rows, faults: Faults) -> None:
    """Note a fault for each date written in another way than most of its column."""
    for key, dates in rows.date_forms.items():
        counts = Counter(form for form, _, _ in dates)
        if len(counts) <= 1:
            continue
        usual = counts.most_common(1)[0][0]
        for form, number, value in dates:
            if form == usual:
                continue
            message = Sentence(
                "written as {form}, while most of the column are {usual}.",
                form=form,
                usual=usual,
            )
            cure = Sentence("Write all dates of the column as {usual}.", usual=usual)
            faults.add(
                Code.MIXED_DATE_FORMATS,
                message,
                cure,
                file=rows.file,
                row=number,
                column=rows.headings.get(key, key),
                value=value,
            )
