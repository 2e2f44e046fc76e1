from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.domain.event import Event
from b4h_scheduler.files.canonical import input_hash
from b4h_scheduler.files.load import load_event as read_files
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import load_event, save_event
from b4h_scheduler.store.schema_audit import AuditRow

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database


EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/event.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_event_comes_back_equal(database: Database, folder: Path) -> None:
    """Files, store, domain: the event and its hash are the same."""
    event = read_files(folder).event
    event_id = database.write(lambda session: save_event(session, event))
    with database.read() as session:
        stored = load_event(session, event_id)
    assert stored == event
    assert input_hash(stored) == input_hash(event)


def test_examples_are_found() -> None:
    """The round trip above was tried."""
    assert len(FOLDERS) >= 3


def test_fields_of_an_event_are_complete(database: Database) -> None:
    """No field of the domain is lost: settings and rows together are the event."""
    event = read_files(EXAMPLES / "stuttgart-morning").event
    event_id = database.write(lambda session: save_event(session, event))
    with database.read() as session:
        stored = load_event(session, event_id)
    assert set(stored.model_fields_set) == set(Event.model_fields)


def test_unknown_event_is_named(database: Database) -> None:
    """The message says which event there is not."""
    with (
        database.read() as session,
        pytest.raises(NotFoundError, match="there is no event 7"),
    ):
        load_event(session, 7)


def test_new_rows_are_in_the_audit_log(database: Database) -> None:
    """Saving an event tells of every row, under the event's id and the actor."""
    event = read_files(EXAMPLES / "stuttgart-morning").event
    event_id = database.write(lambda session: save_event(session, event), actor="ann")
    with database.read() as session:
        rows = session.scalars(select(AuditRow)).all()
    assert {(row.event_id, row.actor, row.action) for row in rows} == {
        (event_id, "ann", "created")
    }
    parts = (
        event.organizations, event.delegates, event.companions, event.tables,
        event.home_places, event.wishes, event.vetoes, event.promised,
    )  # fmt: skip
    assert len(rows) == 1 + sum(map(len, parts))
