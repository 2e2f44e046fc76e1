"""Databases that are made once in a test run, and copied for every test."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url
from tests.b4h_scheduler.store.postgres import drop_database, new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Fill = Callable[[Database], object]

KINDS = ("sqlite", "postgresql")


class Copies:
    """Templates with all tables; migrations run once for each.

    Parameters
    ----------
    folder : Path
        Where SQLite's templates are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, Fill], str] = {}

    def new(self, path: Path, server: str, fill: Fill) -> str:
        """Copy a template and return the copy's address.

        Parameters
        ----------
        path : Path
            The copy on SQLite.
        server : str
            Of PostgreSQL; empty for SQLite.
        fill : callable
            Writes what the template has beside its tables.
        """
        if (server, fill) not in self._made:
            self._made[server, fill] = self._make(server, fill)
        made = self._made[server, fill]
        if server:
            return new_database(server, made)
        shutil.copyfile(made, path)
        return sqlite_url(path)

    def _make(self, server: str, fill: Fill) -> str:
        """Make a template; return its name on the server, or its path."""
        path = self._folder / f"{len(self._made)}.sqlite"
        url = new_database(server) if server else sqlite_url(path)
        database = Database(url)
        migrate.upgrade(database)
        fill(database)
        database.close()
        return url.rpartition("/")[2] if server else str(path)


def no_rows(_: Database) -> None:
    """Leave the tables empty."""


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Give a test its database, and drop it afterwards where a server has it."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
        if not database.is_sqlite:
            drop_database(url)
