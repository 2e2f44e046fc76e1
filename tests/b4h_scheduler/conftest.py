"""A database for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url
from tests.b4h_scheduler.store.postgres import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of this test run; gives the address without database."""
    with running_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "b4h.sqlite")
    else:
        from tests.b4h_scheduler.store.postgres import new_database

        url = new_database(request.getfixturevalue("server"))
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A database with all tables."""
    migrate.upgrade(empty_database)
    return empty_database
