"""Logos of an event in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.logos import (
    MOST_LOGOS,
    add_logo,
    logo_row,
    logos_of,
    remove_logo,
)
from b4h_scheduler.store.schema_audit import AuditRow
from tests.b4h_scheduler.store.drawn import png

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database


def _add(database: Database, event_id: int, name: str, content: bytes) -> str:
    return database.write(
        lambda session: add_logo(session, event_id, name, content).digest
    )


def test_logos_stand_in_order_and_belong_to_one_event(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """As they were added; by its address one of another event is not there."""
    here, there = event_ids
    first, second = png(3, 2), png(4, 2)
    digest = _add(database, here, "  The   Region ", first)
    _add(database, here, "Union", second)
    with database.read() as reading:
        assert [row.name for row in logos_of(reading, here)] == ["The Region", "Union"]
        assert logo_row(reading, here, digest).image == first
        with pytest.raises(NotFoundError, match="no such logo"):
            logo_row(reading, there, digest)
    database.write(lambda session: remove_logo(session, here, digest))
    with database.read() as reading:
        assert [row.name for row in logos_of(reading, here)] == ["Union"]


def test_log_names_the_logo_and_holds_no_image(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """An image says nothing to who reads the log."""
    _add(database, event_ids[0], "Union", png())
    with database.read() as reading:
        entry = reading.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert entry is not None
        assert entry.subject.startswith("logo ")
        assert (entry.after or {})["name"] == "Union"
        assert "image" not in (entry.after or {})


def test_too_many_too_large_and_nameless_logos_are_refused(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """With what to do about it."""
    event_id = event_ids[0]
    with pytest.raises(RefusedError, match="whose logo"):
        _add(database, event_id, " ", png())
    noise = bytes(range(256)) * 400
    body, end = png()[:-12], png()[-12:]
    heavy = body + len(noise).to_bytes(4) + b"teXt" + noise + bytes(4) + end
    with pytest.raises(RefusedError, match="90,000 are left of 90,000"):
        _add(database, event_id, "Heavy", heavy)
    for number in range(1, MOST_LOGOS + 1):
        _add(database, event_id, f"No. {number}", png(number))
    with pytest.raises(RefusedError, match="8 logos already"):
        _add(database, event_id, "One more", png(50))


def test_same_image_twice_is_refused(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Within an event."""
    for event_id in event_ids:
        _add(database, event_id, "Union", png())
    with pytest.raises(RefusedError, match="one of the logos already"):
        _add(database, event_ids[0], "Union again", png())
