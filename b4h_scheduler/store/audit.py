"""Every change of an audited row is written down in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, event, func, inspect, select, union_all

from b4h_scheduler.sentence import taken_apart
from b4h_scheduler.store.base import Versioned, now
from b4h_scheduler.store.once import once
from b4h_scheduler.store.schema_audit import AuditRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

ACTOR_KEY = "b4h.actor"
"""In ``Session.info``: who acts."""
_UNTOLD = frozenset({"id", "version", "plan", "image"})
"""Columns that say nothing to a reader (a plan is kept in its own row)."""
_TURNS = 7263
"""Space of advisory locks, one for each event."""
_SECRET = frozenset({"password_hash", "set_password_hash"})
_PLAIN = frozenset({str, int, bool, type(None)})
"""Values that the log holds as they are."""


def watch(session: Session, actor: str) -> None:
    """Write down every change that this session makes, as made by ``actor``."""
    session.info[ACTOR_KEY] = actor
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "after_flush", _after_flush)


def latest_change(session: Session, event_id: int, *kinds: str) -> int:
    """Return a number that rises with every change of these tables at an event."""
    query = _latest(kinds)
    return once(
        session,
        ("latest", event_id, kinds),
        lambda: session.scalar(query, {"event_id": event_id}) or 0,
    )


@cache
def _latest(kinds: tuple[str, ...]) -> Select[int | None]:
    """Ask for each table alone: then an index answers, however long the log is."""
    each = union_all(
        *(
            select(func.max(AuditRow.id).label("number")).where(
                AuditRow.event_id == bindparam("event_id"), AuditRow.kind == kind
            )
            for kind in kinds
        )
    ).subquery()
    return select(func.max(each.c.number))


def _before_flush(session: Session, *_: object) -> None:
    changes: list[tuple[Callable[[Any, str], AuditRow | None], Any]] = [
        *((_changed, row) for row in session.dirty if session.is_modified(row)),
        *((_deleted, row) for row in session.deleted),
    ]
    actor = session.info[ACTOR_KEY]
    for tell, row in changes:
        if isinstance(row, Versioned):
            told = tell(row, actor)
            if told is not None:
                session.add(told)
    _wait_for_turn(session)


def _wait_for_turn(session: Session) -> None:
    """Let the numbers of an event's entries rise in the order of the commits.

    PostgreSQL draws a number when an entry is written. Without this, one drawn early
    and committed late would lie below what a plan was made from, and never be seen
    as a change since. SQLite has one writer at a time.
    """
    entries = (row for row in session.new if isinstance(row, AuditRow))
    take_turn(session, {row.event_id or 0 for row in entries})


def take_turn(session: Session, event_ids: set[int]) -> None:
    """Be the only one who writes entries of these events, until the end."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for event_id in sorted(event_ids):
        lock = func.pg_advisory_xact_lock(_TURNS, event_id)
        session.connection().execute(select(lock))


def entry_of_new(
    session: Session, table: str, values: dict[str, Any], number: int, moment: datetime
) -> dict[str, Any]:
    """Return the columns of the entry that tells of a new row of an event.

    Parameters
    ----------
    values
        All columns of the row but its ``number``.
    moment
        When it was added.
    """
    told = {
        # Most values are plain: no call for each of them.
        name: value
        if type(value) in _PLAIN and name not in _SECRET
        else _plain(name, value)
        for name, value in values.items()
        if name not in _UNTOLD
    }
    return {
        "at": moment,
        "actor": session.info[ACTOR_KEY],
        "event_id": values["event_id"],
        "action": "created",
        "subject": f"{table} {values.get('key') or number}",
        "kind": table,
        "before": None,
        "after": told,
    }


def _after_flush(session: Session, *_: object) -> None:
    """New rows have their ids only now."""
    actor = session.info[ACTOR_KEY]
    session.add_all(
        [_created(row, actor) for row in session.new if isinstance(row, Versioned)]
    )


def _created(row: Any, actor: str) -> AuditRow:  # noqa: ANN401  (any table)
    return _entry(row, actor, "created", None, _told(row))


def _deleted(row: Any, actor: str) -> AuditRow:  # noqa: ANN401
    return _entry(row, actor, "deleted", _told(row), None)


def _changed(row: Any, actor: str) -> AuditRow | None:  # noqa: ANN401
    before, after = {}, {}
    for attribute in inspect(row).attrs:
        history = attribute.history
        if attribute.key in _UNTOLD or not history.has_changes():
            continue
        old = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else None
        before[attribute.key] = _plain(attribute.key, old)
        after[attribute.key] = _plain(attribute.key, new)
    return _entry(row, actor, "changed", before, after) if after else None


def _entry(
    row: Any,  # noqa: ANN401
    actor: str,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> AuditRow:
    table = row.__tablename__
    event_id = row.id if table == "event" else getattr(row, "event_id", None)
    key = getattr(row, "key", None) or row.id or "(new)"
    return AuditRow(
        at=now(),
        actor=actor,
        event_id=event_id,
        action=action,
        subject=f"{table} {key}",
        before=before,
        after=after,
    )


def _told(row: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        attribute.key: _plain(attribute.key, attribute.value)
        for attribute in inspect(row).attrs
        if attribute.key not in _UNTOLD
    }


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401
    if name in _SECRET:
        return "(secret)" if value else None
    if isinstance(value, str):
        return taken_apart(value)
    return value.isoformat() if isinstance(value, datetime) else value
