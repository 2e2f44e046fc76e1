"""What a cell of any file can hold, before it is understood."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from b4h_scheduler.sentence import mark

TYPE_NAMES: dict[type, str] = {
    bool: mark("yes or no"),
    int: mark("a number"),
    float: mark("a number"),
    str: mark("text"),
    date: mark("a date"),
    time: mark("a time"),
    datetime: mark("a date and time"),
    list: mark("a list"),
    dict: mark("a TOML table"),
}
"""In the words of messages."""

Scalar = str | int | float | bool | datetime | date | time | timedelta
Cell = Scalar | list[Scalar] | None
