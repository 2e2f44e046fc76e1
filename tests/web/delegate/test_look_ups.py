"""What a delegate's page asks the database, by SQLite's own account of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from web.site import KEY

if TYPE_CHECKING:
    from tests.web.world import World

PAGES = ("/my/partners", "/my/partners/bora", "/my/wishes", "/my/incoming")
LARGE = ("audit", "delegate", "wish")
"""Tables of which a page needs a few rows among thousands."""


@pytest.mark.parametrize("address", PAGES)
def test_rows_of_large_tables_are_found_by_an_index(world: World, address: str) -> None:
    """No query walks through the log, all people or all wishes of an event."""
    ada = world.delegate("d-alba")
    ada.text(address)  # what stays in the cache is read
    asked: list[tuple[str, Any]] = []
    engine = world.app.extensions[KEY].database.reading

    @event.listens_for(engine, "before_cursor_execute")
    def _ask(*given: Any) -> None:
        asked.append((given[2], given[3]))

    ada.text(address)
    event.remove(engine, "before_cursor_execute", _ask)
    raw = engine.raw_connection()
    steps = [
        step[3]
        for statement, values in asked
        if statement.startswith("SELECT")
        for step in raw.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    raw.close()
    found = [step for step in steps if step.split()[1] in LARGE]
    assert found
    assert [step for step in found if _is_long(step)] == []


def _is_long(step: str) -> bool:
    """Whether it reads the whole table, or all rows of an event."""
    return step.startswith("SCAN") or step.endswith("(event_id=?)")
