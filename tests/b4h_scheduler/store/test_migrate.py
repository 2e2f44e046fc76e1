from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import text

from b4h_scheduler.store import migrate

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database


def test_upgrade_from_empty_gives_the_tables_declared(empty_database: Database) -> None:
    """Alembic finds no difference after an upgrade, and the newest revision stands."""
    migrate.upgrade(empty_database)
    migrate.check(empty_database)
    found, newest = migrate.current(empty_database)
    assert newest is not None
    assert found == newest


def test_second_upgrade_changes_nothing(database: Database) -> None:
    """An upgrade of an up-to-date database is no error."""
    migrate.upgrade(database)
    migrate.check(database)


def test_new_database_has_no_revision(empty_database: Database) -> None:
    """A database without tables says so."""
    assert migrate.current(empty_database)[0] is None


def test_entries_of_an_older_log_get_their_kind(empty_database: Database) -> None:
    """An entry written before kinds were kept has the first word of its subject."""
    with empty_database.writing.begin() as connection:
        command.upgrade(migrate._config(connection), "0008")
        connection.execute(
            text(
                "INSERT INTO audit (at, actor, event_id, action, subject) VALUES "
                "(CURRENT_TIMESTAMP, 'x', 1, 'changed', 'delegate d 1'), "
                "(CURRENT_TIMESTAMP, 'x', 1, 'changed', 'event')"
            )
        )
    migrate.upgrade(empty_database)
    with empty_database.reading.begin() as connection:
        found = connection.execute(text("SELECT kind FROM audit ORDER BY id"))
        assert [row.kind for row in found] == ["delegate", "event"]
