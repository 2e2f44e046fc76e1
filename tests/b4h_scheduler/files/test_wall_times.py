"""Dates and times as people write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.wall_times import DateForm, Wall, read_stretch, read_wall

DAY = date(2026, 11, 26)
AT = time(9, 40)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("26.11.2026", DateForm.DOTTED),
        ("26. 11. 2026", DateForm.DOTTED),
        ("26.11.26", DateForm.DOTTED),
        ("Thu 26.11.2026", DateForm.DOTTED),
        ("Donnerstag, 26.11.2026", DateForm.DOTTED),
        ("26/11/2026", DateForm.SLASHED),
        ("26/11/26", DateForm.SLASHED),
        ("26-11-2026", DateForm.DASHED),
        ("2026-11-26", DateForm.ISO),
    ],
)
def test_date_is_read_day_first(text: str, form: DateForm) -> None:
    """European order, and the form is known, so that a column can keep to one."""
    assert read_wall(text) == Wall(DAY, form=form)


@pytest.mark.parametrize(
    "text",
    ["9:40", "09:40", "09.40", "9h40", "9 h 40", "9:40 Uhr", "9:40:00", "9:40 am"],
)
def test_time_is_read_as_written_in_many_countries(text: str) -> None:
    """Colon, point and h separate hours and minutes."""
    assert read_wall(text) == Wall(at=AT)


@pytest.mark.parametrize(
    "text",
    [
        "26.11.2026 9:40",
        "26.11.2026, 09:40 Uhr",
        "26.11.2026 um 9.40 Uhr",
        "26/11/2026 à 9h40",
        "2026-11-26T09:40:00",
        "2026-11-26 09:40",
        "Do. 26.11.2026 9:40",
    ],
)
def test_date_and_time_are_read_together(text: str) -> None:
    """Whatever stands between."""
    wall = read_wall(text)
    assert (wall.day, wall.at) == (DAY, AT)


@pytest.mark.parametrize(
    ("cell", "wall"),
    [
        (datetime(2026, 11, 26, 9, 40), Wall(DAY, AT, form=DateForm.CELL)),  # noqa: DTZ001
        (DAY, Wall(DAY, form=DateForm.CELL)),
        (AT, Wall(at=AT)),
        (datetime(1899, 12, 31, 9, 40), Wall(at=AT)),  # noqa: DTZ001
        (timedelta(hours=9, minutes=40), Wall(at=AT)),
        (46352, Wall(DAY, form=DateForm.CELL)),
        (46352.40277778, Wall(DAY, AT, form=DateForm.CELL)),
        (0.40277778, Wall(at=AT)),
    ],
)
def test_cells_of_spreadsheets_are_dates_and_times(cell: object, wall: Wall) -> None:
    """As dates, times, durations, or bare day numbers."""
    assert read_wall(cell) == wall


def test_offset_from_utc_is_kept() -> None:
    """It tells which of two equal wall-clock times is meant."""
    assert read_wall("2026-10-25 02:30+01:00").offset == HOUR
    assert read_wall("2026-10-25 02:30 Z").offset == timedelta(0)


def test_midnight_is_the_end_of_a_day() -> None:
    """24:00 is 0:00 of the day after."""
    assert read_wall("26.11.2026 24:00").is_midnight_after
    assert not read_wall("26.11.2026 0:00").is_midnight_after


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "soon",
        "9",
        "940",
        "26.11",
        "9:5",
        "10:00-11:00",
        True,
        -3,
        9.4,
        1e9,
        "1.2.3.4",
    ],
)
def test_what_is_no_time_is_refused(cell: object) -> None:
    """Nothing is guessed."""
    with pytest.raises(CellError, match=r"expected|not a"):
        read_wall(cell)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31.11.2026", "day 31, month 11"),
        ("11/26/2026", "day 11, month 26"),
        ("29.2.2027", "day 29, month 2"),
        ("24:01", "hour 24, minute 1"),
        ("9:60", "hour 9, minute 60"),
    ],
)
def test_what_does_not_exist_is_refused(text: str, says: str) -> None:
    """The message tells how it was understood."""
    with pytest.raises(CellError, match=says):
        read_wall(text)


@pytest.mark.parametrize(
    "text",
    [
        "10:00-11:00",
        "10:00 – 11:00",
        "10.00 bis 11.00",
        "10h00 à 11h00",
        "10:00 to 11:00",
    ],
)
def test_stretch_has_a_start_and_an_end(text: str) -> None:
    """A dash or a word stands between."""
    assert read_stretch(text) == (Wall(at=time(10)), Wall(at=time(11)))


def test_stretch_takes_the_date_of_its_start() -> None:
    """The end's own date is needed only on another day."""
    start, end = read_stretch("26.11. 14:00-15:00")
    assert start.day == end.day == date(1, 11, 26)
    start, end = read_stretch("2026-11-26 22:00 - 2026-11-27 01:00")
    assert (start.day, end.day) == (DAY, date(2026, 11, 27))


def test_dash_before_an_end_is_no_offset() -> None:
    """11:00 is when it ends, not eleven hours west of Greenwich."""
    start, end = read_stretch("2026-11-26 10:00-11:00")
    assert (start.offset, end.at) == (None, time(11))


def test_stretch_with_offsets_is_read() -> None:
    """As `write_event` writes hours that occur twice."""
    start, end = read_stretch("2026-10-25 02:15+01:00 - 2026-10-25 02:45+01:00")
    assert (start.offset, end.offset) == (HOUR, HOUR)


def test_offsets_need_no_space_before_the_end() -> None:
    """A plus begins no end; the end's own offset and day may be there or not."""
    start, end = read_stretch("2026-10-25 02:15+02:00-02:45+01:00")
    assert (start.offset, end.offset) == (2 * HOUR, HOUR)
    start, end = read_stretch("25.10. 02:15+02:00-03:00")
    assert (start.at, start.offset, end.at) == (time(2, 15), 2 * HOUR, time(3))


def test_date_alone_is_the_whole_day() -> None:
    """Away on the 26th."""
    start, end = read_stretch("26.11.2026")
    assert (start.at, end.at, end.is_midnight_after) == (time(0), time(0), True)
