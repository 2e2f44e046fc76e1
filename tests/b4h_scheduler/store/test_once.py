from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from b4h_scheduler.store.once import once

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database


def test_reading_session_asks_once_and_the_next_one_again(database: Database) -> None:
    """One session sees one state; another may see a newer one."""
    number = count()
    with database.read() as session:
        first = [once(session, "key", lambda: next(number)) for _ in range(2)]
        assert once(session, "other", lambda: next(number)) == 1
    with database.read() as session:
        assert once(session, "key", lambda: next(number)) == 2
    assert first == [0, 0]


def test_writing_session_asks_each_time(database: Database) -> None:
    """What it wrote itself may have changed the answer."""
    number = count()
    found = database.write(
        lambda session: [once(session, "key", lambda: next(number)) for _ in range(2)]
    )
    assert found == [0, 1]
