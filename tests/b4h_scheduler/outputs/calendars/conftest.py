"""A database for feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of its own for each file of tests."""
    found = Database(sqlite_url(tmp_path_factory.mktemp("feeds") / "b4h.sqlite"))
    migrate.upgrade(found)
    yield found
    found.close()
