"""Very many new rows at once, each told in the log as one that is added alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, inspect, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.store.audit import entry_of_new, take_turn
from b4h_scheduler.store.base import now
from b4h_scheduler.store.many import write_many
from b4h_scheduler.store.schema_audit import AuditRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    Values = dict[str, Any]


@collector_paused()
def insert_rows(session: Session, rows: Iterable[tuple[type, Values]]) -> None:
    """Insert new rows of an event; a table's rows in their order.

    What ``session.add_all`` and a flush would store, without an object for each: an
    event of 15,000 wishes takes half a second instead of three.

    Parameters
    ----------
    rows : iterable of pairs
        A versioned table, and the columns of the row; what is not given is as the
        table has it by default.
    """
    session.flush()
    by_kind: dict[type, list[Values]] = {}
    for kind, values in rows:
        by_kind.setdefault(kind, []).append(_defaults(kind) | values)
    told, moment = [], now()
    for kind, found in by_kind.items():
        table = _table(kind)
        ids = _inserted(session, table, found)
        told += [
            entry_of_new(session, table.name, values, number, moment)
            for values, number in zip(found, ids, strict=True)
        ]
    if told:
        take_turn(session, {each["event_id"] for each in told})
        write_many(session, insert(_table(AuditRow)), told)


def _inserted(session: Session, table: Table, rows: list[Values]) -> list[int]:
    """Insert rows, and return their numbers in the same order.

    SQLite would be asked for the number of each row alone. It has one writer at a
    time, and every row gets a number above all others: the new ones tell themselves.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        made = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.execute(made, rows).scalars())
    highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
    write_many(session, insert(table), rows)
    new = select(table.c.id).where(table.c.id > highest).order_by(table.c.id)
    return list(connection.execute(new).scalars())


def _table(kind: type) -> Table:
    """Return the table of a class of rows."""
    table: Table = inspect(kind).local_table
    return table


@cache
def _defaults(kind: type) -> Values:
    """Return what a new row has where nothing is said, its version included."""
    found: Values = {"version": 1}
    for column in _table(kind).columns:
        if column.primary_key or column.key in found:
            continue
        default = column.default
        if default is not None and not isinstance(default, ScalarElementColumnDefault):
            message = f"{column}: the default of each row would have to be worked out"
            raise TypeError(message)
        found[column.key] = None if default is None else default.arg
    return found
