from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from b4h_scheduler.store.base import Base, now
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.privacy import kept_until, purge, set_retention
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def test_purge_leaves_nothing_of_an_event_that_is_due(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """No row of any table refers to it; the other event keeps all of its rows."""
    due, other = event_ids

    def dates(session: Session) -> None:
        session.get_one(EventRow, due).delete_after = now() - timedelta(days=1)
        session.get_one(EventRow, other).delete_after = now() + timedelta(days=1)

    def count(event_id: int) -> int:
        tables = [t for t in Base.metadata.tables.values() if "event_id" in t.c]
        with database.read() as session:
            return sum(
                len(session.execute(select(t.c.id).filter_by(event_id=event_id)).all())
                for t in tables
            )

    database.write(dates)
    before = count(other)
    assert len(database.write(purge)) == 1
    assert count(due) == 0
    assert count(other) == before > 0


def test_event_is_kept_through_the_last_day_on_its_clocks(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """A minute before midnight there it stays, after it is gone."""
    event_id, _ = event_ids
    with database.read() as session:
        zone = settings_of(event_row(session, event_id)).zone_info
    last = _end(database, event_id) + timedelta(days=30)
    _keep(database, event_id, last)
    with database.read() as session:
        assert kept_until(event_row(session, event_id)) == last
        midnight = event_row(session, event_id).delete_after
    assert midnight is not None
    assert midnight.astimezone(zone).date() == last + timedelta(days=1)
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        assert database.write(purge) == []
    with time_machine.travel(midnight + timedelta(minutes=1), tick=False):
        assert len(database.write(purge)) == 1


def test_no_event_is_deleted_while_it_lasts(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Its own last day is the first that can be set; none means for good."""
    event_id, _ = event_ids
    end = _end(database, event_id)
    with pytest.raises(RefusedError, match="keep its data at least that long"):
        _keep(database, event_id, end - timedelta(days=1))
    _keep(database, event_id, end)
    with pytest.raises(StaleError):
        database.write(lambda s: set_retention(s, event_id, None, seen=99))
    _keep(database, event_id, None)
    with database.read() as session:
        assert kept_until(event_row(session, event_id)) is None


def _end(database: Database, event_id: int) -> date:
    with database.read() as session:
        settings = settings_of(event_row(session, event_id))
    return max(each.end for each in settings.sessions).date()


def _keep(database: Database, event_id: int, last: date | None) -> None:
    def work(session: Session) -> None:
        seen = event_row(session, event_id).version
        set_retention(session, event_id, last, seen=seen)

    database.write(work)
