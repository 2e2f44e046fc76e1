"""What stands below the pages of an event for everybody to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.store.logos import logos_of
from web.readings import read_settings
from web.site import site

if TYPE_CHECKING:
    from b4h_scheduler.store.schema_backing import LogoRow


@dataclass(frozen=True, slots=True)
class Backing:
    """Logos, and the lines of the funding statement."""

    logos: tuple[LogoRow, ...]
    lines: tuple[str, ...]


def backing_of(event_id: int) -> Backing:
    """Return the logos and the statement of an event, for templates."""
    with site().database.read() as reading:
        statement = read_settings(reading, event_id).funding
        return Backing(
            tuple(logos_of(reading, event_id)),
            tuple(filter(None, map(str.strip, statement.splitlines()))),
        )
