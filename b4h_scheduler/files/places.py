"""Zones, walking times, tables, arrival points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.ids import ArrivalPointId, TableId, ZoneId
from b4h_scheduler.domain.places import (
    ArrivalPoint,
    HomePlace,
    HomeUse,
    Table,
    TravelMode,
    WalkingTime,
    Zone,
)
from b4h_scheduler.files import choices
from b4h_scheduler.files.clock import check_date_forms, note_outside, whole_days
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.text_cells import line, lookup_key, whole, words, yes_no
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.ids import OrganizationId
    from b4h_scheduler.domain.times import Session
    from b4h_scheduler.files.clock import Clock
    from b4h_scheduler.files.directory import Directory
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.known import Known
    from b4h_scheduler.files.rows import Row, Rows

DAY_MIN = 24 * 60
ONLY_ZONE = "main"
"""The zone of tables where none is named anywhere."""


def read_zones(
    rows: Rows | None, places: Iterable[Rows | None], faults: Faults
) -> tuple[Zone, ...]:
    """Return the zones; where none are listed, those that tables name."""
    if rows is None or not len(rows):
        named = dict.fromkeys(
            row.read("zone", line, "") or ONLY_ZONE
            for table in places
            if table is not None
            # Faults of these cells are noted when the tables are read.
            for row in table.rows(type(faults)())
        )
        return tuple(Zone(id=ZoneId(name), name=name) for name in named)
    found: dict[str, Zone] = {}
    for row in rows.rows(faults):
        ident = row.required("id", line, "", 60)
        if ident in found:
            message = Sentence("zone {ident!r} is defined twice.", ident=ident)
            row.fault(Code.DUPLICATE_ID, "id", message, mark("Give each its own id."))
        elif ident:
            name = row.read("name", line, ident)
            found[ident] = Zone(id=ZoneId(ident), name=name)
    return tuple(found.values())


def _zone_id(
    row: Row, key: str, zones: Known[Zone], *, only_one_will_do: bool = True
) -> ZoneId | None:
    """Return the zone a cell names by id or name; the only one if it is empty."""
    text = row.read(key, line, "")
    if not text:
        if only_one_will_do and len(zones.items) == 1:
            return zones.items[0].id
        if not zones.is_complete:
            row.is_faulty = True
            return None
        known = ", ".join(repr(zone.id) for zone in zones.items)
        row.fault(
            Code.MISSING_VALUE,
            key,
            mark("no zone is given."),
            Sentence("Known: {names}.", names=known),
        )
        return None
    wanted = lookup_key(text)
    for zone in zones.items:
        if wanted in {lookup_key(zone.id), lookup_key(zone.name)}:
            return zone.id
    if not zones.is_complete:
        row.is_faulty = True
        return None
    message = Sentence("there is no zone {text!r}.", text=text)
    cure = did_you_mean(text, [zone.id for zone in zones.items])
    row.fault(Code.UNKNOWN_ZONE, key, message, cure)
    return None


def read_walking(
    rows: Rows, zones: Known[Zone], faults: Faults
) -> tuple[WalkingTime, ...]:
    """Return the walking times."""
    found: dict[frozenset[ZoneId], WalkingTime] = {}
    for row in rows.rows(faults):
        first = _zone_id(row, "from", zones, only_one_will_do=False)
        second = _zone_id(row, "to", zones, only_one_will_do=False)
        minutes = row.required("minutes", whole, 0, 0, DAY_MIN)
        if first is None or second is None:
            continue
        pair = frozenset((first, second))
        if pair in found:
            message = Sentence(
                "a second walking time between {first!r} and {second!r}.",
                first=first,
                second=second,
            )
            cure = mark("Keep one: it holds both ways.")
            row.fault(Code.WALKING_TIME_TWICE, "minutes", message, cure)
        else:
            found[pair] = WalkingTime(zones=(first, second), minutes=minutes)
    return tuple(found.values())


def read_tables(
    lists: Iterable[Rows | None],
    zones: Known[Zone],
    clock: Clock,
    sessions: Known[Session],
    directory: Directory,
    faults: Faults,
) -> tuple[tuple[Table, ...], tuple[HomePlace, ...]]:
    """Return the tables of the common pool, and the home places."""
    tables: list[Table] = []
    homes: list[HomePlace] = []
    seen: dict[str, str] = {}
    for rows in lists:
        if rows is None:
            continue
        for row in rows.rows(faults):
            for place in _places(row, zones, clock, sessions, directory):
                key = place.id.casefold()
                if key in seen:
                    message = Sentence(
                        "table {id!r} is defined twice, first in {place}.",
                        id=place.id,
                        place=seen[key],
                    )
                    cure = mark("Give each table its own id.")
                    row.fault(Code.TABLE_DEFINED_TWICE, "id", message, cure)
                    continue
                seen[key] = row.source
                if isinstance(place, Table):
                    tables.append(place)
                else:
                    homes.append(place)
        check_date_forms(rows, faults)
    return tuple(tables), tuple(homes)


def _places(
    row: Row,
    zones: Known[Zone],
    clock: Clock,
    sessions: Known[Session],
    directory: Directory,
) -> list[Table | HomePlace]:
    """Return the table or tables, or the home place, of one row."""
    count = row.read("count", whole, 0, 1, 5000)
    ident = row.read("id", line, "", 60)
    if not ident and not count:
        row.required("id", line, "")
    zone = _zone_id(row, "zone", zones)
    seats = row.read("seats", whole, 4, 2, 50)
    capacity = row.read("capacity", whole, 1, 1, 50)
    position = row.read("position", line, "")
    features = frozenset(row.read("features", words, ()))
    closed = clock.stretches(row, "closed")
    if sessions.is_complete:
        note_outside(row, "closed", closed, whole_days(sessions.items))
    is_home = row.get("home_of") is not None or row.rows.form.name == "home_places"
    use = row.read("use", choices.use, HomeUse.PREFERRED)
    is_open = row.read("open_to_others", yes_no, default=False)
    owners = _owners(row, directory) if is_home else ()
    if not is_home:
        _note_home_columns(row)
    if zone is None or row.is_faulty or (is_home and not owners):
        return []
    idents = [f"{ident}{n}" for n in range(1, count + 1)] if count else [ident]
    if is_home:
        return [
            HomePlace(
                id=TableId(each), zone=zone, organizations=owners, capacity=capacity,
                use=use, is_open_to_others=is_open, position=position, seats=seats,
                features=features, closed=closed,
            )
            for each in idents
        ]  # fmt: skip
    return [
        Table(
            id=TableId(each), zone=zone, position=position, seats=seats,
            features=features, closed=closed,
        )
        for each in idents
    ]  # fmt: skip


def _note_home_columns(row: Row) -> None:
    filled = [
        k for k in ("capacity", "use", "open_to_others") if row.get(k) is not None
    ]
    if filled:
        message = Sentence(
            "{name} is for home places only: not read.",
            name=row.heading(filled[0]),
        )
        cure = mark("Fill home_of, or empty the cell.")
        row.fault(Code.HOME_COLUMNS_ALONE, filled[0], message, cure)


def _owners(row: Row, directory: Directory) -> tuple[OrganizationId, ...]:
    """Return the organizations of a home place."""
    names = row.required("home_of", words, ())
    found: dict[OrganizationId, None] = {}
    for name in names:
        side = directory.find(row, "home_of", name, unknown=Code.HOME_OF_UNKNOWN)
        if side is not None:
            found[side.organization] = None
    return tuple(found)


def read_arrival_points(rows: Rows, faults: Faults) -> tuple[ArrivalPoint, ...]:
    """Return the arrival points."""
    found: dict[str, ArrivalPoint] = {}
    for row in rows.rows(faults):
        ident = row.required("id", line, "", 60)
        mode = row.required("mode", choices.mode, TravelMode.OTHER)
        transfer = row.required("transfer_min", whole, 0, 0, DAY_MIN)
        minutes = {
            key: row.read(key, whole, None, 0, DAY_MIN)
            for key in ("exit_min", "buffer_min", "be_there_min", "late_min")
        }
        check_in = row.read("check_in_min", whole, None, 0, DAY_MIN)
        if ident in found:
            message = Sentence("arrival point {ident!r} is defined twice.", ident=ident)
            row.fault(Code.DUPLICATE_ID, "id", message, mark("Give each its own id."))
        if row.is_faulty or ident in found:
            continue
        point = ArrivalPoint(
            id=ArrivalPointId(ident),
            name=row.read("name", line, ident),
            mode=mode,
            transfer_min=transfer,
            **minutes,
        )
        if check_in is not None:
            point = point.model_copy(update={"check_in_min": check_in})
        found[ident] = point
    return tuple(found.values())
