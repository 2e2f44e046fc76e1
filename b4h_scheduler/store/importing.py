"""A new reading of an event's files against what is stored: what would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

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
            found.append(Difference(_KINDS[kind], "added", _name(new)))
        elif new is None:
            found.append(Difference(_KINDS[kind], "removed", _name(stored)))
        else:
            fields = _row_fields(kind, stored, new)
            if fields:
                name = _name(new)
                found.append(Difference(_KINDS[kind], "changed", name, fields))
    return found


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
    for kind, stored, new in _pairs(session, event_id, event):
        if stored is None:
            session.add(new)
        elif new is None:
            session.delete(stored)
        else:
            for column in _COLUMNS[kind]:
                value = getattr(new, column)
                if getattr(stored, column) != value:
                    setattr(stored, column, value)


def _pairs(
    session: Session, event_id: int, event: Event
) -> list[tuple[type, Any, Any]]:
    """Pair stored rows with those of the new reading, by what identifies them."""
    new: dict[type, dict[Hashable, Any]] = {kind: {} for kind in _KINDS}
    for row in parts(event_id, event):
        _keep(new[type(row)], row)
    pairs: list[tuple[type, Any, Any]] = []
    for kind in _KINDS:
        stored: dict[Hashable, Any] = {}
        for row in _stored(session, kind, event_id):
            _keep(stored, row)
        keep_numbers((row, stored.get(key)) for key, row in new[kind].items())
        keys = dict.fromkeys((*stored, *new[kind]))
        pairs += [(kind, stored.get(key), new[kind].get(key)) for key in keys]
    return pairs


def _stored(session: Session, kind: Any, event_id: int) -> list[Any]:  # noqa: ANN401
    query = select(kind).where(kind.event_id == event_id)
    return list(session.scalars(query.order_by(kind.id)))


def _keep(rows: dict[Hashable, Any], row: Any) -> None:  # noqa: ANN401  (any part)
    """Note a row under its key; equal wishes are told apart by their number."""
    number = 0
    while (*_key(row), number) in rows:
        number += 1
    rows[(*_key(row), number)] = row


def _key(row: Any) -> tuple[Hashable, ...]:  # noqa: ANN401
    if isinstance(row, WishRow):
        return (
            row.is_promised,
            row.wisher_organization,
            row.wisher_unit,
            row.wisher_delegate,
            row.wished_organization,
            row.wished_unit,
            row.wished_delegate,
        )
    if isinstance(row, VetoRow):
        return tuple(sorted(str(side) for side in row.content["sides"]))
    return (row.key,)


def _name(row: Any) -> str:  # noqa: ANN401
    if isinstance(row, WishRow):
        return f"{row.wisher_organization} → {row.wished_organization}"
    if isinstance(row, VetoRow):
        return " / ".join(side["organization"] for side in row.content["sides"])
    return str(getattr(row, "name", row.key))


def _row_fields(kind: type, stored: object, new: object) -> tuple[Any, ...]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for column in _COLUMNS[kind]:
        if column == "content":
            before |= getattr(stored, column)
            after |= getattr(new, column)
        elif column not in _UNTOLD and "content" not in _COLUMNS[kind]:
            before[column] = getattr(stored, column)
            after[column] = getattr(new, column)
    return _fields(before, after)


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Any, ...]:
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
