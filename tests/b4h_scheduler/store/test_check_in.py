"""Who has come, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.check_in import check_in, check_in_of, check_out, checked_in
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_desk import CheckInRow
from b4h_scheduler.store.schema_event import DelegateRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def _key(database: Database, event_id: int) -> str:
    with database.read() as session:
        query = select(DelegateRow.key).where(DelegateRow.event_id == event_id)
        return session.scalars(query.order_by(DelegateRow.id)).first() or ""


def _say(
    database: Database, event_id: int, *, is_here: bool, seen: int, actor: str = "ann"
) -> int:
    """Say it of the first delegate; return the version of what stands."""
    key = _key(database, event_id)

    def work(session: Session) -> int:
        row = delegate_row(session, event_id, key)
        return check_in(session, row, is_here=is_here, seen=seen).version

    return database.write(work, actor=actor)


def _here(database: Database, event_id: int) -> dict[str, str]:
    with database.read() as session:
        return {k: row.said_by for k, row in checked_in(session, event_id).items()}


def test_check_in_and_undo_stand_with_who_and_in_the_log(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """At this event only; nothing that a plan depends on changes."""
    event_id, other = event_ids
    with database.read() as session:
        before = data_version(session, event_id)
    version = _say(database, event_id, is_here=True, seen=0)
    assert _here(database, event_id) == {_key(database, event_id): "ann"}
    assert _here(database, other) == {}
    _say(database, event_id, is_here=False, seen=version, actor="ben")
    assert _here(database, event_id) == {}
    with database.read() as session:
        assert data_version(session, event_id) == before
        query = select(AuditRow.actor).where(AuditRow.kind == "check_in")
        assert list(session.scalars(query.order_by(AuditRow.id))) == ["ann", "ben"]


def test_two_who_check_the_same_person_in_make_one_check_in(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """The first stands, whatever the second has seen."""
    event_id, _ = event_ids
    first = _say(database, event_id, is_here=True, seen=0)
    second = _say(database, event_id, is_here=True, seen=0, actor="ben")
    assert second == first
    assert _here(database, event_id) == {_key(database, event_id): "ann"}
    with database.read() as session:
        assert len(session.scalars(select(CheckInRow)).all()) == 1


def test_opposite_of_what_somebody_said_meanwhile_is_refused(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Only on top of what was seen is a check-in taken back or said again."""
    event_id, _ = event_ids
    version = _say(database, event_id, is_here=True, seen=0)
    with pytest.raises(StaleError):
        _say(database, event_id, is_here=False, seen=0)
    _say(database, event_id, is_here=False, seen=version)
    with pytest.raises(StaleError):
        _say(database, event_id, is_here=True, seen=version)


def test_nothing_is_undone_or_said_where_it_cannot_be(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Without a check-in there is no undo; an archived event is left alone."""
    event_id, _ = event_ids
    with pytest.raises(RefusedError, match="nothing to undo"):
        _say(database, event_id, is_here=False, seen=0)
    with pytest.raises(StaleError):
        _say(database, event_id, is_here=True, seen=3)

    def archive(session: Session) -> None:
        event_row(session, event_id).phase = "archived"

    database.write(archive)
    with pytest.raises(RefusedError, match="archived"):
        _say(database, event_id, is_here=True, seen=0)


def _with_delegate(
    database: Database, event_id: int, work: Callable[[Session, DelegateRow], None]
) -> None:
    key = _key(database, event_id)
    database.write(lambda s: work(s, delegate_row(s, event_id, key)), actor="ben")


def test_who_is_replaced_is_not_here(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Who was never here stays so without a row."""
    event_id, other = event_ids
    _say(database, event_id, is_here=True, seen=0)
    for each in event_ids:
        _with_delegate(database, each, check_out)
    assert _here(database, event_id) == {}
    with database.read() as session:
        row = delegate_row(session, other, _key(database, other))
        assert check_in_of(session, row) is None


def test_log_of_an_erased_person_tells_no_check_in(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """That an entry was made stays; whose it was and when does not."""
    event_id, _ = event_ids
    _say(database, event_id, is_here=True, seen=0)
    _with_delegate(database, event_id, erase_delegate)
    with database.read() as session:
        entry = session.scalars(select(AuditRow).where(AuditRow.kind == "check_in"))
        assert set((entry.one().after or {}).values()) == {"(erased)"}
