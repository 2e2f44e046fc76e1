"""A new reading of an event's files against what is stored: what would change."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.store.bulk import insert_rows
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.events import IN_ROWS, event_row, parts
from b4h_scheduler.store.order import keep_numbers
from b4h_scheduler.store.schema_event import (
    CompanionRow,
    DelegateRow,
    OrganizationRow,
    TableRow,
    VetoRow,
    WishRow,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.bulk import Values

_KINDS: dict[type, str] = {
    OrganizationRow: "organization",
    DelegateRow: "delegate",
    CompanionRow: "companion",
    TableRow: "table",
    WishRow: "wish",
    VetoRow: "veto",
}
_COLUMNS: dict[type, tuple[str, ...]] = {
    OrganizationRow: ("position", "content", "name", "region"),
    DelegateRow: ("position", "content", "organization_key", "name", "email"),
    CompanionRow: ("position", "content"),
    TableRow: ("position", "content", "is_home"),
    WishRow: (
        "position",
        "priority",
        "message",
        "answer",
        "reply",
        "promised_position",
    ),
    VetoRow: ("position", "content"),
}
_KEYS: dict[type, tuple[str, ...]] = {
    OrganizationRow: ("key",),
    DelegateRow: ("key",),
    CompanionRow: ("key",),
    TableRow: ("key",),
    WishRow: (
        "is_promised",
        "wisher_organization",
        "wisher_unit",
        "wisher_delegate",
        "wished_organization",
        "wished_unit",
        "wished_delegate",
    ),
    VetoRow: (),
}
"""What identifies a row; a veto, the sides in its content."""
_AT_ONCE = 500
"""Rows asked for by their numbers in one query."""
_UNTOLD = frozenset({"position", "promised_position"})
"""Columns that are saved and not worth telling."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that the import adds, changes or removes."""

    kind: str
    action: str
    """``added``, ``changed`` or ``removed``."""
    what: str
    fields: tuple[tuple[str, str, str], ...] = ()
    """Of a change: field, before, after."""


@collector_paused()
def differences(session: Session, event_id: int, event: Event) -> list[Difference]:
    """Return what importing ``event`` over a stored one would change."""
    found: list[Difference] = []
    row = event_row(session, event_id)
    settings = to_json(event, without=IN_ROWS)
    fields = _fields(row.content, settings)
    if fields:
        found.append(Difference("settings", "changed", event.name, fields))
    for kind, stored, new in _pairs(session, event_id, event):
        if stored is None:
            found.append(Difference(_KINDS[kind], "added", _name(kind, new or {})))
        elif new is None:
            found.append(Difference(_KINDS[kind], "removed", _name(kind, stored)))
        else:
            fields = _row_fields(kind, stored, new)
            if fields:
                name = _name(kind, new)
                found.append(Difference(_KINDS[kind], "changed", name, fields))
    return found


@collector_paused()
def import_over(session: Session, event_id: int, event: Event, *, seen: int) -> None:
    """Make the stored event equal to ``event``; keys keep links, wishes and answers.

    Raises
    ------
    StaleError
        Something of the event changed since data version ``seen``.
    """
    current = data_version(session, event_id)
    if current != seen:
        raise StaleError("the event", seen, current)
    row = event_row(session, event_id)
    settings = to_json(event, without=IN_ROWS)
    if row.content != settings:
        row.content, row.name = settings, event.name
    added: list[tuple[type, Values]] = []
    changed: dict[type, dict[int, Values | None]] = {}
    for kind, stored, new in _pairs(session, event_id, event):
        if stored is None:
            added.append((kind, new or {}))
        elif new is None:
            changed.setdefault(kind, {})[stored["id"]] = None
        elif any(stored[column] != new[column] for column in _COLUMNS[kind]):
            changed.setdefault(kind, {})[stored["id"]] = new
    for kind, of in changed.items():
        _change(session, kind, of)
    insert_rows(session, added)


def _change(session: Session, kind: Any, rows: dict[int, Values | None]) -> None:  # noqa: ANN401  (any table)
    """Change or delete rows of a table, by their numbers."""
    numbers = iter(rows)
    while some := list(islice(numbers, _AT_ONCE)):
        query = select(kind).where(kind.id.in_(some)).order_by(kind.id)
        for row in session.scalars(query):
            new = rows[row.id]
            if new is None:
                session.delete(row)
                continue
            for column in _COLUMNS[kind]:
                if getattr(row, column) != new[column]:
                    setattr(row, column, new[column])


def _pairs(
    session: Session, event_id: int, event: Event
) -> list[tuple[type, Values | None, Values | None]]:
    """Pair stored rows with those of the new reading, by what identifies them."""
    new: dict[type, dict[Hashable, Values]] = {kind: {} for kind in _KINDS}
    for kind, values in parts(event_id, event):
        _keep(new[kind], kind, values)
    pairs: list[tuple[type, Values | None, Values | None]] = []
    for kind in _KINDS:
        stored: dict[Hashable, Values] = {}
        for values in _stored(session, kind, event_id):
            _keep(stored, kind, values)
        numbers = {key: values["position"] for key, values in stored.items()}
        keep_numbers((values, numbers.get(key)) for key, values in new[kind].items())
        keys = dict.fromkeys((*stored, *new[kind]))
        pairs += [(kind, stored.get(key), new[kind].get(key)) for key in keys]
    return pairs


def _stored(session: Session, kind: Any, event_id: int) -> list[Values]:  # noqa: ANN401
    """Return the columns of all rows of a table, without an object for each."""
    names = dict.fromkeys(("id", *_KEYS[kind], *_COLUMNS[kind]))
    query = select(*(getattr(kind, name) for name in names))
    query = query.where(kind.event_id == event_id).order_by(kind.id)
    return [dict(zip(names, row, strict=True)) for row in session.execute(query)]


def _keep(rows: dict[Hashable, Values], kind: type, values: Values) -> None:
    """Note a row under its key; equal wishes are told apart by their number."""
    key = _key(kind, values)
    number = 0
    while (key, number) in rows:
        number += 1
    rows[key, number] = values


def _key(kind: type, values: Values) -> tuple[Hashable, ...]:
    if kind is VetoRow:
        return tuple(sorted(str(side) for side in values["content"]["sides"]))
    return tuple([values[name] for name in _KEYS[kind]])


def _name(kind: type, values: Values) -> str:
    if kind is WishRow:
        return f"{values['wisher_organization']} → {values['wished_organization']}"
    if kind is VetoRow:
        return " / ".join(side["organization"] for side in values["content"]["sides"])
    return str(values.get("name", values["key"]))


def _row_fields(kind: type, stored: Values, new: Values) -> tuple[Any, ...]:
    columns = _COLUMNS[kind]
    if "content" in columns:
        return _fields(stored["content"], new["content"])
    told = [column for column in columns if column not in _UNTOLD]
    return _fields(*({name: row[name] for name in told} for row in (stored, new)))


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Any, ...]:
    if before == after:
        return ()
    return tuple(
        (key, _short(before.get(key)), _short(after.get(key)))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key) and key != "source"
    )


def _short(value: Any) -> str:  # noqa: ANN401  (any JSON)
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return str(value)
