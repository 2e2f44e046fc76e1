"""The whole plan at a glance: tables down, slots across, colored by priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from markupsafe import Markup

    from b4h_scheduler.domain.ids import TableId
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting

_GAP = 0.5
_BETWEEN_ZONES = 0.6


class Glance:
    """Positions of all meetings on the board, in cells.

    Parameters
    ----------
    lookup : Lookup
    with_stands : bool
        Whether home places are shown: their rows belong to somebody.

    Attributes
    ----------
    width, height : float
    """

    def __init__(self, lookup: Lookup, *, with_stands: bool) -> None:
        self._lookup = lookup
        self._x, self.width = _columns(lookup)
        self._y: dict[TableId, float] = {}
        y, zone = 0.0, None
        shown: list[Table | HomePlace] = list(lookup.event.tables)
        if with_stands:
            shown += lookup.event.home_places
        places = sorted(shown, key=lambda place: place.zone)
        for place in places:
            if zone is not None and place.zone != zone:
                y += _BETWEEN_ZONES
            zone = place.zone
            self._y[place.id] = y
            y += getattr(place, "capacity", 1)
        self.height = max(y, 1.0)
        self._taken: dict[tuple[str, TableId], int] = {}

    def cells(self) -> dict[str, str]:
        """Return path commands of the held cells by style."""
        paths: dict[str, list[str]] = {"first": [], "second": [], "third": []}
        styles = {1: "first", 2: "second", 3: "third"}
        self._taken.clear()
        for meeting in self._lookup.meetings:
            where = self._place(meeting)
            if where is not None:
                x, y = where
                paths[styles[meeting.priority]].append(f"M{x:g} {y:g}h.9v.9h-.9z")
        return {style: "".join(parts) for style, parts in paths.items() if parts}

    def _place(self, meeting: Meeting) -> tuple[float, float] | None:
        if meeting.table not in self._y or meeting.slot not in self._x:
            return None
        key = (str(meeting.slot), meeting.table)
        number = self._taken.get(key, 0)
        self._taken[key] = number + 1
        return self._x[meeting.slot], self._y[meeting.table] + number

    def open_area(self) -> str:
        """Return path commands of all cells."""
        bottom = self.height
        return "".join(f"M{x:g} 0h.9V{bottom:g}h-.9z" for x in self._x.values())


def _columns(lookup: Lookup) -> tuple[dict[str, float], float]:
    x, before = 0.0, None
    columns: dict[str, float] = {}
    for slot in lookup.event.slots:
        if before is not None and slot.session != before:
            x += _GAP
        before = slot.session
        columns[str(slot.id)] = x
        x += 1
    return columns, x


def glance(lookup: Lookup, *, with_stands: bool) -> Markup:
    """Draw all meetings at tables, a square each."""
    plan = Glance(lookup, with_stands=with_stands)
    title = "Meetings: tables down, slots across, stronger for a higher priority"
    picture = Svg(plan.width, plan.height, title, style="glance", is_stretched=True)
    picture.path(plan.open_area(), "cell free")
    for style, commands in plan.cells().items():
        picture.path(commands, f"cell {style}")
    return picture.markup()
