"""How large an event is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.cli.console import counted

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event


def sizes(event: Event) -> str:
    """Return what an event consists of, in numbers."""
    parts = {
        "organization": event.organizations,
        "delegate": event.delegates,
        "wish": event.wishes,
        "slot": event.slots,
        "table": event.tables,
        "home place": event.home_places,
    }
    return ", ".join(counted(len(each), noun) for noun, each in parts.items())
