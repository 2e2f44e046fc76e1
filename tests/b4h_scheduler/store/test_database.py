from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.errors import BusyError, StaleError
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_staff import LoginAttemptRow, StaffRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


NUM_THREADS, NUM_CHANGES = 4, 25


def _account(session: Session, name: str = "Ann") -> int:
    row = StaffRow(email="ann@example.org", name=name)
    session.add(row)
    session.flush()
    return row.id


def test_simultaneous_changes_lose_no_update(database: Database) -> None:
    """Four threads count one row up a hundred times: it holds a hundred."""
    row_id = database.write(lambda session: _account(session, "0"))

    def count_up(session: Session) -> None:
        row = session.get(StaffRow, row_id)
        row.name = str(int(row.name) + 1)

    def work() -> None:
        num_saved = 0
        while num_saved < NUM_CHANGES:
            # Who collides too often is told that nothing was saved, and tries again.
            with suppress(BusyError):
                database.write(count_up)
                num_saved += 1

    threads = [threading.Thread(target=work) for _ in range(NUM_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.get(StaffRow, row_id).name == str(NUM_THREADS * NUM_CHANGES)


def test_save_on_an_unseen_version_is_refused_with_both(database: Database) -> None:
    """The error carries the version that was seen and the one that is stored."""
    row_id = database.write(_account)

    def rename(session: Session) -> None:
        session.get(StaffRow, row_id).name = "Bea"

    database.write(rename)
    with database.read() as session, pytest.raises(StaleError) as caught:
        require_version(session.get(StaffRow, row_id), 1)
    assert (caught.value.yours, caught.value.theirs) == (1, 2)


def test_failing_work_saves_nothing(database: Database) -> None:
    """An exception takes back everything, the audit log too; the next one may work."""

    def work(session: Session) -> None:
        _account(session)
        raise KeyError

    with pytest.raises(KeyError):
        database.write(work)
    with database.read() as session:
        assert session.scalars(select(StaffRow)).all() == []
        assert session.scalars(select(AuditRow)).all() == []

    assert database.write(_account) > 0


def test_reading_session_cannot_write(database: Database) -> None:
    """The database itself refuses."""
    with database.read() as session, pytest.raises(DBAPIError, match=r"read.?only"):
        _account(session)


def test_moment_comes_back_in_utc(database: Database) -> None:
    """Whatever zone it was given in or the connection has: the same moment, in UTC."""
    moment = datetime(2026, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=1)))

    def work(session: Session) -> int:
        row = LoginAttemptRow(subject="x", at=moment)
        session.add(row)
        session.flush()
        return row.id

    row_id = database.write(work)
    with database.read() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL TIME ZONE 'Europe/Berlin'"))
        read = session.get(LoginAttemptRow, row_id).at
    assert read == moment
    assert read.utcoffset() == timedelta(0)


def test_naive_moment_is_refused(database: Database) -> None:
    """A time without zone would mean another moment on another machine."""
    naive = datetime.now(UTC).replace(tzinfo=None)
    with pytest.raises(StatementError, match="needs a time zone"):
        database.write(
            lambda session: session.add(LoginAttemptRow(subject="x", at=naive))
        )


def test_change_is_logged_with_before_and_after_but_no_secret(
    database: Database,
) -> None:
    """The log tells from what to what; of a password only that there is one."""
    row_id = database.write(_account)

    def change(session: Session) -> None:
        row = session.get(StaffRow, row_id)
        row.name, row.password_hash = "Bea", "$argon2$..."

    database.write(change, actor="root")
    with database.read() as session:
        told = session.scalars(
            select(AuditRow).where(AuditRow.action == "changed")
        ).one()
    assert told.actor == "root"
    assert told.before == {"name": "Ann", "password_hash": None}
    assert told.after == {"name": "Bea", "password_hash": "(secret)"}
