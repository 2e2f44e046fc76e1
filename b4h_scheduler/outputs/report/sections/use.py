"""How slots and tables are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.report.pictures.slot_use import slot_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.planning.figures import SlotFigures


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """A zone's tables over the event."""

    name: str
    tables: int
    meetings: int
    share: float
    share_text: str


@dataclass(frozen=True, slots=True)
class Use:
    """The section's content."""

    picture: Markup
    sentences: tuple[str, ...]
    zones: tuple[ZoneUse, ...]
    has_stands: bool
    has_online: bool


def use(context: Context) -> Use:
    """Return the section on slots and tables."""
    rows = context.figures.slots
    if context.is_public:
        # Stands and online meetings may belong to very few.
        tables_only = {"home_used": 0, "online": 0}
        rows = tuple(row.model_copy(update=tables_only) for row in rows)
    return Use(
        picture=slot_use(context.lookup.event.slots, rows),
        sentences=tuple(_sentences(context)),
        zones=() if context.is_public else tuple(_zones(context)),
        has_stands=any(row.home_used for row in rows),
        has_online=any(row.online for row in rows),
    )


def _sentences(context: Context) -> Iterator[str]:
    rows = [row for row in context.figures.slots if row.tables_open]
    if not rows:
        return
    fullest = max(rows, key=_filled)
    emptiest = min(rows, key=_filled)
    yield (
        f"The fullest slot is {_when(context, fullest)}: {fullest.tables_used:,} of "
        f"{fullest.tables_open:,} tables in use. The emptiest is "
        f"{_when(context, emptiest)}, with {emptiest.tables_used:,} of "
        f"{emptiest.tables_open:,}."
    )
    used = sum(row.tables_used for row in rows)
    opened = sum(row.tables_open for row in rows)
    yield f"Over all slots, {percent(used / opened)} of the tables are in use."


def _filled(row: SlotFigures) -> float:
    return row.tables_used / row.tables_open


def _when(context: Context, row: SlotFigures) -> str:
    start = context.lookup.slot_of[row.slot].start
    return f"{start:%A} {clock(start)}"


def _zones(context: Context) -> Iterator[ZoneUse]:
    for zone in context.lookup.event.zones:
        rows = [row for row in context.figures.tables if row.zone == zone.id]
        opened = sum(row.open_slots for row in rows)
        if not opened:
            continue
        meetings = sum(row.meetings for row in rows)
        yield ZoneUse(
            name=one_line(zone.name),
            tables=len(rows),
            meetings=meetings,
            share=100 * meetings / opened,
            share_text=percent(meetings / opened),
        )
