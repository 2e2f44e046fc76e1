"""Faults of dates, times, sessions and breaks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    ROWS,
    TWO_DAYS,
    Case,
    arrival,
    first_delegate,
    participants_book,
    settings_changed,
)
from tests.b4h_scheduler.files.small_event import PARTICIPANTS, TOML, participants

if TYPE_CHECKING:
    from collections.abc import Iterator


_NIGHT = """\
name = "Night"
time_zone = "Europe/Berlin"
sessions = [{{date = {day}, start = "{start}", slots = 3}}]
zones = [{{id = "hall"}}]
arrival_points = [{{id = "STR", mode = "plane", transfer_min = 9}}]
"""


def time_cases() -> Iterator[Case]:
    """Yield faults of dates and times."""
    file = "participants.csv"
    plain = {file: PARTICIPANTS.replace("26.11.2026 8:15", "").replace(";STR;", ";;")}
    yield Case(
        Code.UNKNOWN_TIME_ZONE,
        "Europe/Stuttgart",
        settings_changed("Europe/Berlin", "Europe/Belin"),
        ("event.toml", 2, "time_zone"),
        "'Europe/Berlin'",
    )
    yield Case(
        Code.INVALID_DATE,
        "month before day",
        arrival("11/26/2026 8:15"),
        (file, 2, "arrival"),
        "month 26",
    )
    yield Case(
        Code.INVALID_DATE,
        "a session on the 31st of November",
        settings_changed(
            'date = 2026-11-26\nstart = "9:00"', 'date = "31.11.2026"\nstart = "9:00"'
        ),
        ("event.toml", 5, "date"),
    )
    yield Case(Code.INVALID_TIME, "soon", arrival("soon"), (file, 2, "arrival"), "9:40")
    yield Case(
        Code.INVALID_TIME,
        "the number that a spreadsheet has for a day",
        arrival("46352,34375"),
        (file, 2, "arrival"),
        "format the cells as date",
    )
    yield Case(
        Code.INVALID_TIME,
        "a date alone",
        arrival("26.11.2026"),
        (file, 2, "arrival"),
        "a time is missing",
    )
    yield Case(
        Code.INVALID_TIME,
        "25 o'clock",
        arrival("26.11.2026 25:10"),
        (file, 2, "arrival"),
        "hour 25",
    )
    yield Case(
        Code.INVALID_TIME,
        "busy in the morning",
        first_delegate("busy", "morning"),
        (file, 2, "busy"),
        "10:00-11:00",
    )
    yield Case(
        Code.MIXED_DATE_FORMATS,
        "dots and hyphens",
        {
            file: participants(
                "Vertex BV;19;NL;Ida;i@vertex.example;STR;2026-11-26 9:00",
                "Vertex BV;19;NL;Bo;b@vertex.example;STR;26.11.2026 9:00",
            )
        },
        (file, 6, "arrival"),
        "26.11.2026",
    )
    yield Case(
        Code.MIXED_DATE_FORMATS,
        "text among date cells",
        participants_book(
            [
                *[
                    [
                        *row[:6],
                        datetime(2026, 11, 26, 8, 15),  # noqa: DTZ001 - a cell has no zone
                    ]
                    if n
                    else row
                    for n, row in enumerate(ROWS[:2])
                ],
                [
                    "Vertex BV",
                    19,
                    "NL",
                    "Ida",
                    "i@vertex.example",
                    "STR",
                    datetime(2026, 11, 26, 8, 30),  # noqa: DTZ001
                ],
                [
                    "Vertex BV",
                    19,
                    "NL",
                    "Bo",
                    "b@vertex.example",
                    "STR",
                    "26.11.2026 9:00",
                ],
                *ROWS[2:],
            ]
        ),
        ("participants.xlsx", 4, "arrival"),
    )
    yield Case(
        Code.MISSING_DATE,
        "a time on a two-day event",
        {"event.toml": TWO_DAYS, **arrival("8:15")},
        (file, 2, "arrival"),
        "26.11.2026 08:15",
    )
    yield Case(
        Code.AMBIGUOUS_LOCAL_TIME,
        "2:30 in October",
        {
            "event.toml": _NIGHT.format(day="2026-10-25", start="9:00"),
            **arrival("25.10.2026 2:30"),
        },
        (file, 2, "arrival"),
        "2026-10-25 02:30+01:00",
    )
    yield Case(
        Code.NONEXISTENT_LOCAL_TIME,
        "2:30 in March",
        {"event.toml": _NIGHT.format(day="2026-03-29", start="2:30"), **plain},
        ("event.toml", 1, "start"),
        "does not exist",
    )
    yield Case(
        Code.END_BEFORE_START,
        "a session",
        settings_changed('end = "12:00"', 'end = "8:00"'),
        ("event.toml", 5, "end"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "a break",
        settings_changed('end = "13:00"', 'end = "11:00"'),
        ("event.toml", 17, "end"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "a busy time",
        first_delegate("busy", "11:00-10:00"),
        (file, 2, "busy"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "present until before from",
        {
            file: participants(
                head=";present from;present until;reason", after=";11:00;10:00;hotel"
            )
        },
        (file, 2, "present until"),
    )
    yield Case(
        Code.SESSIONS_OVERLAP,
        "the second starts early",
        settings_changed('start = "13:00"\nslots = 9', 'start = "11:40"\nslots = 1'),
        ("event.toml", 11, "start"),
    )
    yield Case(
        Code.SLOT_OVERLAPS_BREAK,
        "a long lunch",
        settings_changed('end = "13:00"', 'end = "13:10"'),
        ("event.toml", 17, "start"),
        "pm-01",
    )
    yield Case(
        Code.SESSION_WITHOUT_SLOT,
        "ten minutes",
        settings_changed('end = "12:00"', 'end = "9:10"'),
        ("event.toml", 5, "end"),
    )
    yield Case(
        Code.SESSION_REMAINDER,
        "ten minutes too many",
        settings_changed('end = "12:00"', 'end = "11:50"'),
        ("event.toml", 5, "end"),
        "10 minutes",
    )
    yield Case(
        Code.BUSY_OUTSIDE_EVENT,
        "in the evening",
        first_delegate("busy", "19:00-20:00"),
        (file, 2, "busy"),
    )
    yield Case(
        Code.INVALID_DATE,
        "a time in a column of dates",
        first_delegate("arrival date", "9:00"),
        (file, 2, "arrival date"),
        "a date expected",
    )
    for key in ("date", "start", "end"):
        lines = TOML.splitlines(keepends=True)
        place = next(n for n, text in enumerate(lines) if text.startswith(f"{key} = "))
        del lines[place]
        yield Case(
            Code.MISSING_VALUE,
            f"a session without {key}",
            {"event.toml": "".join(lines)},
            ("event.toml", 5, key),
        )
    yield Case(
        Code.MISSING_VALUE,
        "a break without end",
        settings_changed('end = "13:00"\n', ""),
        ("event.toml", 17, "end"),
    )
    day = _NIGHT.format(day="2026-11-26", start="0:00")
    yield Case(
        Code.SESSION_WITHOUT_SLOT,
        "a day of slots of five minutes",
        {"event.toml": day.replace("slots = 3", 'end = "24:00", slot_min = 5')},
        ("event.toml", 1, "end"),
        "288 slots",
    )
