"""Copies of a database while it is in use, and back into an empty one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from b4h_scheduler.store.errors import RefusedError, StoreError

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database

_OURS = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"


def backup(database: Database, path: Path) -> None:
    """Write one state of the database to a new file, while others read and write.

    Raises
    ------
    RefusedError
        The file exists.
    StoreError
        PostgreSQL's pg_dump is missing or fails.
    """
    if path.exists():
        message = f"{path} exists: give the name of a new file"
        raise RefusedError(message)
    path.touch(mode=0o600)
    try:
        _write(database, path)
    except (StoreError, sqlite3.Error) as error:
        path.unlink()  # an empty file of that name looks like a backup
        if isinstance(error, StoreError):
            raise
        message = f"the database cannot be read: {error}"
        raise StoreError(message) from error


def _write(database: Database, path: Path) -> None:
    if not database.is_sqlite:
        _run(database, "pg_dump", "--format=custom", f"--file={path}", _libpq(database))
        return
    with (
        closing(sqlite3.connect(_file(database))) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)


def restore(database: Database, path: Path) -> None:
    """Fill an empty database from a backup.

    Raises
    ------
    RefusedError
        The database has tables.
    StoreError
        The file is no backup of this kind of database.
    """
    with database.reading.connect() as connection:
        if inspect(connection).get_table_names():
            message = "this database is not empty: restore into a new one"
            raise RefusedError(message)
    if not database.is_sqlite:
        target = f"--dbname={_libpq(database)}"
        options = ("--no-owner", "--single-transaction", target, str(path))
        _run(database, "pg_restore", *options)
        return
    _require_sqlite(path)
    # As for the copy: personal data, for nobody else on the machine.
    filled = Path(_file(database))
    filled.touch(mode=0o600)
    filled.chmod(0o600)
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(_file(database))) as copy,
    ):
        source.backup(copy)


def _require_sqlite(path: Path) -> None:
    """Refuse what is no backup of ours, or not all of one, before anything is made."""
    with path.open("rb") as file:
        if not file.read(16).startswith(b"SQLite format 3"):
            message = f"{path} is no backup of a SQLite database"
            raise StoreError(message)
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    ) as it:
        try:
            [(found,), *_] = it.execute("PRAGMA quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found != "ok":
            message = f"{path} is damaged or cut off ({found}): take another backup"
            raise StoreError(message)
        if not it.execute(_OURS).fetchall():
            message = f"{path} is a SQLite database, but none of b4h"
            raise StoreError(message)


def _file(database: Database) -> str:
    return make_url(database.url).database or ""


def _libpq(database: Database) -> str:
    url = make_url(database.url).set(drivername="postgresql", password=None)
    return url.render_as_string()


def _run(database: Database, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        message = f"{program} is missing: install PostgreSQL's client programs"
        raise StoreError(message)
    # Not as an argument, which everybody on the machine can read.
    password = make_url(database.url).password
    secret = {} if password is None else {"PGPASSWORD": str(password)}
    done = subprocess.run(  # noqa: S603  (a program found by its own name)
        [found, *arguments],
        env=os.environ | secret,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{program} failed: {done.stderr.strip()}"
        raise StoreError(message)
