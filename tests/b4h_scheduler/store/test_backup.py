from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store import migrate
from b4h_scheduler.store.backup import backup, restore
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import load_event

if TYPE_CHECKING:
    from pathlib import Path


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
