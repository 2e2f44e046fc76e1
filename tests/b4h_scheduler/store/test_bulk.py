"""Many rows at once are stored and told as rows that are added one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from b4h_scheduler.files.load import load_event as read_files
from b4h_scheduler.store.bulk import insert_rows
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.events import event_row, parts, save_event
from b4h_scheduler.store.importing import differences, import_over
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import (
    CompanionRow,
    DelegateRow,
    OrganizationRow,
    TableRow,
    VetoRow,
    WishRow,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.database import Database

EVENT = Path(__file__).parents[3] / "examples" / "stuttgart-morning"
KINDS = (OrganizationRow, DelegateRow, CompanionRow, TableRow, WishRow, VetoRow)
_OWN = frozenset({"id", "event_id", "link_generation", "at"})
"""Columns that differ between two events, or two moments."""


def _rows(session: Session, kind: Any, event_id: int) -> list[dict[str, Any]]:
    query = select(kind).where(kind.event_id == event_id).order_by(kind.id)
    names = [each.key for each in inspect(kind).column_attrs if each.key not in _OWN]
    return [
        {name: getattr(row, name) for name in names} for row in session.scalars(query)
    ]


def _told(session: Session, event_id: int) -> list[dict[str, Any]]:
    """Return what the log says of new rows, without the numbers of their own."""
    found = []
    for each in _rows(session, AuditRow, event_id):
        kind, _, key = each["subject"].partition(" ")
        if kind == "event":
            continue
        after = {name: v for name, v in each["after"].items() if name not in _OWN}
        key = "" if key.isdecimal() else key
        found.append(each | {"subject": f"{kind} {key}", "after": after})
    return sorted(found, key=lambda each: (each["kind"], str(each)))


def test_bulk_stores_and_tells_what_adding_each_row_does(database: Database) -> None:
    """All columns, defaults and versions; all entries of the log with their words."""
    event = read_files(EVENT).event
    plain = event.model_copy(
        update={"organizations": (), "delegates": (), "wishes": (), "vetoes": ()}
        | {"companions": (), "tables": (), "home_places": (), "promised": ()}
    )
    at_once = database.write(lambda session: save_event(session, event))

    def one_by_one(session: Session) -> int:
        event_id = save_event(session, plain)
        session.add_all([kind(**values) for kind, values in parts(event_id, event)])
        return event_id

    each = database.write(one_by_one)
    with database.read() as session:
        for kind in KINDS:
            assert _rows(session, kind, at_once) == _rows(session, kind, each)
        assert _told(session, at_once) == _told(session, each)
        numbers = [
            row.id for row in session.scalars(select(WishRow).order_by(WishRow.id))
        ]
        told = [f"wish {number}" for number in numbers]
        query = select(AuditRow.subject).where(AuditRow.kind == "wish")
        assert list(session.scalars(query.order_by(AuditRow.id))) == told


def test_nothing_to_insert_is_told_of_nowhere(database: Database) -> None:
    """An import that adds no row leaves the log as it is."""
    event_id = database.write(
        lambda session: save_event(session, read_files(EVENT).event)
    )
    with database.read() as session:
        before = data_version(session, event_id)
    database.write(lambda session: insert_rows(session, ()))
    with database.read() as session:
        assert data_version(session, event_id) == before


def test_import_leaves_exactly_what_it_read(database: Database) -> None:
    """Added, changed and removed wishes and people; a second import finds nothing."""
    event = read_files(EVENT).event
    fewer = _other(event)
    event_id = database.write(lambda session: save_event(session, fewer))

    def work(session: Session) -> None:
        import_over(session, event_id, event, seen=data_version(session, event_id))

    with database.read() as session:
        found = {(d.kind, d.action) for d in differences(session, event_id, event)}
        version = event_row(session, event_id).version
    assert found == {
        ("wish", "added"),
        ("wish", "removed"),
        ("wish", "changed"),
        ("delegate", "changed"),
    }
    database.write(work)
    with database.read() as session:
        assert differences(session, event_id, event) == []
        assert event_row(session, event_id).version == version
        rows = session.scalars(select(DelegateRow).order_by(DelegateRow.position))
        assert [row.version for row in rows][:2] == [2, 1]


def _other(event: Event) -> Event:
    """Return the event with wishes left out, turned round and changed."""
    _, second, third, *rest = event.wishes
    turned = third.model_copy(
        update={"wisher": third.wished, "wished": third.wisher, "message": "Turned"}
    )
    changed = second.model_copy(update={"message": "Changed"})
    people = list(event.delegates)
    people[0] = people[0].model_copy(update={"name": "Someone Else"})
    wishes = (turned, changed, *rest)
    promised = tuple(each for each in event.promised if each in wishes)
    return event.model_copy(
        update={"wishes": wishes, "delegates": tuple(people), "promised": promised}
    )
