"""What a case of a fault is, and ways to break the sound event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TABLES,
    TOML,
    WISHES,
    Content,
    as_rows,
    changed_part,
    participants,
    sheet_bytes,
    wishes,
)

if TYPE_CHECKING:
    from b4h_scheduler.files.codes import FaultCode


END = TOML.count("\n")
"""Lines of event.toml."""
TWO_DAYS = (
    TOML + '\n[[sessions]]\nid = "fri"\ndate = 2026-11-27\nstart = "9:00"\nslots = 3\n'
)
ROWS: list[list[object]] = [list(row) for row in as_rows(PARTICIPANTS)]
GOOD_BOOK = sheet_bytes(participants=ROWS)
SHEETS: dict[str, list[list[Any]]] = {
    "event": [["name", "Day"], ["time_zone", "Europe/Berlin"]],
    "sessions": [["date", "start", "slots"], ["26.11.2026", "9:00", 9]],
    "arrival_points": [["id", "mode", "transfer_min"], ["STR", "plane", 20]],
    "participants": as_rows(PARTICIPANTS),
    "wishes": as_rows(WISHES),
    "tables": as_rows(TABLES),
}
FIRST_SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Case:
    """A change to the sound event and the fault it must give."""

    code: FaultCode
    name: str
    files: dict[str, Content] = field(default_factory=dict)
    place: tuple[str, int | None, str] | None = None
    """File, row and column of the fault."""
    says: str = ""
    """Part of its message or cure."""
    workbook: bytes | None = None
    """The event is this workbook instead of a folder."""

    def __str__(self) -> str:
        return f"{self.code.value}: {self.name}"


def settings_changed(old: str, new: str) -> dict[str, Content]:
    """Return event.toml with a replacement."""
    assert old in TOML
    return {"event.toml": TOML.replace(old, new)}


def setting_added(line: str) -> dict[str, Content]:
    """Return event.toml with a line before all others."""
    return {"event.toml": line + "\n" + TOML}


def first_delegate(head: str, value: str) -> dict[str, Content]:
    """Give the first delegate, in row 2, a value in a new column."""
    return {"participants.csv": participants(head=f";{head}", after=f";{value}")}


def arrival(text: str) -> dict[str, Content]:
    """Give the first delegate another arrival."""
    return {"participants.csv": PARTICIPANTS.replace("26.11.2026 8:15", text)}


def departure(text: str) -> dict[str, Content]:
    """Give the first delegate a departure."""
    head = ";departure point;departure"
    return {"participants.csv": participants(head=head, after=f";STR;{text}")}


def wish_added(*rows: str) -> dict[str, Content]:
    """Return wishes with more rows, from row 5 on."""
    return {"wishes.csv": wishes(*rows)}


def participants_book(rows: list[list[object]]) -> dict[str, Content]:
    """Return participants as a workbook."""
    return {
        "participants.csv": None,
        "participants.xlsx": sheet_bytes(participants=rows),
    }


def part_changed(old: bytes, new: bytes, name: str = FIRST_SHEET) -> dict[str, Content]:
    """Return participants as a workbook with a replacement in its XML."""
    return {
        "participants.csv": None,
        "participants.xlsx": changed_part(GOOD_BOOK, name, old, new),
    }
