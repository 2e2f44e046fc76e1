"""What is left of a person, or of an event, after it was erased."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.store.base import now
from b4h_scheduler.store.privacy import purge
from b4h_scheduler.store.schema_event import EventRow
from tests.web.delegate.planting import found_in_files, found_in_tables, plant
from tests.web.late.late_days import send_all

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World


def test_nothing_of_an_erased_person_is_left_in_the_database(world: World) -> None:
    """No table, message, free page or file of mail holds name, address or phone."""
    key = plant(world)
    assert send_all(world) > 0
    files = found_in_files(world.site.settings.folder)
    assert any(name.endswith(".eml") for name in files)
    before = {place.partition(".")[0] for place in found_in_tables(world)}
    assert before >= {
        "delegate", "wish", "draft", "revision", "outbox", "audit",
        "objection", "draft_edit", "late_change", "run", "calendar_entry",
    }  # fmt: skip
    answer = world.delegate(key).post(
        "/my/data/erase", {"sure": "erase"}, page="/my/data"
    )
    assert answer.status_code == 303
    assert found_in_tables(world) == []
    assert found_in_files(world.site.settings.folder) == []


def test_nothing_of_a_purged_event_is_left_in_the_database(world: World) -> None:
    """Nor of its people in log, outbox or free pages."""
    plant(world)
    assert send_all(world) > 0

    def work(session: Session) -> list[str]:
        session.get_one(EventRow, 1).delete_after = now() - timedelta(days=1)
        session.flush()
        return purge(session)

    assert world.site.database.write(work) == ["Small Day 1"]
    world.site.database.forget_deleted()
    assert found_in_tables(world) == []
    assert found_in_files(world.site.settings.folder) == []
