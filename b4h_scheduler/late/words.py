"""What a delegate said late, in words for staff."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from b4h_scheduler.store.late import LateKind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from b4h_scheduler.store.schema_late import LateChangeRow

WORDS = {
    LateKind.ARRIVES: "arrives at another time",
    LateKind.LEAVES: "leaves at another time",
    LateKind.ABSENT: "cannot come",
    LateKind.BACK: "comes after all",
    LateKind.INSTEAD: "comes instead of somebody else",
}


def said(change: LateChangeRow, zone: ZoneInfo) -> str:
    """Return what was said, without the name."""
    kind, told = LateKind(change.kind), change.told
    if kind is LateKind.ARRIVES and told:
        return f"arrives {_when(told['said'], zone)}{_before(told, zone, 'there from')}"
    if kind is LateKind.LEAVES and told:
        return f"leaves {_when(told['said'], zone)}{_before(told, zone, 'there until')}"
    if kind is LateKind.INSTEAD and told:
        return f"comes instead of {told['before']}"
    return WORDS[kind]


def _before(told: dict[str, str | None], zone: ZoneInfo, what: str) -> str:
    before = told["before"]
    return "" if before is None else f" (was {what} {_when(before, zone)})"


def _when(text: str | None, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(text or '').astimezone(zone):%a %d %b %H:%M}"
