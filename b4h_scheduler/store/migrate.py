"""Bring a database's tables to those of this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from b4h_scheduler.store.database import Database


def upgrade(database: Database) -> None:
    """Bring the tables to this version; a new database gets all of them."""
    with database.writing.begin() as connection:
        command.upgrade(_config(connection), "head")


def check(database: Database) -> None:
    """Compare the tables with those declared.

    Raises
    ------
    alembic.util.CommandError
        They differ.
    """
    with database.writing.begin() as connection:
        command.check(_config(connection))


def current(database: Database) -> tuple[str | None, str | None]:
    """Return the revision of the database's tables, and the one of this version."""
    with database.reading.begin() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        return found, ScriptDirectory.from_config(
            _config(connection)
        ).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option(
        "script_location",
        str(Path(__file__).with_name("migrations")).replace("%", "%%"),
    )
    config.attributes["connection"] = connection
    return config
