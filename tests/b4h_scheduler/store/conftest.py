"""Events in the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.files.load import load_event
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_event import EventRow
from tests.b4h_scheduler.store.copies import no_rows, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.store.database import Database
    from tests.b4h_scheduler.store.copies import Copies

EVENT = Path(__file__).parents[3] / "examples" / "stuttgart-morning"


@pytest.fixture
def database(
    request: pytest.FixtureRequest, server_or_none: str, copies: Copies, tmp_path: Path
) -> Iterator[Database]:
    """A database with all tables; with two events, if the test asks for their ids."""
    fill = _two_events if "event_ids" in request.fixturenames else no_rows
    with opened(copies.new(tmp_path / "b4h.sqlite", server_or_none, fill)) as database:
        yield database


def _two_events(database: Database) -> None:
    event = load_event(EVENT).event
    for _ in range(2):
        database.write(lambda session: save_event(session, event))


@pytest.fixture
def event_ids(database: Database) -> tuple[int, int]:
    """Two events with the same people."""
    with database.read() as session:
        first, second = session.scalars(select(EventRow.id).order_by(EventRow.id))
    return first, second
