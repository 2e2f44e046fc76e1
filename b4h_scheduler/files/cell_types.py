"""What a cell of any file can hold, before it is understood."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

TYPE_NAMES: dict[type, str] = {
    bool: "yes or no",
    int: "a number",
    float: "a number",
    str: "text",
    date: "a date",
    time: "a time",
    datetime: "a date and time",
    list: "a list",
    dict: "a table",
}
"""In the words of messages."""

Scalar = str | int | float | bool | datetime | date | time | timedelta
Cell = Scalar | list[Scalar] | None
