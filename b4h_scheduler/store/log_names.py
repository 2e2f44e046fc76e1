"""Whom an entry of the log is about, by name: what it keeps are keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_desk import BookingRow, CheckInRow
from b4h_scheduler.store.schema_edits import ObjectionRow
from b4h_scheduler.store.schema_event import (
    DelegateRow,
    OrganizationRow,
    VetoRow,
    WishRow,
)
from b4h_scheduler.store.schema_late import LateChangeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

_KINDS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    WishRow.__tablename__: (
        WishRow,
        (
            *(f"wisher_{each}" for each in ("organization", "unit", "delegate")),
            *(f"wished_{each}" for each in ("organization", "unit", "delegate")),
        ),
    ),
    VetoRow.__tablename__: (VetoRow, ("content",)),
    BookingRow.__tablename__: (BookingRow, ("first_key", "second_key")),
    **{
        kind.__tablename__: (kind, ("delegate_key",))
        for kind in (CheckInRow, LateChangeRow, ObjectionRow)
    },
}
"""Tables whose rows name others by their keys, and in which columns."""


@dataclass(frozen=True, slots=True)
class Named:
    """One side: the key of its organization, of a unit or delegate if it names one."""

    organization: str = ""
    unit: str = ""
    delegate: str = ""


def named_in(
    reading: Session, event_id: int, entries: Sequence[AuditRow]
) -> dict[int, tuple[str, ...]]:
    """Return the names that entries are about, by the id of the entry.

    Of a wish first who wishes, then who is wished for. Who was removed since is called
    as the log called it then; where nothing is known of a name, its key stands there.
    """
    sides = _sides(reading, event_id, entries)
    wanted = {side for pair in sides.values() for side in pair}
    people = _people(reading, event_id, wanted)
    organizations = _organizations(
        reading,
        event_id,
        {side.organization for side in wanted} | {of for _, of in people.values()},
    )
    return {
        number: tuple(_words(side, people, organizations) for side in pair)
        for number, pair in sides.items()
    }


def _sides(
    reading: Session, event_id: int, entries: Sequence[AuditRow]
) -> dict[int, tuple[Named, ...]]:
    """Return whom each entry is about; what it does not tell itself, its row does."""
    ours = [entry for entry in entries if entry.kind in _KINDS]
    found = {entry.id: _told(entry) for entry in ours}
    lacking = [entry for entry in ours if not found[entry.id]]
    found |= _logged(reading, event_id, lacking)
    rest = [entry for entry in lacking if not found[entry.id]]
    stored = _stored(reading, event_id, {entry.subject for entry in rest})
    found |= {entry.id: stored.get(entry.subject, {}) for entry in rest}
    return {
        each.id: _pair(each.kind, found[each.id]) for each in ours if found[each.id]
    }


def _told(entry: AuditRow) -> dict[str, Any]:
    """Return the columns with keys, if the entry has them all and none is erased."""
    _, columns = _KINDS[entry.kind]
    content = entry.after or entry.before or {}
    if any(
        column not in content or content[column] == "(erased)" for column in columns
    ):
        return {}
    return {column: content[column] for column in columns}


def _stored(
    reading: Session, event_id: int, subjects: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Return the columns of rows that are still there."""
    found: dict[str, dict[str, Any]] = {}
    numbers: dict[str, list[int]] = {}
    for subject in subjects:
        kind, _, number = subject.partition(" ")
        if number.isdigit():
            numbers.setdefault(kind, []).append(int(number))
    for kind, ids in numbers.items():
        table, columns = _KINDS[kind]
        query = select(table).where(table.event_id == event_id, table.id.in_(ids))
        for row in reading.scalars(query):
            content = {column: getattr(row, column) for column in columns}
            found[f"{kind} {row.id}"] = content
    return found


def _logged(
    reading: Session, event_id: int, entries: Sequence[AuditRow]
) -> dict[int, dict[str, Any]]:
    """Return the columns as the rows were made, or else removed.

    A number may be given again after its row is gone: the nearest entry counts.
    """
    if not entries:
        return {}
    query = select(AuditRow).where(
        AuditRow.event_id == event_id,
        AuditRow.kind.in_(_KINDS),  # by an index
        AuditRow.subject.in_({entry.subject for entry in entries}),
        AuditRow.action.in_(("created", "deleted")),
    )
    others: dict[str, list[AuditRow]] = {}
    for other in reading.scalars(query.order_by(AuditRow.id)):
        others.setdefault(other.subject, []).append(other)
    found: dict[int, dict[str, Any]] = {}
    for entry in entries:
        known = others.get(entry.subject, [])
        made = [o for o in known if o.action == "created" and o.id < entry.id]
        gone = [o for o in known if o.action == "deleted" and o.id > entry.id]
        nearest = (*made[-1:], *gone[:1])
        found[entry.id] = next(filter(None, map(_told, nearest)), {})
    return found


def _pair(kind: str, told: Mapping[str, Any]) -> tuple[Named, ...]:
    if kind == WishRow.__tablename__:
        return tuple(
            Named(
                told[f"{side}_organization"],
                told[f"{side}_unit"] or "",
                told[f"{side}_delegate"] or "",
            )
            for side in ("wisher", "wished")
        )
    if kind == VetoRow.__tablename__:
        return tuple(
            Named(
                side["organization"], side.get("unit") or "", side.get("delegate") or ""
            )
            for side in told["content"].get("sides", ())
        )
    return tuple(Named(delegate=key) for key in told.values())


def _people(
    reading: Session, event_id: int, sides: Iterable[Named]
) -> dict[str, tuple[str, str]]:
    """Return name and organization of delegates by key, as far as known."""
    keys = {side.delegate for side in sides} - {""}
    query = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.key.in_(keys)
    )
    return {row.key: (row.name, row.organization_key) for row in reading.scalars(query)}


def _organizations(
    reading: Session, event_id: int, keys: set[str]
) -> dict[str, tuple[str, dict[str, str]]]:
    """Return name of organizations and names of their units by key."""
    query = select(OrganizationRow).where(
        OrganizationRow.event_id == event_id, OrganizationRow.key.in_(keys - {""})
    )
    found = {
        row.key: (row.name, {u["id"]: u["name"] for u in row.content.get("units", ())})
        for row in reading.scalars(query)
    }
    gone = {f"organization {key}" for key in keys - {""} - found.keys()}
    if not gone:
        return found
    query_gone = select(AuditRow).where(
        AuditRow.event_id == event_id,
        AuditRow.kind == "organization",
        AuditRow.subject.in_(gone),
        AuditRow.action == "deleted",
    )
    for entry in reading.scalars(query_gone):
        name = (entry.before or {}).get("name", "")
        found[entry.subject.partition(" ")[2]] = (name, {})
    return found


def _words(
    side: Named,
    people: Mapping[str, tuple[str, str]],
    organizations: Mapping[str, tuple[str, dict[str, str]]],
) -> str:
    person, of = people.get(side.delegate, (side.delegate, side.organization))
    key = side.organization or of
    name, units = organizations.get(key, (key, {}))
    part = person or units.get(side.unit, side.unit)
    return f"{name} ({part})" if name and part else name or part
