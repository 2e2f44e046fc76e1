from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from b4h_scheduler.domain.words import APART
from b4h_scheduler.files.load import load_event
from b4h_scheduler.planning.run import plan
from b4h_scheduler.plans import Plan
from b4h_scheduler.store import migrate
from b4h_scheduler.store.content import from_json
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.drafts import (
    add_draft,
    changed_since,
    data_version,
    draft_row,
    num_changed_since,
    plan_of,
)
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_event import DelegateRow
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan
from tests.b4h_scheduler.store.conftest import EVENT
from tests.b4h_scheduler.store.postgres import new_database
from tests.web.events import small_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
)


@pytest.fixture
def postgres(server: str) -> Iterator[Database]:
    """A PostgreSQL database with all tables."""
    found = Database(new_database(server))
    migrate.upgrade(found)
    yield found
    found.close()


def _rename(session: Session, position: int) -> None:
    query = select(DelegateRow).where(DelegateRow.position == position)
    for row in session.scalars(query):
        row.content = row.content | {"role": "changed"}
    session.flush()


def test_change_that_commits_late_is_seen_as_a_change(postgres: Database) -> None:
    """Two sessions: one writes first and commits last, after a plan was begun."""
    event_id = postgres.write(lambda s: save_event(s, load_event(EVENT).event))
    has_written, may_commit = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        _rename(session, 0)
        has_written.set()
        may_commit.wait(60)

    first = threading.Thread(target=postgres.write, args=(slow,))
    second = threading.Thread(
        target=postgres.write, args=(lambda session: _rename(session, 1),)
    )
    first.start()
    assert has_written.wait(60)
    second.start()
    with postgres.reading.connect() as watching:
        while second.is_alive() and not watching.execute(WAITING).scalar():
            watching.rollback()
            time.sleep(0.01)
    with postgres.read() as session:
        made_from = data_version(session, event_id)
    may_commit.set()
    first.join()
    second.join()
    found = plan(small_event(), work_limit=100)
    draft = postgres.write(
        lambda s: add_draft(s, event_id, "P", found, made_from=made_from)
    )
    with postgres.read() as session:
        row = draft_row(session, draft)
        subjects = {entry.subject for entry in changed_since(session, row)}
        people = session.scalars(
            select(DelegateRow.key).where(DelegateRow.position <= 1)
        )
        assert subjects == {f"delegate {key}" for key in people}
        assert num_changed_since(session, row) == 2


def test_stored_plan_is_read_back_as_it_was() -> None:
    """Also its changes and reasons; moments are in the event's time zone."""
    before = sample_plan(sample_event())
    content = json.loads(json.dumps(before.model_dump(mode="json", context=APART)))
    zone = ZoneInfo(content["time_zone"])
    found = plan_of(content)
    assert found == before
    assert found == Plan.model_validate(from_json(content, zone), context=APART)
    ends = [end for each in found.changes for end in (each.before, each.after)]
    held = [meeting for meeting in ends if meeting is not None]
    moments = [m for each in (*found.meetings, *held) for m in (each.start, each.end)]
    assert {moment.tzinfo for moment in moments} == {zone}
    assert held
    assert found.unmet
