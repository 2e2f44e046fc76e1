"""The reminder before a meeting."""

from __future__ import annotations

from b4h_scheduler.outputs.calendars.content_lines import END, text_line

REMINDER_MIN = 10


def reminder(text: str) -> str:
    """Return a VALARM with the text that it shows."""
    return (
        f"BEGIN:VALARM{END}ACTION:DISPLAY{END}TRIGGER:-PT{REMINDER_MIN}M{END}"
        f"{text_line('DESCRIPTION', text)}END:VALARM{END}"
    )
