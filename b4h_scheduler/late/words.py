"""What a delegate said late, in words for staff."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.late import LateKind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from b4h_scheduler.store.schema_late import LateChangeRow

WORDS = {
    LateKind.ARRIVES: mark("arrives at another time"),
    LateKind.LEAVES: mark("leaves at another time"),
    LateKind.ABSENT: mark("cannot come"),
    LateKind.BACK: mark("comes after all"),
    LateKind.INSTEAD: mark("comes instead of somebody else"),
}

_TIMES = {
    LateKind.ARRIVES: (
        mark("arrives {moment}"),
        mark("arrives {moment} (was there from {before})"),
    ),
    LateKind.LEAVES: (
        mark("leaves {moment}"),
        mark("leaves {moment} (was there until {before})"),
    ),
}
"""Without and with what was known before."""


def said(change: LateChangeRow, zone: ZoneInfo) -> str:
    """Return what was said, without the name."""
    kind, told = LateKind(change.kind), change.told
    if kind in _TIMES and told:
        template, with_before = _TIMES[kind]
        said_at, before = _when(told["said"], zone), told["before"]
        if before is None:
            return Sentence(template, moment=said_at)
        return Sentence(with_before, moment=said_at, before=_when(before, zone))
    if kind is LateKind.INSTEAD and told:
        return Sentence("comes instead of {name}", name=told["before"])
    return WORDS[kind]


def _when(text: str | None, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(text or '').astimezone(zone):%a %d %b %H:%M}"
