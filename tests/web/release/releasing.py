"""Releases in tests of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.releases.examining import examine_draft, examine_rollback
from b4h_scheduler.releases.release import publish
from b4h_scheduler.store.calendar_settings import (
    Floor,
    calendar_setting,
    floor_token,
    save_setting,
)
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_event import TableRow

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database
    from tests.web.world import World


def release_draft(
    database: Database, draft_id: int, moment: datetime | None = None, event_id: int = 1
) -> int:
    """Release a draft and return the number of the revision."""
    with database.read() as reading:
        ready = examine_draft(reading, event_id, draft_id, moment)
    return database.write(
        lambda session: publish(session, ready, note="", author="ann"), actor="ann"
    )


def release_plan(
    database: Database, plan: Plan, moment: datetime | None = None, event_id: int = 1
) -> int:
    """Keep a plan as a draft, release it, and return the number of the revision."""
    draft = database.write(
        lambda session: add_draft(
            session, event_id, "P", plan, made_from=data_version(session, event_id)
        )
    )
    return release_draft(database, draft, moment, event_id)


def go_back(
    database: Database, number: int, moment: datetime | None = None, event_id: int = 1
) -> int:
    """Release what is possible of an earlier revision; return the new number."""
    with database.read() as reading:
        ready = examine_rollback(reading, event_id, number, moment)
    return database.write(
        lambda session: publish(session, ready, note="", author="ann"), actor="ann"
    )


def give(world: World, **wanted: bool) -> None:
    """Turn on what an event gives away beside agendas."""
    values = {"is_table_feed_on": False, "is_event_feed_on": False}
    values |= {"shows_pairs": False} | wanted
    world.site.database.write(
        lambda session: save_setting(session, 1, room_address="", seen=None, **values)
    )


def floor_address(world: World, what: Floor, table: str = "T1") -> str:
    """Return a token for the floor."""
    from sqlalchemy import select

    with world.read() as reading:
        setting = calendar_setting(reading, 1)
        key = 0
        if what is Floor.TABLE:
            query = select(TableRow.id).where(
                TableRow.event_id == 1, TableRow.key == table
            )
            key = reading.scalar(query)
        event = event_row(reading, 1)
        return floor_token(world.site.secret, what, event, setting.generation, key)
