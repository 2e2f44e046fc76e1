"""A database for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.database import sqlite_url
from tests.b4h_scheduler.store.copies import KINDS, Copies, no_rows, opened
from tests.b4h_scheduler.store.postgres import new_database, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.store.database import Database


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of this test run; gives the address without database."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Databases made once."""
    return Copies(tmp_path_factory.mktemp("databases"))


@pytest.fixture(params=KINDS)
def server_or_none(request: pytest.FixtureRequest) -> str:
    """Run the test on SQLite and on PostgreSQL; gives the latter's address."""
    return "" if request.param == "sqlite" else request.getfixturevalue("server")


@pytest.fixture
def empty_database(server_or_none: str, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    path = tmp_path / "b4h.sqlite"
    url = new_database(server_or_none) if server_or_none else sqlite_url(path)
    with opened(url) as database:
        yield database


@pytest.fixture
def database(server_or_none: str, copies: Copies, tmp_path: Path) -> Iterator[Database]:
    """A database with all tables."""
    url = copies.new(tmp_path / "b4h.sqlite", server_or_none, no_rows)
    with opened(url) as database:
        yield database
