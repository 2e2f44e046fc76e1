from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from b4h_scheduler.store import migrate
from b4h_scheduler.store.backup import backup, restore
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.errors import RefusedError, StoreError
from b4h_scheduler.store.events import load_event
from tests.b4h_scheduler.store.copies import no_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.b4h_scheduler.store.copies import Copies


@pytest.fixture
def other(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> Database:
    """An empty database of the same kind."""
    if database.is_sqlite:
        return Database(sqlite_url(tmp_path / "other.sqlite"))
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here")
    from tests.b4h_scheduler.store.postgres import new_database

    return Database(new_database(request.getfixturevalue("server")))


def test_backup_comes_back_equal(
    database: Database, other: Database, event_ids: tuple[int, int], tmp_path: Path
) -> None:
    """Also while a writing transaction is open; the file is the owner's alone."""
    path = tmp_path / "copy"
    database.write(lambda _: backup(database, path))
    restore(other, path)
    with database.read() as ours, other.read() as theirs:
        assert load_event(theirs, event_ids[1]) == load_event(ours, event_ids[1])
    migrate.check(other)
    other.close()
    files = [path, *tmp_path.glob("other.sqlite")]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_nothing_is_overwritten(database: Database, tmp_path: Path) -> None:
    """Neither a file nor a database that has tables."""
    path = tmp_path / "copy"
    path.touch()
    with pytest.raises(RefusedError, match="exists"):
        backup(database, path)
    with pytest.raises(RefusedError, match="not empty"):
        restore(database, path)


def test_failed_backup_leaves_no_file(tmp_path: Path) -> None:
    """An empty file would pass for a backup, and be in the way of the next one."""
    path = tmp_path / "b4h.sqlite"
    path.write_bytes(b"no database, but a page of text " * 200)
    database = Database(sqlite_url(path))
    with pytest.raises(StoreError, match="cannot be read"):
        backup(database, tmp_path / "copy")
    database.close()
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("kind", "told"), [("half", "damaged or cut off"), ("foreign", "none of b4h")]
)
def test_only_a_whole_backup_of_ours_is_restored(
    copies: Copies, tmp_path: Path, kind: str, told: str
) -> None:
    """Before anything is made: the database stays empty."""
    path = tmp_path / "copy"
    with closing(
        Database(copies.new(tmp_path / "b4h.sqlite", "", no_rows))
    ) as database:
        backup(database, path)
    if kind == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.unlink()
        with closing(sqlite3.connect(path)) as foreign:
            foreign.execute("CREATE TABLE notes (id INTEGER)")
    other = Database(sqlite_url(tmp_path / "other.sqlite"))
    with pytest.raises(StoreError, match=told):
        restore(other, path)
    with other.reading.connect() as connection:
        assert inspect(connection).get_table_names() == []
    other.close()
