"""What belongs to another event is not there, whatever the address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import url_for
from sqlalchemy import select

from b4h_scheduler.jobs.runs import RunOptions, submit
from b4h_scheduler.store.logos import add_logo
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_plans import RunRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from tests.b4h_scheduler.store.drawn import png
from tests.web.registration.registering import open_registration, register
from tests.web.release.releasing import release_draft
from tests.web.world import Visitor, rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.routing import Rule

    from tests.web.world import World

OF_EVENT = frozenset(
    {"application_id", "digest", "draft_id", "key", "message_id", "run_id"}
)
"""Arguments of addresses that belong to one event."""


def _foreign(world: World) -> dict[str, Any]:
    """Return values that are right at event 2; the addresses say event 1."""
    open_registration(world)
    registered = register(world).id

    def move(session: Session) -> None:
        session.get_one(ApplicationRow, registered).event_id = 2

    world.site.database.write(move)
    release_draft(world.site.database, 2, event_id=2)
    digest = world.site.database.write(
        lambda session: add_logo(session, 2, "Union", png()).digest
    )
    world.site.database.write(lambda session: submit(session, 2, RunOptions()))

    def last(row: Any) -> int:
        found = rows(world, select(row.id).where(row.event_id == 2).order_by(row.id))
        return int(found[-1])

    return {
        "event_id": 1, "draft_id": 2, "run_id": last(RunRow), "key": "x-d-alba",
        "message_id": last(OutboxRow), "application_id": registered,
        "digest": digest, "candidate": "all", "form": "unmet.csv", "kind": "delays",
        "objection_id": 1, "number": 1, "step": "times", "other": "x-d-bora",
    }  # fmt: skip


def _rules(world: World) -> list[Rule]:
    return [
        rule
        for rule in world.app.url_map.iter_rules()
        if "event_id" in rule.arguments and rule.arguments & OF_EVENT
    ]


@pytest.mark.parametrize("kind", ["owner", "editor"])
def test_of_another_event_nothing_is_seen_or_changed(world: World, kind: str) -> None:
    """Also by who may do everything at this event, or at both."""
    values = _foreign(world)
    cookie = world.staff(kind).cookie
    before = _content(world)
    seen, asked = [], 0
    for rule in _rules(world):
        key = "x-alba" if "organization" in rule.endpoint else "x-d-alba"
        with world.app.test_request_context():
            given = {name: (values | {"key": key})[name] for name in rule.arguments}
            address = url_for(rule.endpoint, **given)
        visitor = Visitor(world.app.test_client(), cookie)
        asked += 1
        if "GET" in (rule.methods or ()):
            status = visitor.get(address).status_code
            if status != 404:
                seen.append((rule.endpoint, status))
        else:
            visitor.post(address, {"seen": "1", "sure": "yes", "name": "Taken"})
    assert seen == []
    assert asked > 40
    assert _content(world) == before


def _content(world: World) -> dict[str, list[Any]]:
    with world.read() as reading:
        return {
            table.name: [tuple(row) for row in reading.execute(select(table))]
            for table in world.site.database.metadata.sorted_tables
        }
