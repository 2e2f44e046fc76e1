"""Events in the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.files.load import load_event
from b4h_scheduler.store.events import save_event

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database

EVENT = Path(__file__).parents[3] / "examples" / "stuttgart-morning"


@pytest.fixture
def event_ids(database: Database) -> tuple[int, int]:
    """Two events with the same people."""
    event = load_event(EVENT).event
    first, second = (
        database.write(lambda session: save_event(session, event)) for _ in range(2)
    )
    return first, second
