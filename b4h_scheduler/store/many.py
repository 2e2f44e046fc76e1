"""Thousands of rows written with one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Insert, Update
    from sqlalchemy.orm import Session


def write_many(
    session: Session, statement: Insert | Update, rows: Sequence[dict[str, Any]]
) -> None:
    """Run a statement for every row, in this transaction.

    As `Connection.execute` does, column by column instead of row by row: that takes a
    quarter of the time where there are many rows.

    Parameters
    ----------
    rows
        Values by the names of the statement's parameters, the same names in each.
    """
    connection = session.connection()
    dialect = connection.dialect
    names = list(rows[0])
    compiled = statement.compile(
        dialect=dialect, column_keys=names, for_executemany=True
    )
    columns: dict[str, list[Any]] = {}
    for name in names:
        values = [row[name] for row in rows]
        kind = compiled.binds[name].type.dialect_impl(dialect)
        process = kind.bind_processor(dialect)
        columns[name] = values if process is None else _processed(process, values)
    order = compiled.positiontup
    found = zip(*(columns[name] for name in order or names), strict=True)
    parameters: Any = list(found)
    if order is None:
        parameters = [dict(zip(names, row, strict=True)) for row in parameters]
    connection.exec_driver_sql(str(compiled), parameters)


def _processed(process: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """Return values as the database takes them; one of all rows is prepared once."""
    first = values[0]
    if all(value is first for value in values):
        return [process(first)] * len(values)
    return list(map(process, values))
